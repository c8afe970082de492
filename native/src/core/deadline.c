#define _POSIX_C_SOURCE 200809L
#include "deadline.h"

#include <limits.h>

#define NANOS_PER_SECOND 1000000000
#define NANOS_PER_MILLI  1000000

int64_t bs_deadline_left(bs_deadline *deadline, int64_t now_ns) {
    if (deadline->timeout_ns < 0) {
        return -1;
    }
    if (!deadline->armed) {
        deadline->at_ns = deadline->timeout_ns > INT64_MAX - now_ns ? INT64_MAX : now_ns + deadline->timeout_ns;
        deadline->armed = true;
    }
    return deadline->at_ns > now_ns ? deadline->at_ns - now_ns : 0;
}

int64_t bs_deadline_remaining(bs_deadline *deadline) {
    if (deadline->timeout_ns <= 0) {
        return deadline->timeout_ns < 0 ? -1 : 0;
    }
    /* Cannot fail: the clock is mandatory and the pointer is ours. */
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return bs_deadline_left(deadline, (int64_t)now.tv_sec * NANOS_PER_SECOND + now.tv_nsec);
}

struct timespec bs_timespec_of(int64_t ns) {
    return (struct timespec){.tv_sec = (time_t)(ns / NANOS_PER_SECOND), .tv_nsec = (long)(ns % NANOS_PER_SECOND)};
}

int bs_poll_millis_of(int64_t ns) {
    if (ns < 0) {
        return -1;
    }
    int64_t millis = ns / NANOS_PER_MILLI + (ns % NANOS_PER_MILLI != 0);
    return millis > INT_MAX ? INT_MAX : (int)millis;
}
