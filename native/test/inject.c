#include "inject.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

enum { SYSCALLS = 600 };

static struct {
    long number;
    int error;
    int times;
    bool after;
} fault;

static struct {
    long number;
    int nth;
    void (*run)(void);
} action;

static int counts[SYSCALLS];

void inject_reset(void) {
    fault.times = 0;
    action.run = NULL;
    for (int i = 0; i < SYSCALLS; i++) {
        counts[i] = 0;
    }
}

void inject_error(long number, int error, int times) {
    fault.number = number;
    fault.error = error;
    fault.times = times;
    fault.after = false;
}

void inject_error_after(long number, int error) {
    inject_error(number, error, 1);
    fault.after = true;
}

void inject_action(long number, int nth, void (*run)(void)) {
    action.number = number;
    action.nth = counts[number] + nth;
    action.run = run;
}

int inject_count(long number) {
    return counts[number];
}

/* The names are the linker's. */
long __real_syscall(long number, ...);
long __wrap_syscall(long number, ...);

/* Like syscall(2), this always reads six arguments; ASan may regard those that the caller did not pass as poisoned. */
__attribute__((no_sanitize("address"))) long __wrap_syscall(long number, ...) {
    va_list list;
    va_start(list, number);
    long a[6];
    for (int i = 0; i < 6; i++) {
        a[i] = va_arg(list, long);
    }
    va_end(list);

    counts[number]++;
    if (action.run != NULL && action.number == number && action.nth == counts[number]) {
        void (*run)(void) = action.run;
        action.run = NULL;
        run();
    }
    bool fails = fault.times > 0 && fault.number == number;
    if (fails) {
        fault.times--;
    }
    if (!fails || fault.after) {
        long result = __real_syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
        if (!fails) {
            return result;
        }
    }
    errno = fault.error;
    return -1;
}
