/* What the library says about itself and its platform. POSIX names only: strerror_r(3) must be the XSI one. */
#define _POSIX_C_SOURCE 200809L
#include "baresock.h"

#include <errno.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "constants.h"
#include "force.h"
#include "text.h"

/* Written once, before any other call (bs_force). It is atomic, so a late write is only a mistake and not undefined
 * behaviour. */
static atomic_int forced;

int32_t bs_abi_version(void) {
    return BS_ABI_VERSION;
}

int32_t bs_force(int32_t mask) {
    int32_t by_libc = bs_choose_calls(mask);
    /* The kernel knows nothing of the sockets of a library that stands before libc's functions. So no ring can receive from them. */
    int32_t implied = by_libc ? BS_FORCE_MMSG : 0;
    atomic_store_explicit(&forced, mask | implied, memory_order_relaxed);
    return by_libc;
}

bool bs_forced(int32_t bit) {
    return (atomic_load_explicit(&forced, memory_order_relaxed) & bit) != 0;
}

int32_t bs_constants(char *buf, int32_t cap) {
    bs_text text = bs_text_at(buf, cap);
    const char *name = bs_constant_names;
    for (size_t i = 0; i < bs_constant_count; i++, name = bs_constant_name_after(name)) {
        int64_t value;
        if (bs_constant_value(i, &value)) {
            char number[32];
            snprintf(number, sizeof number, " %" PRId64 "\n", value);
            bs_text_append(&text, name);
            bs_text_append(&text, number);
        }
    }
    return (int32_t)text.length;
}

/* As String.hashCode. The generator of the Java side makes sure that no two names have the same hash, and none has 0. */
static uint32_t hash_of(const char *name) {
    uint32_t hash = 0;
    for (const char *c = name; *c != '\0'; c++) {
        hash = 31U * hash + (uint32_t)(unsigned char)*c;
    }
    return hash;
}

int32_t bs_constant_slots(int32_t *table, int32_t slots) {
    if (slots <= 0 || (slots & (slots - 1)) != 0 || (size_t)slots <= bs_constant_count) {
        return -EINVAL;
    }
    memset(table, 0, 2 * sizeof *table * (size_t)slots);
    const char *name = bs_constant_names;
    for (size_t i = 0; i < bs_constant_count; i++, name = bs_constant_name_after(name)) {
        int64_t value;
        if (bs_constant_value(i, &value)) {
            uint32_t hash = hash_of(name);
            uint32_t at = hash & (uint32_t)(slots - 1);
            while (table[2 * at] != 0) {
                at = (at + 1) & (uint32_t)(slots - 1);
            }
            table[2 * at] = (int32_t)hash;
            table[2 * at + 1] = (int32_t)value;
        }
    }
    return 0;
}

int32_t bs_strerror(int32_t err, char *buf, int32_t cap) {
    char message[256] = "";
    /* EINVAL for an unknown number still leaves a text ("Unknown error 12345"). */
    (void)strerror_r(err, message, sizeof message);
    bs_text text = bs_text_at(buf, cap);
    bs_text_append(&text, message);
    return (int32_t)text.length;
}

int32_t bs_uname(char *buf, int32_t cap) {
    struct utsname u;
    if (uname(&u) < 0) {
        return -errno;
    }
    const char *const parts[] = {u.sysname, u.release, u.version, u.machine};
    bs_text text = bs_text_at(buf, cap);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        bs_text_append(&text, parts[i]);
        bs_text_append(&text, "\n");
    }
    return (int32_t)text.length;
}
