/*
 * The part of <sys/event.h> of macOS and FreeBSD that bsd/poll_kqueue.c uses, so that it compiles and runs on Linux
 * with fake_kqueue.c. The numbers are those of macOS.
 */
#ifndef BS_TEST_FAKE_SYS_EVENT_H
#define BS_TEST_FAKE_SYS_EVENT_H

#include <stdint.h>
#include <time.h>

struct kevent {
    uintptr_t ident;
    int16_t filter;
    uint16_t flags;
    uint32_t fflags;
    intptr_t data;
    void *udata;
};

#define EVFILT_READ   (-1)
#define EVFILT_WRITE  (-2)
#define EVFILT_USER   (-10)
#define EVFILT_EXCEPT (-15)

#define EV_ADD      0x0001
#define EV_DELETE   0x0002
#define EV_ENABLE   0x0004
#define EV_DISABLE  0x0008
#define EV_CLEAR    0x0020
#define EV_RECEIPT  0x0040
#define EV_DISPATCH 0x0080
#define EV_ERROR    0x4000
#define EV_EOF      0x8000

#define NOTE_LOWAT   0x00000001
#define NOTE_OOB     0x00000002
#define NOTE_TRIGGER 0x01000000

#define EV_SET(kevp, a, b, c, d, e, f)                                                                                 \
    do {                                                                                                               \
        struct kevent *kev_ = (kevp);                                                                                  \
        kev_->ident = (uintptr_t)(a);                                                                                  \
        kev_->filter = (int16_t)(b);                                                                                   \
        kev_->flags = (uint16_t)(c);                                                                                   \
        kev_->fflags = (uint32_t)(d);                                                                                  \
        kev_->data = (intptr_t)(e);                                                                                    \
        kev_->udata = (f);                                                                                             \
    } while (0)

int kqueue(void);
int kevent(int kq, const struct kevent *changes, int nchanges, struct kevent *events, int nevents,
           const struct timespec *timeout);

#endif /* BS_TEST_FAKE_SYS_EVENT_H */
