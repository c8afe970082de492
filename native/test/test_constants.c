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

static void theTwoSetsOfHeaders_agree(void **state) {
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < bs_constant_count; i++) {
        const bs_maybe *libc = &bs_constants_libc[i];
        const bs_maybe *kernel = &bs_constants_kernel[i];
        if (libc->present && kernel->present && libc->value != kernel->value) {
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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fallbacks_areWhatTheHeadersSay),
        cmocka_unit_test(theTwoSetsOfHeaders_agree),
        cmocka_unit_test(aNameOfNobody_isAbsent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
