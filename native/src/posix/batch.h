/* Batches: what the calls and the waiting share. */
#ifndef BS_BATCH_H
#define BS_BATCH_H

#include "baresock.h"

#include <stdbool.h>

/* Whether a receive with these flags ends with what is there once one message has come. */
bool bs_batch_waits_for_one(int32_t flags);
/* Keeps an error that came after messages for the next receive from fd; one of waiting is none. */
void bs_batch_keep(bs_batch *batch, int32_t fd, int32_t error);

/* Nothing came. */
void bs_columns_clear(bs_batch_slot *slot);
/* Reads the control messages of a received message into the columns. */
void bs_columns_fill(bs_batch_slot *slot, const bs_message *message);

#endif /* BS_BATCH_H */
