/*
 * The constant table. The names come from native/constants/<topic>.txt. Some have Linux's value there, because the headers of the
 * build machine may be older, or have the name only as an enumerator, which #ifdef cannot see.
 *
 * The headers of the C library and of the kernel clash (netinet/in.h and linux/in.h), so each set has its own translation unit
 * with one array of values, in the order of the names.
 */
#ifndef BS_CONSTANTS_H
#define BS_CONSTANTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct bs_maybe {
    int64_t value;
    bool present;
} bs_maybe;

typedef struct bs_constant_name {
    const char *name;
    bs_maybe fallback;
} bs_constant_name;

extern const size_t bs_constant_count;
extern const bs_constant_name bs_constant_names[];
extern const bs_maybe bs_constants_libc[];
extern const bs_maybe bs_constants_kernel[];

/* The value of name i in a header, the C library's first. */
bool bs_constant_in_headers(size_t i, int64_t *value);
/* The value of name i on this platform: from a header, else the fallback. false: the platform does not have the name. */
bool bs_constant_value(size_t i, int64_t *value);

/* An entry of constants_values.inc. The cast keeps unsigned 32-bit ioctl numbers positive. */
#define BS_PRESENT(name) {(int64_t)(name), true},
#define BS_ABSENT        {0, false},

#endif /* BS_CONSTANTS_H */
