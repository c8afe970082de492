/* The table of functions that each mechanism of a poller has. baresock.h has their contracts. */
#ifndef BS_POLLER_H
#define BS_POLLER_H

#include <stdint.h>

#include "baresock.h"
#include "deadline.h"

typedef struct bs_poller_ops {
    void (*close)(bs_poller *poller);
    int32_t (*ctl)(bs_poller *poller, int32_t op, int32_t fd, int32_t events, int64_t token);
    /* Returns if_woken when woken, and no events. EINTR is retried inside. */
    int32_t (*wait)(bs_poller *poller, bs_poller_event *events, int32_t cap, int64_t timeout_ns, int32_t if_woken);
    int32_t (*wake)(bs_poller *poller);
} bs_poller_ops;

/* The head of each mechanism's own struct. */
struct bs_poller {
    const bs_poller_ops *ops;
    int32_t fd; /* -1: there is none */
};

/* Each makes a poller, or returns -errno; the best is linux/poll_epoll.c's or bsd/poll_kqueue.c's. */
int32_t bs_poller_open_best(bs_poller **poller);
int32_t bs_poller_open_poll(bs_poller **poller);

/* Busy polling of the best mechanism, given its descriptor. */
int32_t bs_poller_best_set_busy_poll(int32_t fd, int32_t usecs, int32_t budget, int32_t prefer);
int64_t bs_poller_best_get_busy_poll(int32_t fd);

/* The token of the poller's own wake descriptor, where it is registered like any other. */
#define BS_POLLER_WAKE_TOKEN INT64_C(-1)

#endif /* BS_POLLER_H */
