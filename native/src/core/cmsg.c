/* Control data: makes headers from records, and records from headers. */
#define _GNU_SOURCE
#include "cmsg.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>

#include "cmsg_os.h"

/* The bytes before the data, and the rounding of a message's end. CMSG_LEN and CMSG_SPACE only calculate; they read nothing. */
#define HEADER    ((size_t)CMSG_LEN(0))
#define ALIGNMENT ((size_t)(CMSG_SPACE(1) - CMSG_SPACE(0)))

_Static_assert(sizeof(bs_cmsg_header) <= CMSG_LEN(0), "the header lies before the data");
_Static_assert(sizeof(bs_cmsg_header) == sizeof(struct cmsghdr), "bs_cmsg_header is struct cmsghdr");
_Static_assert(offsetof(bs_cmsg_header, level) == offsetof(struct cmsghdr, cmsg_level), "bs_cmsg_header.level");
_Static_assert(offsetof(bs_cmsg_header, type) == offsetof(struct cmsghdr, cmsg_type), "bs_cmsg_header.type");

int32_t bs_cmsg_walk(const uint8_t *data, int32_t length, bs_cmsg *records, int32_t capacity) {
    if (length < 0) {
        return 0;
    }
    size_t end = (size_t)length;
    size_t at = 0;
    int32_t count = 0;
    while (count < capacity && end - at >= HEADER) {
        bs_cmsg_header header;
        memcpy(&header, data + at, sizeof header);
        if (header.length < HEADER) {
            break;
        }
        size_t there = end - at;
        size_t taken = header.length < there ? header.length : there;
        records[count++] = (bs_cmsg){.level = header.level,
                                     .type = header.type,
                                     .offset = (int32_t)(at + HEADER),
                                     .length = (int32_t)(taken - HEADER)};
        /* Cannot wrap: taken <= INT32_MAX. The last message need not be followed by its padding. */
        size_t next = (taken + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
        if (next >= there) {
            break;
        }
        at += next;
    }
    return count;
}

bool bs_cmsg_read(const bs_message *message, const bs_cmsg *record, size_t at, void *value, size_t size) {
    if (record->length < 0 || at > (size_t)record->length || size > (size_t)record->length - at) {
        return false;
    }
    memcpy(value, (const uint8_t *)(intptr_t)message->java.in.data + record->offset + at, size);
    return true;
}

bool bs_cmsg_may_be_cut(const bs_message *message, const bs_cmsg *record) {
    return (message->c.flags & MSG_CTRUNC) && record->offset >= message->java.in.capacity - record->length;
}

void bs_cmsg_write_headers(uint8_t *data, const bs_cmsg *records, int32_t count) {
    for (int32_t i = 0; i < count; i++) {
        const bs_cmsg *r = &records[i];
        bs_cmsg_header header = {.level = r->level, .type = r->type};
        header.length += HEADER + (size_t)r->length;
        memcpy(data + (size_t)r->offset - HEADER, &header, sizeof header);
    }
}

/* -EOVERFLOW if the result does not fit in an int. */
static int32_t counted(int32_t length, size_t bytes) {
    return length < 0 || bytes > INT32_MAX ? -EOVERFLOW : (int32_t)bytes;
}

int32_t bs_cmsg_len(int32_t length) {
    return counted(length, CMSG_LEN((size_t)length));
}

int32_t bs_cmsg_space(int32_t length) {
    return counted(length, CMSG_SPACE((size_t)length));
}
