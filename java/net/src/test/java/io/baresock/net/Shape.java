package io.baresock.net;

/** A state of a socket: brings one there and tells what it says. */
interface Shape {
    void tell(Case c, Told told) throws Exception;
}
