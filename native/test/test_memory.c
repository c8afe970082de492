/* posix/memory.c: pages of our own. */
#define _GNU_SOURCE
#include "support.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
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

/* Writes a byte in a child; true if that is a fault. */
static bool faults(uint8_t *at) {
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        signal(SIGSEGV, SIG_DFL); /* not the sanitizer's */
        signal(SIGBUS, SIG_DFL);
        *(volatile uint8_t *)at = 1;
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) && (WTERMSIG(status) == SIGSEGV || WTERMSIG(status) == SIGBUS);
}

static void guardedMemory_endsWhereAFaultIs(void **state) {
    (void)state;
    assert_int_equal(bs_force(BS_FORCE_GUARD), 0);
    int page = (int)sysconf(_SC_PAGESIZE);
    int sizes[] = {8, 100, page - 8, page, page + 8, SIZE};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        int size = (sizes[i] + 7) / 8 * 8;
        int64_t address = bs_memory_map(sizes[i]);
        assert_true(address > 0);
        assert_int_equal(address % 8, 0);
        uint8_t *m = (uint8_t *)(intptr_t)address;
        for (int renewed = 0; renewed < 2; renewed++) {
            for (int j = 0; j < size; j++) {
                assert_int_equal(m[j], 0);
            }
            memset(m, 7, (size_t)size);
            assert_false(faults(m + size - 1));
            assert_true(faults(m + size));
            assert_int_equal(bs_memory_renew(m, sizes[i]), 0);
        }
        assert_int_equal(bs_memory_unmap(m, sizes[i]), 0);
        assert_true(faults(m));
        uint8_t *guard = m + size; /* is gone too: nothing is there to be protected */
        assert_int_equal(mprotect(guard, (size_t)page, PROT_NONE), -1);
        assert_int_equal(errno, ENOMEM);
    }
    assert_int_equal(bs_force(0), 0);
}

static void lackMemory(void) {
    inject_error(SYS_mmap, ENOMEM, 1);
}

static void wantOfGuardedMemory_isTold(void **state) {
    (void)state;
    assert_int_equal(bs_force(BS_FORCE_GUARD), 0);
    inject_reset();
    inject_error(SYS_mmap, ENOMEM, 1);
    assert_int_equal(bs_memory_map(SIZE), -ENOMEM);
    assert_int_equal(inject_count(SYS_munmap), 0);
    inject_action(SYS_mmap, 2, lackMemory); /* the addresses are there, the memory is not */
    assert_int_equal(bs_memory_map(SIZE), -ENOMEM);
    assert_int_equal(inject_count(SYS_munmap), 1);
    assert_int_equal(bs_memory_map(INT64_MAX - 8192), -ENOMEM);
    assert_int_equal(bs_force(0), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mappedMemory_isZeroed_andBeginsAtAPage),
        cmocka_unit_test(renewedMemory_isZeroed_andCanBeUsed),
        cmocka_unit_test(whatTheKernelHolds_outlivesRenewing),
        cmocka_unit_test(lockedMemory_canBeRenewed),
        cmocka_unit_test(wantOfMemory_isTold),
        cmocka_unit_test(guardedMemory_endsWhereAFaultIs),
        cmocka_unit_test(wantOfGuardedMemory_isTold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
