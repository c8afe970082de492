/* Options whose length is not the number of bytes that the kernel writes: none, because sooptcopyout(9) keeps to the length. */
#ifndef BS_SOCKOPT_OS_H
#define BS_SOCKOPT_OS_H

#include <stdbool.h>
#include <stdint.h>

static inline int32_t bs_option_unit(int32_t level, int32_t name) {
    (void)level;
    (void)name;
    return 1;
}

static inline void bs_option_clamp(int32_t level, int32_t name, char *value, int32_t size) {
    (void)level;
    (void)name;
    (void)value;
    (void)size;
}

static inline bool bs_option_keeps_to_int(int32_t level, int32_t name) {
    (void)level;
    (void)name;
    return true;
}

#endif /* BS_SOCKOPT_OS_H */
