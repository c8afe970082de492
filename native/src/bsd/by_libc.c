/* The system calls are always made by libc's functions here: there is nothing to choose. */
#include "baresock.h"

#include "force.h"

int32_t bs_choose_calls(int32_t mask) {
    (void)mask;
    return 0;
}

int32_t bs_interposer(char *buf, int32_t cap) {
    (void)buf;
    (void)cap;
    return 0;
}
