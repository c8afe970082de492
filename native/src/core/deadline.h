/* Deadlines on CLOCK_MONOTONIC, in nanoseconds. Nothing here can overflow: sums saturate. */
#ifndef BS_DEADLINE_H
#define BS_DEADLINE_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/*
 * A relative timeout. It becomes an absolute time when the remaining time is first needed, so a call that never blocks
 * never reads the clock.
 */
typedef struct bs_deadline {
    int64_t timeout_ns; /* as the caller gave it: negative = for ever */
    int64_t at_ns;      /* valid once armed */
    bool armed;
} bs_deadline;

static inline bs_deadline bs_deadline_in(int64_t timeout_ns) {
    return (bs_deadline){.timeout_ns = timeout_ns, .at_ns = 0, .armed = false};
}

/* What is left at now_ns (which is >= 0): -1 = for ever, 0 = passed. The first call starts the clock. */
int64_t bs_deadline_left(bs_deadline *deadline, int64_t now_ns);
/* The same at this moment; reads the clock only when the timeout is neither 0 nor for ever. */
int64_t bs_deadline_remaining(bs_deadline *deadline);

/* For ppoll(2); ns >= 0. */
struct timespec bs_timespec_of(int64_t ns);
/* For poll(2), where nothing finer exists: rounded up (never early), negative = -1, capped at INT_MAX. */
int bs_poll_millis_of(int64_t ns);

#endif /* BS_DEADLINE_H */
