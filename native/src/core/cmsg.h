/*
 * The only code that reads control data the kernel wrote. CMSG_NXTHDR(3) is not used: musl's has read beyond truncated
 * data, and glibc's wants room for a whole next header. Nothing here reads outside the bytes it is given, or loops for
 * ever, whatever they contain.
 */
#ifndef BS_CMSG_H
#define BS_CMSG_H

#include "baresock.h"

#include <stdint.h>

/*
 * Writes a record for each control message in length bytes of data, in order; at most capacity of them. A message whose
 * header claims more than there is has what is there; a header that claims less than itself, or of which a part is
 * missing, ends the walk. Returns the number of records.
 */
int32_t bs_cmsg_walk(const uint8_t *data, int32_t length, bs_cmsg *records, int32_t capacity);

/* Writes the header that belongs before the data of each record. */
void bs_cmsg_write_headers(uint8_t *data, const bs_cmsg *records, int32_t count);

#endif /* BS_CMSG_H */
