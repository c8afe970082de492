/*
 * What is registered, by descriptor, for the mechanisms whose kernel side does not keep a registration: poll(2) keeps
 * nothing, kqueue(2) keeps filters. Not locked; its users are.
 */
#ifndef BS_POLL_TABLE_H
#define BS_POLL_TABLE_H

#include <stdbool.h>
#include <stdint.h>

typedef struct poll_entry {
    int64_t token;
    int32_t events; /* BS_POLLER_*, as registered */
    bool used;
    bool silent;   /* ONESHOT, reported and not modified since */
    uint32_t seen; /* kqueue: the wait that last reported it */
    int32_t index; /* kqueue: where in that wait's array */
} poll_entry;

typedef struct poll_table {
    poll_entry *entries;
    int32_t size; /* of the array; the highest descriptor is below it */
} poll_table;

/* The entry of fd, or NULL. */
poll_entry *poll_table_get(const poll_table *t, int32_t fd);
/*
 * What op (BS_POLLER_ADD ...) asks for. ADD: makes room, -EEXIST, -ENOMEM; the others: -ENOENT. On 0, *entry is the one to
 * fill in or to clear; nothing else has changed.
 */
int32_t poll_table_find(poll_table *t, int32_t op, int32_t fd, poll_entry **entry);
void poll_table_free(poll_table *t);

#endif /* BS_POLL_TABLE_H */
