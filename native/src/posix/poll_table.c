#include "poll_table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "baresock.h"

#define SMALLEST 64

poll_entry *poll_table_get(const poll_table *t, int32_t fd) {
    return fd < t->size && t->entries[fd].used ? &t->entries[fd] : NULL;
}

/* Descriptors are small numbers, given out lowest first, and RLIMIT_NOFILE bounds them: an array is the right map. */
static int32_t grow(poll_table *t, int32_t fd) {
    int64_t size = t->size < SMALLEST ? SMALLEST : t->size;
    while (size <= fd) {
        size *= 2;
    }
    if (size > INT32_MAX) {
        return -ENOMEM;
    }
    poll_entry *entries = realloc(t->entries, (size_t)size * sizeof *entries);
    if (entries == NULL) {
        return -ENOMEM;
    }
    memset(entries + t->size, 0, (size_t)(size - t->size) * sizeof *entries);
    t->entries = entries;
    t->size = (int32_t)size;
    return 0;
}

int32_t poll_table_find(poll_table *t, int32_t op, int32_t fd, poll_entry **entry) {
    *entry = poll_table_get(t, fd);
    if (op != BS_POLLER_ADD) {
        return *entry == NULL ? -ENOENT : 0;
    }
    if (*entry != NULL) {
        return -EEXIST;
    }
    if (fd >= t->size) {
        int32_t r = grow(t, fd);
        if (r < 0) {
            return r;
        }
    }
    *entry = &t->entries[fd];
    return 0;
}

void poll_table_free(poll_table *t) {
    free(t->entries);
}
