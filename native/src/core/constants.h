/*
 * The constant table. Names come from native/constants/<topic>.txt, some with a value, which is Linux's, for names that
 * headers of the build machine may lack (newer kernels) or have as enumerators only, which #ifdef cannot see.
 *
 * The C library's headers and the kernel's clash when included together (netinet/in.h and linux/in.h), so each set is
 * asked in a translation unit of its own and answers with one array, in the order of the names.
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

/* What a header says of name i, the C library's first. */
bool bs_constant_in_headers(size_t i, int64_t *value);
/* What the platform says of name i: a header, else the fallback. false: the platform does not know the name. */
bool bs_constant_value(size_t i, int64_t *value);

/* What constants_values.inc is made of. The cast keeps unsigned 32-bit ioctl numbers positive. */
#define BS_PRESENT(name) {(int64_t)(name), true},
#define BS_ABSENT        {0, false},

#endif /* BS_CONSTANTS_H */
