/* Waking by pipe(2): a kqueue EVFILT_USER event cannot be given to poll(2). */
#include "wake.h"

int64_t bs_wake_open_best(void) {
    return bs_wake_open_pipe();
}
