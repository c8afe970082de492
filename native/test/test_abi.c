/* core/abi.c */
#define _GNU_SOURCE
#include "support.h"

#include "constants.h"
#include "force.h"
#include <stdio.h>
#include <sys/utsname.h>

static void version_isTheHeaders(void **state) {
    (void)state;
    assert_int_equal(bs_abi_version(), BS_ABI_VERSION);
}

static void force_isAMask(void **state) {
    (void)state;
    assert_false(bs_forced(BS_FORCE_PIPE));
    assert_int_equal(bs_force(BS_FORCE_PIPE | BS_FORCE_LOOP), 0);
    assert_true(bs_forced(BS_FORCE_PIPE));
    assert_false(bs_forced(BS_FORCE_POLL));
    assert_true(bs_forced(BS_FORCE_LOOP));
    assert_int_equal(bs_force(0), 0);
    assert_false(bs_forced(BS_FORCE_LOOP));
}

#ifndef __SANITIZE_ADDRESS__ /* which has functions before libc's; the opposite is in test_by_libc.c */
static void calls_areDirect_ifNothingStandsBeforeLibc(void **state) {
    (void)state;
    char path[1] = "?";
    assert_int_equal(bs_force(BS_CALLS_AUTO), 0);
    assert_int_equal(bs_interposer(path, sizeof path), 0);
    assert_int_equal(path[0], '?');
    assert_int_equal(bs_force(0), 0);
}
#endif

/* The whole table, NUL-terminated, to be freed. */
static char *table(void) {
    int32_t length = bs_constants(0, 0);
    assert_true(length > 0);
    char *text = malloc((size_t)length + 1);
    assert_non_null(text);
    assert_int_equal(bs_constants(text, length), length);
    text[length] = '\0';
    return text;
}

static void constants_areLinesOfNameAndValue_inTheOrderOfTheTable(void **state) {
    (void)state;
    char *text = table();
    char *line = text;
    const char *name = bs_constant_names;
    for (size_t i = 0; i < bs_constant_count; i++, name = bs_constant_name_after(name)) {
        int64_t value;
        if (!bs_constant_value(i, &value)) {
            continue;
        }
        char *end = strchr(line, '\n');
        assert_non_null(end);
        *end = '\0';
        char *space = strchr(line, ' ');
        assert_non_null(space);
        *space = '\0';
        assert_string_equal(line, name);
        char *rest;
        assert_true(strtoll(space + 1, &rest, 10) == value);
        assert_string_equal(rest, "");
        line = end + 1;
    }
    assert_string_equal(line, "");
    free(text);
}

static int by_string(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void constants_nameEachOnce(void **state) {
    (void)state;
    const char **names = malloc(bs_constant_count * sizeof *names);
    assert_non_null(names);
    const char *name = bs_constant_names;
    for (size_t i = 0; i < bs_constant_count; i++, name = bs_constant_name_after(name)) {
        names[i] = name;
    }
    qsort(names, bs_constant_count, sizeof *names, by_string);
    for (size_t i = 1; i < bs_constant_count; i++) {
        assert_string_not_equal(names[i - 1], names[i]);
    }
    free(names);
}

static void constants_includeTheBasics(void **state) {
    (void)state;
    char *text = table();
    char line[64];
    snprintf(line, sizeof line, "\nSO_REUSEADDR %d\n", SO_REUSEADDR);
    assert_non_null(strstr(text, line));
    snprintf(line, sizeof line, "\nECONNREFUSED %d\n", ECONNREFUSED);
    assert_non_null(strstr(text, line));
    free(text);
}

static void texts_areCutAtTheCapacity_andTellTheirLength(void **state) {
    (void)state;
    char *whole = table();
    char cut[8];
    memset(cut, '#', sizeof cut);
    assert_int_equal(bs_constants(cut, 5), strlen(whole));
    assert_memory_equal(cut, whole, 5);
    assert_memory_equal(cut + 5, "###", 3);
    free(whole);

    memset(cut, '#', sizeof cut);
    assert_int_equal(bs_strerror(ENOENT, cut, 2), strlen(strerror(ENOENT)));
    assert_memory_equal(cut, "No######", 8);
}

static void strerror_hasATextForUnknownNumbers(void **state) {
    (void)state;
    char text[128];
    int32_t length = bs_strerror(12345, text, sizeof text);
    assert_true(length > 0 && length < (int32_t)sizeof text);
    text[length] = '\0';
    assert_string_equal(text, strerror(12345)); /* glibc's has the number, musl's has not */
}

static void uname_isFourLines(void **state) {
    (void)state;
    struct utsname u;
    assert_int_equal(uname(&u), 0);
    char expected[sizeof u + 8];
    snprintf(expected, sizeof expected, "%s\n%s\n%s\n%s\n", u.sysname, u.release, u.version, u.machine);
    char text[sizeof expected];
    int32_t length = bs_uname(text, sizeof text);
    assert_int_equal(length, strlen(expected));
    assert_memory_equal(text, expected, (size_t)length);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(version_isTheHeaders),
        cmocka_unit_test(force_isAMask),
#ifndef __SANITIZE_ADDRESS__
        cmocka_unit_test(calls_areDirect_ifNothingStandsBeforeLibc),
#endif
        cmocka_unit_test(constants_areLinesOfNameAndValue_inTheOrderOfTheTable),
        cmocka_unit_test(constants_nameEachOnce),
        cmocka_unit_test(constants_includeTheBasics),
        cmocka_unit_test(texts_areCutAtTheCapacity_andTellTheirLength),
        cmocka_unit_test(strerror_hasATextForUnknownNumbers),
        cmocka_unit_test(uname_isFourLines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
