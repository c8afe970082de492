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

enum { BS_KIND_ABSENT = 0, BS_KIND_SIGNED = 1, BS_KIND_UNSIGNED = 2 };

/* Without pointers and padding: there are many, and the library is loaded by each process. */
typedef struct __attribute__((packed)) bs_constant {
    uint32_t bits;
    uint8_t kind; /* BS_KIND_*; how to read bits */
} bs_constant;

/* One name after the other, each with a NUL behind it. */
extern const char bs_constant_names[];
extern const size_t bs_constant_count;
extern const bs_constant bs_constants_libc[];
/* On Linux also the values of the lists, where no header of the kernel has the name. */
extern const bs_constant bs_constants_kernel[];

/* The name behind this one. */
const char *bs_constant_name_after(const char *name);
/* The value of name i on this platform, the C library's first. false: the platform does not have the name. */
bool bs_constant_value(size_t i, int64_t *value);

/* Entries of constants_values.inc. A value that 32 bits cannot hold does not compile: the division is by zero. */
#define BS_FITS_SIGNED(value)   ((int64_t)(value) == (int32_t)(value))
#define BS_FITS_UNSIGNED(value) ((int64_t)(value) == (int64_t)(uint32_t)(value))
#define BS_PRESENT(value)                                                                                              \
    {(uint32_t)(value) + 0 / (BS_FITS_SIGNED(value) || BS_FITS_UNSIGNED(value)),                                       \
     BS_FITS_SIGNED(value) ? BS_KIND_SIGNED : BS_KIND_UNSIGNED},
#define BS_ABSENT {0, BS_KIND_ABSENT},
#ifndef BS_FALLBACK
#define BS_FALLBACK(value) BS_ABSENT
#endif

#endif /* BS_CONSTANTS_H */
