/*
 * The only code that reads control data the kernel wrote. CMSG_NXTHDR(3) is not used: musl's has read beyond truncated
 * data, and glibc's wants room for a whole next header. Nothing here reads outside the bytes it is given, or loops for
 * ever, whatever they contain.
 */
#ifndef BS_CMSG_H
#define BS_CMSG_H

#include "baresock.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Writes a record for each control message in length bytes of data, in order; at most capacity of them. A message whose
 * header claims more than there is has what is there; a header that claims less than itself, or of which a part is
 * missing, ends the walk. Returns the number of records.
 */
int32_t bs_cmsg_walk(const uint8_t *data, int32_t length, bs_cmsg *records, int32_t capacity);

/*
 * The only way to a value in received control data: size bytes, from byte at of the data of a message on. False, and nothing
 * is written, if they are not all there. What is cut off is not read: half a number is another number.
 */
bool bs_cmsg_read(const bs_message *message, const bs_cmsg *record, size_t at, void *value, size_t size);

/*
 * Whether the end of a message may be missing. The kernel cuts off the last one where the buffer ends, and says MSG_CTRUNC. For
 * values that may be of several lengths; one of a known length is whole if it has that.
 */
bool bs_cmsg_may_be_cut(const bs_message *message, const bs_cmsg *record);

/* Writes the header that belongs before the data of each record. */
void bs_cmsg_write_headers(uint8_t *data, const bs_cmsg *records, int32_t count);

#endif /* BS_CMSG_H */
