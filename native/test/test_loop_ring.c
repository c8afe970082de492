/* linux/loop_ring.c: what a wait hands in and brings, by how many system calls, and what happens when they fail. */
#define _GNU_SOURCE
#include "support.h"

#include <pthread.h>
#include <stdbool.h>

#include "inject.h"

enum { COMMANDS = 16, BUFFERS = 8, BUFFER = 64, EVENTS = 256, COMPLETIONS = 64, SEND = BS_RING_KIND_SEND };

static const int64_t SECONDS = INT64_C(10) * 1000000000;

typedef struct loop {
    bs_loop_ring ring;
    bs_ring_command commands[COMMANDS];
    uint8_t buffers[BUFFERS][BUFFER];
    bs_poller_event events[EVENTS];
    bs_poller *poller;
    int pair[2];
} loop;

static loop l;

static int64_t open_ring(int completions) {
    l.ring = (bs_loop_ring){.commands = l.commands,
                            .buffers = l.buffers[0],
                            .capacity = COMMANDS,
                            .buffer_count = BUFFERS,
                            .buffer_length = BUFFER,
                            .completions = completions};
    int64_t r = bs_loop_ring_open(&l.ring);
    l.poller = r < 0 ? NULL : (bs_poller *)(intptr_t)r;
    return r;
}

/* The test is skipped where there are no rings. */
static void lay_with(int completions) {
    inject_reset();
    memset(&l, 0, sizeof l);
    int64_t r = open_ring(completions);
    if (r == -ENOSYS || r == -EPERM || r == -EINVAL) {
        skip();
    }
    assert_true(r > 0);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, l.pair), 0);
    inject_reset();
}

static int lay(void **state) {
    (void)state;
    lay_with(COMPLETIONS);
    return 0;
}

static void end(void) {
    assert_int_equal(bs_poller_close(l.poller), 0);
    close(l.pair[0]);
    close(l.pair[1]);
}

static void command(int op, int64_t token, int fd, void *address, int length) {
    l.commands[l.ring.count++] =
        (bs_ring_command){.op = op, .token = token, .fd = fd, .address = address, .length = length};
}

static int waits(int64_t timeout) {
    return bs_poller_wait(l.poller, l.events, EVENTS, timeout, 0);
}

/* Waits until there is an event. */
static int waits_for_one(void) {
    int n = 0;
    for (int i = 0; i < 1000 && n == 0; i++) {
        n = waits(SECONDS);
    }
    return n;
}

static void peer_sends(const char *text) {
    assert_int_equal(send(l.pair[1], text, strlen(text), 0), (ssize_t)strlen(text));
}

static void peer_gets(const char *text) {
    char b[BUFFER] = {0};
    assert_int_equal(recv(l.pair[1], b, sizeof b, MSG_DONTWAIT), (ssize_t)strlen(text));
    assert_string_equal(b, text);
}

static void assert_piece(int event, int64_t token, const char *text) {
    const bs_poller_event *e = &l.events[event];
    assert_int_equal(e->token, token);
    assert_int_equal(e->events, (int)strlen(text));
    assert_true(e->flags & BS_RING_HAS_BUFFER);
    assert_memory_equal(l.buffers[(uint32_t)e->flags >> 16], text, strlen(text));
}

static void receives_piece_by_piece_until_the_end(void **state) {
    (void)lay(state);
    command(BS_RING_RECEIVE, 8, l.pair[0], NULL, 0);
    for (int i = 0; i < 3 * BUFFERS; i++) { /* each buffer comes round */
        char text[] = {(char)('a' + i), 0};
        peer_sends(text);
        assert_int_equal(waits_for_one(), 1);
        assert_piece(0, 8, text);
        assert_true(l.events[0].flags & BS_RING_GOES_ON);
    }
    assert_int_equal(shutdown(l.pair[1], SHUT_WR), 0);
    assert_int_equal(waits_for_one(), 1);
    assert_int_equal(l.events[0].events, 0);
    assert_false(l.events[0].flags & BS_RING_GOES_ON);
    end();
}

static void a_turn_is_one_system_call(void **state) {
    (void)lay(state);
    int pairs[COMMANDS / 2][2];
    for (int i = 0; i < COMMANDS / 2; i++) {
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pairs[i]), 0);
        command(BS_RING_RECEIVE, 64 + 8 * i, pairs[i][0], NULL, 0);
    }
    assert_int_equal(waits(0), 0);
    for (int round = 0; round < 5; round++) {
        for (int i = 0; i < COMMANDS / 2; i++) {
            assert_int_equal(send(pairs[i][1], "x", 1, 0), 1);
            command(BS_RING_SEND, (64 + 8 * i) | SEND, pairs[i][0], "y", 1);
        }
        inject_reset();
        assert_int_equal(waits(SECONDS), COMMANDS / 2); /* all that came; the sends need no event */
        assert_int_equal(inject_count(SYS_io_uring_enter), 1);
        for (int i = 0; i < COMMANDS / 2; i++) {
            char b;
            assert_int_equal(l.events[i].events, 1);
            assert_true(l.events[i].flags & BS_RING_HAS_BUFFER);
            assert_int_equal(recv(pairs[i][1], &b, 1, MSG_DONTWAIT), 1);
        }
        assert_int_equal(waits(0), 0); /* gives the buffers back: no call at all */
        assert_int_equal(inject_count(SYS_io_uring_enter), 1);
    }
    for (int i = 0; i < COMMANDS / 2; i++) {
        close(pairs[i][0]);
        close(pairs[i][1]);
    }
    end();
}

/* A send without an event has sent all: the loop relies on it. */
static void send_that_does_not_send_all_says_what_the_plain_call_would(void **state) {
    (void)lay(state);
    command(BS_RING_SEND, 8 | SEND, l.pair[0], "hello", 5);
    assert_int_equal(waits(SECONDS), 0); /* and it does not wait */
    assert_int_equal(l.ring.sends, 0);
    peer_gets("hello");
    command(BS_RING_SEND, 8 | SEND, l.pair[0], "hello", 5);
    command(BS_RING_SEND, 16 | SEND, -1, "hello", 5);
    assert_int_equal(waits(SECONDS), 1);
    assert_int_equal(l.ring.sends, 1);
    assert_int_equal(l.events[0].token, 16 | SEND);
    assert_int_equal(l.events[0].events, -EBADF);
    peer_gets("hello");
    static char large[1 << 22];
    command(BS_RING_SEND, 8 | SEND, l.pair[0], large, sizeof large);
    assert_int_equal(waits(SECONDS), 1);
    assert_int_equal(l.events[0].token, 8 | SEND);
    assert_in_range(l.events[0].events, 1, sizeof large - 1);
    int got = 0;
    for (ssize_t n; (n = recv(l.pair[1], large, sizeof large, MSG_DONTWAIT)) > 0;) {
        got += (int)n;
    }
    assert_int_equal(got, l.events[0].events);
    while (send(l.pair[0], l.buffers, sizeof l.buffers, 0) > 0) {
        /* fills it */
    }
    command(BS_RING_SEND, 8 | SEND, l.pair[0], "hello", 5);
    assert_int_equal(waits_for_one(), 1);
    assert_int_equal(l.events[0].events, -EAGAIN);
    close(l.pair[1]);
    command(BS_RING_SEND, 8 | SEND, l.pair[0], "hello", 5); /* and no SIGPIPE */
    assert_int_equal(waits_for_one(), 1);
    assert_int_equal(l.events[0].events, -EPIPE);
    l.pair[1] = dup(l.pair[0]);
    end();
}

static void command_that_was_taken_back_does_nothing(void **state) {
    (void)lay(state);
    command(BS_RING_SEND, 8 | SEND, l.pair[0], "hello", 5);
    l.commands[0].op = 0;
    assert_int_equal(waits(0), 0);
    assert_int_equal(l.ring.count, 0);
    char b;
    assert_int_equal(recv(l.pair[1], &b, 1, MSG_DONTWAIT), -1);
    end();
}

static void cancel_ends_a_receive_and_a_poll(void **state) {
    (void)lay(state);
    command(BS_RING_RECEIVE, 8, l.pair[0], NULL, 0);
    command(BS_RING_POLL, 16 | BS_RING_KIND_POLL, l.pair[0], NULL, BS_POLLER_READABLE);
    assert_int_equal(waits(0), 0);
    command(BS_RING_CANCEL, 8, -1, NULL, 0);
    command(BS_RING_CANCEL, 16 | BS_RING_KIND_POLL, -1, NULL, 0);
    assert_int_equal(waits_for_one(), 2);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(l.events[i].events, -ECANCELED);
        assert_false(l.events[i].flags & BS_RING_GOES_ON);
    }
    command(BS_RING_CANCEL, 8, -1, NULL, 0); /* it is not there any more, and that is no event */
    assert_int_equal(waits(0), 0);
    peer_sends("stays");
    assert_int_equal(waits(0), 0);
    end();
}

static void poll_has_one_event(void **state) {
    (void)lay(state);
    command(BS_RING_POLL, 16 | BS_RING_KIND_POLL, l.pair[0], NULL, BS_POLLER_READABLE | BS_POLLER_WRITABLE);
    assert_int_equal(waits_for_one(), 1);
    assert_int_equal(l.events[0].events, BS_POLLER_WRITABLE);
    assert_int_equal(l.events[0].token, 16 | BS_RING_KIND_POLL);
    assert_int_equal(waits(0), 0);
    close(l.pair[1]);
    command(BS_RING_POLL, 16 | BS_RING_KIND_POLL, l.pair[0], NULL, 0);
    assert_int_equal(waits_for_one(), 1);
    assert_int_equal(l.events[0].events, BS_POLLER_HANGUP);
    l.pair[1] = dup(l.pair[0]);
    end();
}

static void poll_by_the_edge_tells_what_is_new_once(void **state) {
    (void)lay(state);
    const int64_t token = 16 | BS_RING_KIND_POLL;
    peer_sends("a"); /* nobody reads it */
    command(BS_RING_POLL, token, l.pair[0], NULL, BS_POLLER_READABLE | BS_POLLER_EDGE);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(waits_for_one(), 1);
        assert_int_equal(l.events[0].token, token);
        assert_int_equal(l.events[0].events, BS_POLLER_READABLE);
        assert_true(l.events[0].flags & BS_RING_GOES_ON);
        assert_int_equal(waits(0), 0);
        peer_sends("b");
    }
    assert_int_equal(waits_for_one(), 1);
    command(BS_RING_CANCEL, token, -1, NULL, 0);
    assert_int_equal(waits_for_one(), 1);
    assert_int_equal(l.events[0].events, -ECANCELED);
    assert_false(l.events[0].flags & BS_RING_GOES_ON);
    peer_sends("c");
    assert_int_equal(waits(0), 0);
    end();
}

static void empty_buffers_end_the_receive_and_lose_nothing(void **state) {
    (void)lay(state);
    command(BS_RING_RECEIVE, 8, l.pair[0], NULL, 0);
    assert_int_equal(waits(0), 0);
    char all[BUFFERS * BUFFER + 10];
    for (size_t i = 0; i < sizeof all; i++) {
        all[i] = (char)i;
    }
    assert_int_equal(send(l.pair[1], all, sizeof all, 0), (int)sizeof all);
    int n = waits_for_one();
    size_t at = 0;
    bool ended = false;
    for (int tries = 0; at < sizeof all && tries < 100; tries++) {
        for (int i = 0; i < n; i++) {
            const bs_poller_event *e = &l.events[i];
            ended |= e->events == -ENOBUFS;
            if (e->flags & BS_RING_HAS_BUFFER) {
                uint32_t buffer = (uint32_t)e->flags >> 16;
                assert_memory_equal(l.buffers[buffer], all + at, (size_t)e->events);
                at += (size_t)e->events;
            }
            if (!(e->flags & BS_RING_GOES_ON)) {
                command(BS_RING_RECEIVE, 8, l.pair[0], NULL, 0);
            }
        }
        n = waits(at < sizeof all ? SECONDS : 0);
    }
    assert_int_equal(at, sizeof all);
    assert_true(ended);
    end();
}

static void more_completions_than_room_are_all_told(void **state) {
    (void)state;
    lay_with(2 * COMMANDS); /* the least: as many as submissions */
    int64_t told = 0;
    for (int i = 0; i < 2 * COMMANDS; i++) { /* they complete while nobody looks, and each wakes nobody */
        command(BS_RING_POLL, (16 + 8 * i) | BS_RING_KIND_POLL, l.pair[0], NULL, BS_POLLER_READABLE);
        if (l.ring.count == COMMANDS) {
            assert_int_equal(waits(0), 0);
        }
    }
    for (int i = 0; i < COMMANDS; i++) {
        command(BS_RING_SEND, (1024 + 8 * i) | SEND, -1, "x", 1);
    }
    peer_sends("x");
    for (int i = 0; i < 100 && told < 3 * COMMANDS; i++) {
        int n = waits(SECONDS);
        assert_true(n >= 0);
        told += n;
    }
    assert_int_equal(told, 3 * COMMANDS);
    end();
}

static void few_events_at_a_time_lose_none(void **state) {
    (void)lay(state);
    for (int i = 0; i < COMMANDS; i++) {
        command(BS_RING_SEND, (64 + 8 * i) | SEND, -1, "x", 1);
    }
    for (int i = 0; i < COMMANDS; i++) {
        assert_int_equal(bs_poller_wait(l.poller, l.events, 1, SECONDS, 0), 1);
        assert_int_equal(l.events[0].token, (64 + 8 * i) | SEND);
        assert_int_equal(l.ring.sends, 1);
    }
    end();
}

static void refused_submissions_fail_each(void **state) {
    (void)lay(state);
    assert_int_equal(waits(0), 0); /* hears wake-ups from now on */
    for (int i = 0; i < 3; i++) {
        command(BS_RING_SEND, (64 + 8 * i) | SEND, l.pair[0], "x", 1);
    }
    inject_error(SYS_io_uring_enter, ENOMEM, 1000);
    assert_int_equal(waits(SECONDS), 3);
    assert_int_equal(l.ring.sends, 3);
    inject_reset();
    for (int i = 0; i < 3; i++) {
        assert_int_equal(l.events[i].events, -ENOMEM);
        assert_int_equal(l.events[i].token & SEND, SEND);
    }
    char b;
    assert_int_equal(recv(l.pair[1], &b, 1, MSG_DONTWAIT), -1);
    command(BS_RING_SEND, 8 | SEND, l.pair[0], "hello", 5); /* and it goes on */
    assert_int_equal(waits(SECONDS), 0);
    peer_gets("hello");
    end();
}

static void submissions_are_tried_again(void **state) {
    (void)lay(state);
    command(BS_RING_SEND, 8 | SEND, l.pair[0], "hello", 5);
    inject_error(SYS_io_uring_enter, EBUSY, 2);
    assert_int_equal(waits(SECONDS), 0);
    peer_gets("hello");
    command(BS_RING_SEND, 8 | SEND, l.pair[0], "again", 5);
    inject_error(SYS_io_uring_enter, EINTR, 1);
    assert_int_equal(waits(SECONDS), 0);
    peer_gets("again");
    inject_error(SYS_io_uring_enter, EINTR, 1);
    assert_int_equal(waits(SECONDS), 0); /* a wait may end early */
    inject_error(SYS_io_uring_enter, ENXIO, 1);
    assert_int_equal(waits(SECONDS), -ENXIO);
    end();
}

static void wake_ends_a_wait_each_time(void **state) {
    (void)lay(state);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(bs_poller_wake(l.poller), 0);
        assert_int_equal(bs_poller_wake(l.poller), 0);
        assert_int_equal(waits(-1), 0);
        assert_int_equal(waits(0), 0);
    }
    assert_int_equal(waits(1), 0); /* the time passes */
    end();
}

static void *wait_elsewhere(void *result) {
    *(int *)result = waits(0);
    return NULL;
}

static void ring_of_another_thread_is_renewed_without_a_loss(void **state) {
    (void)lay(state);
    command(BS_RING_RECEIVE, 8, l.pair[0], NULL, 0);
    pthread_t other;
    int elsewhere = -1;
    assert_int_equal(pthread_create(&other, NULL, wait_elsewhere, &elsewhere), 0);
    assert_int_equal(pthread_join(other, NULL), 0);
    assert_int_equal(elsewhere, 0);
    peer_sends("hello");
    command(BS_RING_SEND, 16 | SEND, l.pair[0], "x", 1);
    assert_int_equal(waits(0), -EEXIST);
    assert_int_equal(bs_loop_ring_renew(l.poller), 0);
    assert_int_equal(waits(0), 0); /* all requests are gone, and so is the send */
    char b;
    assert_int_equal(recv(l.pair[1], &b, 1, MSG_DONTWAIT), -1);
    command(BS_RING_RECEIVE, 8, l.pair[0], NULL, 0);
    assert_int_equal(waits_for_one(), 1);
    assert_piece(0, 8, "hello");
    assert_int_equal(bs_poller_wake(l.poller), 0);
    assert_int_equal(waits(-1), 0);
    end();
}

static void failures_of_making_one_are_told(void **state) {
    (void)lay(state);
    end();
    static const struct {
        long number;
        int error;
    } faults[] = {{SYS_io_uring_setup, EPERM},     {SYS_io_uring_setup, ENOSYS}, {SYS_io_uring_setup, EINVAL},
                  {SYS_io_uring_register, ENOMEM}, {SYS_mmap, ENOMEM},           {SYS_eventfd2, EMFILE}};
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        inject_reset();
        inject_error(faults[i].number, faults[i].error, 1);
        assert_int_equal(open_ring(COMPLETIONS), -faults[i].error);
    }
    inject_reset();
    assert_true(open_ring(COMPLETIONS) > 0);
    inject_error(SYS_io_uring_setup, EMFILE, 1);
    assert_int_equal(bs_loop_ring_renew(l.poller), -EMFILE);
    command(BS_RING_SEND, 8 | SEND, l.pair[0], "hello", 5);
    assert_int_equal(waits(0), -EEXIST); /* it is still to be renewed */
    assert_int_equal(l.ring.count, 0);   /* what was asked for until then is gone, too */
    assert_int_equal(bs_loop_ring_renew(l.poller), 0);
    assert_int_equal(waits(0), 0);
    assert_int_equal(bs_poller_ctl(l.poller, BS_POLLER_ADD, 0, BS_POLLER_READABLE, 1), -EOPNOTSUPP);
    assert_int_equal(bs_poller_close(l.poller), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(receives_piece_by_piece_until_the_end),
        cmocka_unit_test(a_turn_is_one_system_call),
        cmocka_unit_test(send_that_does_not_send_all_says_what_the_plain_call_would),
        cmocka_unit_test(command_that_was_taken_back_does_nothing),
        cmocka_unit_test(cancel_ends_a_receive_and_a_poll),
        cmocka_unit_test(poll_has_one_event),
        cmocka_unit_test(poll_by_the_edge_tells_what_is_new_once),
        cmocka_unit_test(empty_buffers_end_the_receive_and_lose_nothing),
        cmocka_unit_test(more_completions_than_room_are_all_told),
        cmocka_unit_test(few_events_at_a_time_lose_none),
        cmocka_unit_test(refused_submissions_fail_each),
        cmocka_unit_test(submissions_are_tried_again),
        cmocka_unit_test(wake_ends_a_wait_each_time),
        cmocka_unit_test(ring_of_another_thread_is_renewed_without_a_loss),
        cmocka_unit_test(failures_of_making_one_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
