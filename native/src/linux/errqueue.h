/* The error queue: what its call and its tests share. */
#ifndef BS_ERRQUEUE_H
#define BS_ERRQUEUE_H

#include "baresock.h"

/* Reads the report among the control messages of a received message. */
void bs_error_fill(bs_error *error, const bs_message *message);

#endif /* BS_ERRQUEUE_H */
