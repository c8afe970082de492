/* Interrupting a wait: linux/thread.c, bsd/thread.c */
#define _GNU_SOURCE
#include "support.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>

typedef struct sleeper {
    int32_t fd;
    int32_t end; /* gets a byte when the call has ended */
    bool blocks_signals;
    atomic_llong thread;
    int32_t result;
} sleeper;

static void *receive(void *argument) {
    sleeper *s = argument;
    if (s->blocks_signals) { /* as a parent process may have left it */
        sigset_t all;
        (void)sigfillset(&all);
        (void)pthread_sigmask(SIG_BLOCK, &all, NULL);
    }
    char byte;
    atomic_store(&s->thread, bs_thread_self());
    s->result = bs_recv(s->fd, &byte, 1, 0);
    assert_int_equal(bs_send(s->end, "x", 1, 0), 1);
    return NULL;
}

static void is_interrupted(bool blocks_signals) {
    pair p = unix_pair(SOCK_STREAM);
    pair ended = unix_pair(SOCK_STREAM);
    sleeper s = {.fd = p.a, .end = ended.b, .blocks_signals = blocks_signals};
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, receive, &s), 0);
    do { /* the first may come before the thread is in the call */
        int64_t self = atomic_load(&s.thread);
        if (self != 0) {
            (void)bs_thread_kick(self);
        }
    } while (bs_poll_one(ended.a, POLLIN, MILLI) == 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(s.result, -EINTR);
    assert_int_equal(bs_send(p.b, "x", 1, 0), 1); /* the connection is as it was */
    char byte;
    assert_int_equal(bs_recv(p.a, &byte, 1, 0), 1);
    close_pair(ended);
    close_pair(p);
}

static void kick_interruptsASystemCall_andNothingElse(void **state) {
    (void)state;
    is_interrupted(false);
}

static void kick_reachesAThreadThatBlocksSignals(void **state) {
    (void)state;
    is_interrupted(true);
}

static void self_isTheSameEachTime_andNotAnotherThreads(void **state) {
    (void)state;
    int64_t self = bs_thread_self();
    assert_true(self > 0);
    assert_true(bs_thread_self() == self);
    assert_int_equal(bs_thread_kick(self), 0); /* in no call: nothing happens */
}

/* accept(2) on a blocking listener without a client would wait for ever. */
static void shortly_endsACallThatCannotBeToldNotToWait_andKeepsTheMode(void **state) {
    (void)state;
    struct sockaddr_in addr;
    int32_t listener = tcp_listener(&addr);
    const int64_t after[] = {0, 1, MILLI};
    for (int i = 0; i < 3; i++) {
        int32_t r = bs_accept_shortly(listener, 0, 0, after[i]);
        assert_true(r == -EINTR || r == -EAGAIN); /* EAGAIN: no timers of threads on this system */
        assert_int_equal(fcntl(listener, F_GETFL) & O_NONBLOCK, 0);
    }
    assert_int_equal(bs_close(listener), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kick_interruptsASystemCall_andNothingElse),
        cmocka_unit_test(kick_reachesAThreadThatBlocksSignals),
        cmocka_unit_test(self_isTheSameEachTime_andNotAnotherThreads),
        cmocka_unit_test(shortly_endsACallThatCannotBeToldNotToWait_andKeepsTheMode),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
