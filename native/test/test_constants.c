/* core/constants.c and the lists in native/constants */
#define _GNU_SOURCE
#include "support.h"

#include <netdb.h>

#include "constants.h"

#ifdef __linux__

#define BS_NAME(name, has_fallback, fallback) {has_fallback, fallback},

static const struct {
    bool present;
    int64_t value;
} listed[] = {
#include "constants_names.inc"
};

static void fallbacks_areWhatTheHeadersSay(void **state) {
    (void)state;
    assert_int_equal(sizeof listed / sizeof *listed, bs_constant_count);
    int wrong = 0;
    const char *name = bs_constant_names;
    for (size_t i = 0; i < bs_constant_count; i++, name = bs_constant_name_after(name)) {
        int64_t value;
        if (listed[i].present && !(bs_constant_value(i, &value) && value == listed[i].value)) {
            print_error("%s: the list says %lld, the header %lld\n", name, (long long)listed[i].value,
                        (long long)value);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

#endif

/* The kernel has no O_SEARCH. musl has, and so its mask of the access mode has a bit more. */
static bool is_wider_mask(const char *name, uint32_t libc, uint32_t kernel) {
    return strcmp(name, "O_ACCMODE") == 0 && (libc & kernel) == kernel;
}

static void theTwoSetsOfHeaders_agree(void **state) {
    (void)state;
    int wrong = 0;
    const char *name = bs_constant_names;
    for (size_t i = 0; i < bs_constant_count; i++, name = bs_constant_name_after(name)) {
        bs_constant libc = bs_constants_libc[i];
        bs_constant kernel = bs_constants_kernel[i];
        bool both = libc.kind != BS_KIND_ABSENT && kernel.kind != BS_KIND_ABSENT;
        bool same = libc.bits == kernel.bits && libc.kind == kernel.kind;
        if (both && !same && !is_wider_mask(name, libc.bits, kernel.bits)) {
            print_error("%s: 0x%x and 0x%x\n", name, libc.bits, kernel.bits);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static void aNameOfNobody_isAbsent(void **state) {
    (void)state;
    size_t known = 0;
    for (size_t i = 0; i < bs_constant_count; i++) {
        int64_t value;
        bool somewhere = bs_constants_libc[i].kind != BS_KIND_ABSENT || bs_constants_kernel[i].kind != BS_KIND_ABSENT;
        assert_int_equal(bs_constant_value(i, &value), somewhere);
        known += somewhere;
    }
    assert_true(known > 0);
}

/* Numbers that need a sign, and numbers that need all 32 bits without one. */
static void values_areThoseOfTheHeaders(void **state) {
    (void)state;
    int found = 0;
    const char *name = bs_constant_names;
    for (size_t i = 0; i < bs_constant_count; i++, name = bs_constant_name_after(name)) {
        int64_t value;
        if (!bs_constant_value(i, &value)) {
            continue;
        }
        if (strcmp(name, "EAI_NONAME") == 0) {
            assert_true(value == EAI_NONAME);
            found++;
        } else if (strcmp(name, "INADDR_BROADCAST") == 0) {
            assert_true(value == INT64_C(0xffffffff));
            found++;
        } else if (strcmp(name, "SOCK_STREAM") == 0) {
            assert_true(value == SOCK_STREAM);
            found++;
        }
    }
    assert_int_equal(found, 3);
}

/* String.hashCode of Java. */
static int32_t java_hash(const char *name) {
    uint32_t hash = 0;
    while (*name != '\0') {
        hash = 31U * hash + (uint32_t)(unsigned char)*name++;
    }
    return (int32_t)hash;
}

enum { SLOTS = 4096 };

static void slots_haveEveryName_andNoOther(void **state) {
    (void)state;
    static int32_t table[2 * SLOTS];
    memset(table, 0xFF, sizeof table);
    assert_int_equal(bs_constant_slots(table, SLOTS), 0);
    size_t known = 0;
    const char *name = bs_constant_names;
    for (size_t i = 0; i < bs_constant_count; i++, name = bs_constant_name_after(name)) {
        int64_t value;
        int32_t hash = java_hash(name);
        size_t at = (uint32_t)hash % SLOTS;
        while (table[2 * at] != 0 && table[2 * at] != hash) {
            at = (at + 1) % SLOTS;
        }
        bool present = bs_constant_value(i, &value);
        assert_int_equal(table[2 * at], present ? hash : 0);
        if (present) {
            assert_int_equal(table[2 * at + 1], (int32_t)value);
        }
        known += present;
    }
    size_t taken = 0;
    for (size_t at = 0; at < SLOTS; at++) {
        taken += table[2 * at] != 0;
    }
    assert_int_equal(taken, known);
}

static void slots_mustBeAPowerOfTwo_andMoreThanNames(void **state) {
    (void)state;
    static int32_t table[2 * SLOTS];
    assert_int_equal(bs_constant_slots(table, 0), -EINVAL);
    assert_int_equal(bs_constant_slots(table, -SLOTS), -EINVAL);
    assert_int_equal(bs_constant_slots(table, SLOTS - 1), -EINVAL);
    assert_int_equal(bs_constant_slots(table, 1024), -EINVAL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#ifdef __linux__
        cmocka_unit_test(fallbacks_areWhatTheHeadersSay),
#endif
        cmocka_unit_test(values_areThoseOfTheHeaders),
        cmocka_unit_test(theTwoSetsOfHeaders_agree),
        cmocka_unit_test(aNameOfNobody_isAbsent),
        cmocka_unit_test(slots_haveEveryName_andNoOther),
        cmocka_unit_test(slots_mustBeAPowerOfTwo_andMoreThanNames),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
