package io.baresock;

import io.baresock.internal.Abi;

/** Readiness: poll, epoll and kqueue. */
interface PollConstants {

    // poll events

    /** An error is pending. See poll(2). */
    int POLLERR = Abi.constant("POLLERR");
    /** Hung up. See poll(2). */
    int POLLHUP = Abi.constant("POLLHUP");
    /** Readable. See poll(2). */
    int POLLIN = Abi.constant("POLLIN");
    /** Readable except for end of file, FreeBSD. See poll(2). */
    int POLLINIGNEOF = Abi.constant("POLLINIGNEOF");
    /** A SIGPOLL message, unused on Linux. See poll(2). */
    int POLLMSG = Abi.constant("POLLMSG");
    /** The descriptor is not open. See poll(2). */
    int POLLNVAL = Abi.constant("POLLNVAL");
    /** Writable. See poll(2). */
    int POLLOUT = Abi.constant("POLLOUT");
    /** Urgent or exceptional data. See poll(2). */
    int POLLPRI = Abi.constant("POLLPRI");
    /** Priority data readable. See poll(2). */
    int POLLRDBAND = Abi.constant("POLLRDBAND");
    /** The peer shut down its sending side. See poll(2). */
    int POLLRDHUP = Abi.constant("POLLRDHUP");
    /** Readable. See poll(2). */
    int POLLRDNORM = Abi.constant("POLLRDNORM");
    /** Solaris relic. See poll(2). */
    int POLLREMOVE = Abi.constant("POLLREMOVE");
    /** Priority data writable. See poll(2). */
    int POLLWRBAND = Abi.constant("POLLWRBAND");
    /** Writable. See poll(2). */
    int POLLWRNORM = Abi.constant("POLLWRNORM");

    // epoll events and operations

    /** An error is pending. See epoll_ctl(2). */
    int EPOLLERR = Abi.constant("EPOLLERR");
    /** Edge-triggered. See epoll_ctl(2). */
    int EPOLLET = Abi.constant("EPOLLET");
    /** Wake one of the epoll sets, not all. See epoll_ctl(2). */
    int EPOLLEXCLUSIVE = Abi.constant("EPOLLEXCLUSIVE");
    /** Hung up. See epoll_ctl(2). */
    int EPOLLHUP = Abi.constant("EPOLLHUP");
    /** Readable. See epoll_ctl(2). */
    int EPOLLIN = Abi.constant("EPOLLIN");
    /** Unused. See epoll_ctl(2). */
    int EPOLLMSG = Abi.constant("EPOLLMSG");
    /** Report once, then disarm. See epoll_ctl(2). */
    int EPOLLONESHOT = Abi.constant("EPOLLONESHOT");
    /** Writable. See epoll_ctl(2). */
    int EPOLLOUT = Abi.constant("EPOLLOUT");
    /** Urgent or exceptional data. See epoll_ctl(2). */
    int EPOLLPRI = Abi.constant("EPOLLPRI");
    /** Priority data readable. See epoll_ctl(2). */
    int EPOLLRDBAND = Abi.constant("EPOLLRDBAND");
    /** The peer shut down its sending side. See epoll_ctl(2). */
    int EPOLLRDHUP = Abi.constant("EPOLLRDHUP");
    /** Readable. See epoll_ctl(2). */
    int EPOLLRDNORM = Abi.constant("EPOLLRDNORM");
    /** Keep the system awake while the event is pending. See epoll_ctl(2). */
    int EPOLLWAKEUP = Abi.constant("EPOLLWAKEUP");
    /** Priority data writable. See epoll_ctl(2). */
    int EPOLLWRBAND = Abi.constant("EPOLLWRBAND");
    /** Writable. See epoll_ctl(2). */
    int EPOLLWRNORM = Abi.constant("EPOLLWRNORM");
    /** Close on exec. See epoll_ctl(2). */
    int EPOLL_CLOEXEC = Abi.constant("EPOLL_CLOEXEC");
    /** Add a descriptor. See epoll_ctl(2). */
    int EPOLL_CTL_ADD = Abi.constant("EPOLL_CTL_ADD");
    /** Remove a descriptor. See epoll_ctl(2). */
    int EPOLL_CTL_DEL = Abi.constant("EPOLL_CTL_DEL");
    /** Change a descriptor. See epoll_ctl(2). */
    int EPOLL_CTL_MOD = Abi.constant("EPOLL_CTL_MOD");

    // kqueue filters, flags and notes

    /** Exceptional data, macOS. See kqueue(2). */
    int EVFILT_EXCEPT = Abi.constant("EVFILT_EXCEPT");
    /** Readable. See kqueue(2). */
    int EVFILT_READ = Abi.constant("EVFILT_READ");
    /** Timer. See kqueue(2). */
    int EVFILT_TIMER = Abi.constant("EVFILT_TIMER");
    /** Triggered by the program. See kqueue(2). */
    int EVFILT_USER = Abi.constant("EVFILT_USER");
    /** Writable. See kqueue(2). */
    int EVFILT_WRITE = Abi.constant("EVFILT_WRITE");
    /** Add an event. See kqueue(2). */
    int EV_ADD = Abi.constant("EV_ADD");
    /** Edge-triggered. See kqueue(2). */
    int EV_CLEAR = Abi.constant("EV_CLEAR");
    /** Remove an event. See kqueue(2). */
    int EV_DELETE = Abi.constant("EV_DELETE");
    /** Disable an event. See kqueue(2). */
    int EV_DISABLE = Abi.constant("EV_DISABLE");
    /** Disable after delivery. See kqueue(2). */
    int EV_DISPATCH = Abi.constant("EV_DISPATCH");
    /** Enable an event. See kqueue(2). */
    int EV_ENABLE = Abi.constant("EV_ENABLE");
    /** End of file. See kqueue(2). */
    int EV_EOF = Abi.constant("EV_EOF");
    /** An error, in data. See kqueue(2). */
    int EV_ERROR = Abi.constant("EV_ERROR");
    /** Report once, then remove. See kqueue(2). */
    int EV_ONESHOT = Abi.constant("EV_ONESHOT");
    /** Report the result of every change. See kqueue(2). */
    int EV_RECEIPT = Abi.constant("EV_RECEIPT");
    /** Low-water mark of a filter. See kqueue(2). */
    int NOTE_LOWAT = Abi.constant("NOTE_LOWAT");
    /** Trigger EVFILT_USER. See kqueue(2). */
    int NOTE_TRIGGER = Abi.constant("NOTE_TRIGGER");
}
