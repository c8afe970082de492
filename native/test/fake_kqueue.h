/* Faults in the fake kqueue. */
#ifndef BS_TEST_FAKE_KQUEUE_H
#define BS_TEST_FAKE_KQUEUE_H

/* The next times calls of kqueue(2) fail with error. */
void fake_kqueue_refuse_open(int error);
/* The next times calls of kevent(2) that wait fail with error; 0 forgets. */
void fake_kqueue_fail_waits(int error, int times);
/* The next EV_ADD of filter fails with error, in its receipt. */
void fake_kqueue_fail_add(int filter, int error);
/* The next call of kevent(2) with changes makes them and then fails with EINTR. */
void fake_kqueue_interrupt_change(void);
/* How often kevent(2) was called. */
int fake_kqueue_calls(void);
/* How many filters are registered in all kqueues, EVFILT_USER not counted. */
int fake_kqueue_filters(void);

#endif /* BS_TEST_FAKE_KQUEUE_H */
