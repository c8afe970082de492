/* What the echo server and its load have in common. */
#ifndef ECHO_H
#define ECHO_H

enum {
    ECHO_MESSAGE = 64,
    ECHO_BUFFER = 2048, /* as much as the Java servers receive at once */
    ECHO_EVENTS = 1024  /* as many as a Poller takes at once unless told otherwise */
};

#endif
