/* A timer that interrupts the calling thread's system call: linux/thread.c, bsd/thread.c. */
#ifndef BS_ALARM_H
#define BS_ALARM_H

#include <stdint.h>

/* Interrupts the thread after after_ns, and then again and again. Returns an alarm, or -errno; -ENOSYS if the system has no such timers. */
int32_t bs_alarm_start(int64_t after_ns);
int32_t bs_alarm_stop(int32_t alarm);

#endif
