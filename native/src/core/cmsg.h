/*
 * The only code that reads control data the kernel wrote. CMSG_NXTHDR(3) is not used: musl's has read beyond truncated
 * data, and glibc's needs room for a whole next header. Whatever the bytes contain, this code reads only these bytes, and it
 * always ends.
 */
#ifndef BS_CMSG_H
#define BS_CMSG_H

#include "baresock.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Writes a record for each control message in length bytes of data, in order; at most capacity of them. If a header claims more
 * than there is, the record has what is there. A header that claims less than its own size, or is cut off, ends the walk.
 * Returns the number of records.
 */
int32_t bs_cmsg_walk(const uint8_t *data, int32_t length, bs_cmsg *records, int32_t capacity);

/*
 * The only way to read a value in received control data: size bytes, from byte at of a message's data on. Returns false and writes
 * nothing if some are missing, because half a number is another number.
 */
bool bs_cmsg_read(const bs_message *message, const bs_cmsg *record, size_t at, void *value, size_t size);

/*
 * Whether the end of a message may be missing. The kernel cuts off the last message at the end of the buffer, and sets MSG_CTRUNC.
 * Only values that can have several lengths need this.
 */
bool bs_cmsg_may_be_cut(const bs_message *message, const bs_cmsg *record);

/* Writes the header before the data of each record. */
void bs_cmsg_write_headers(uint8_t *data, const bs_cmsg *records, int32_t count);

#endif /* BS_CMSG_H */
