/* core/constants.c and the lists in native/constants */
#define _GNU_SOURCE
#include "support.h"

#include "constants.h"

static void fallbacks_areWhatTheHeadersSay(void **state) {
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < bs_constant_count; i++) {
        const bs_constant_name *name = &bs_constant_names[i];
        int64_t value;
        if (name->fallback.present && bs_constant_in_headers(i, &value) && value != name->fallback.value) {
            print_error("%s: the list says %lld, the header %lld\n", name->name, (long long)name->fallback.value,
                        (long long)value);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

/* The kernel has no O_SEARCH. musl has, and so its mask of the access mode has a bit more. */
static bool is_wider_mask(const char *name, int64_t libc, int64_t kernel) {
    return strcmp(name, "O_ACCMODE") == 0 && (libc & kernel) == kernel;
}

static void theTwoSetsOfHeaders_agree(void **state) {
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < bs_constant_count; i++) {
        const bs_maybe *libc = &bs_constants_libc[i];
        const bs_maybe *kernel = &bs_constants_kernel[i];
        if (libc->present && kernel->present && libc->value != kernel->value &&
            !is_wider_mask(bs_constant_names[i].name, libc->value, kernel->value)) {
            print_error("%s: %lld and %lld\n", bs_constant_names[i].name, (long long)libc->value,
                        (long long)kernel->value);
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
        bool somewhere =
            bs_constants_libc[i].present || bs_constants_kernel[i].present || bs_constant_names[i].fallback.present;
        assert_int_equal(bs_constant_value(i, &value), somewhere);
        known += somewhere;
    }
    assert_true(known > 0);
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
    for (size_t i = 0; i < bs_constant_count; i++) {
        int64_t value;
        int32_t hash = java_hash(bs_constant_names[i].name);
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
        cmocka_unit_test(fallbacks_areWhatTheHeadersSay),
        cmocka_unit_test(theTwoSetsOfHeaders_agree),
        cmocka_unit_test(aNameOfNobody_isAbsent),
        cmocka_unit_test(slots_haveEveryName_andNoOther),
        cmocka_unit_test(slots_mustBeAPowerOfTwo_andMoreThanNames),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
