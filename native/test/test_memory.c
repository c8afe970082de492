/* posix/memory.c: pages of our own. */
#define _GNU_SOURCE
#include "support.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "baresock.h"
#include "inject.h"

#define SIZE 300000

static uint8_t *map(void) {
    int64_t address = bs_memory_map(SIZE);
    assert_true(address > 0);
    return (uint8_t *)(intptr_t)address;
}

static void mappedMemory_isZeroed_andBeginsAtAPage(void **state) {
    (void)state;
    uint8_t *m = map();
    assert_int_equal((uintptr_t)m % (uintptr_t)sysconf(_SC_PAGESIZE), 0);
    for (int i = 0; i < SIZE; i++) {
        assert_int_equal(m[i], 0);
    }
    assert_int_equal(bs_memory_unmap(m, SIZE), 0);
}

static void renewedMemory_isZeroed_andCanBeUsed(void **state) {
    (void)state;
    uint8_t *m = map();
    memset(m, 7, SIZE);
    inject_reset();
    assert_int_equal(bs_memory_renew(m, SIZE), 0);
    assert_int_equal(inject_count(SYS_mmap), 1);
    for (int i = 0; i < SIZE; i++) {
        assert_int_equal(m[i], 0);
    }
    m[SIZE - 1] = 1;
    assert_int_equal(bs_memory_unmap(m, SIZE), 0);
}

static void whatTheKernelHolds_outlivesRenewing(void **state) {
    (void)state;
    int pipes[2];
    assert_int_equal(pipe(pipes), 0);
    uint8_t *m = map();
    memset(m, 7, 4096);
    struct iovec pages = {.iov_base = m, .iov_len = 4096};
    assert_int_equal(vmsplice(pipes[1], &pages, 1, 0), 4096); /* not copied: the pipe has the page */
    assert_int_equal(bs_memory_renew(m, SIZE), 0);
    memset(m, 9, 4096);
    uint8_t got[4096];
    assert_int_equal(read(pipes[0], got, sizeof got), sizeof got);
    for (size_t i = 0; i < sizeof got; i++) {
        assert_int_equal(got[i], 7);
    }
    assert_int_equal(bs_memory_unmap(m, SIZE), 0);
    for (int i = 0; i < 2; i++) {

        close(pipes[i]);
    }
}

static void lockedMemory_canBeRenewed(void **state) {
    (void)state;
    uint8_t *m = map();
    m[0] = 7;
    if (mlock(m, 4096) != 0) {
        skip();
    }
    assert_int_equal(bs_memory_renew(m, SIZE), 0);
    assert_int_equal(m[0], 0);
    assert_int_equal(bs_memory_unmap(m, SIZE), 0);
}

static void wantOfMemory_isTold(void **state) {
    (void)state;
    inject_reset();
    inject_error(SYS_mmap, ENOMEM, 2);
    assert_int_equal(bs_memory_map(SIZE), -ENOMEM);
    uint8_t byte = 1;
    assert_int_equal(bs_memory_renew(&byte, 1), -ENOMEM);
    assert_int_equal(byte, 1);
    assert_int_equal(bs_memory_map(INT64_MAX - 4096), -ENOMEM);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mappedMemory_isZeroed_andBeginsAtAPage),
        cmocka_unit_test(renewedMemory_isZeroed_andCanBeUsed),
        cmocka_unit_test(whatTheKernelHolds_outlivesRenewing),
        cmocka_unit_test(lockedMemory_canBeRenewed),
        cmocka_unit_test(wantOfMemory_isTold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
