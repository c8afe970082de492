package io.baresock;

import io.baresock.internal.Abi;

/** Descriptor flags and commands. */
interface FcntlConstants {

    // Commands

    /** Add seals. See fcntl(2). */
    int F_ADD_SEALS = Abi.constant("F_ADD_SEALS");
    /** Duplicate to the lowest free number. See fcntl(2). */
    int F_DUPFD = Abi.constant("F_DUPFD");
    /** F_DUPFD, close-on-exec. See fcntl(2). */
    int F_DUPFD_CLOEXEC = Abi.constant("F_DUPFD_CLOEXEC");
    /** Descriptor flags. See fcntl(2). */
    int F_GETFD = Abi.constant("F_GETFD");
    /** Status flags. See fcntl(2). */
    int F_GETFL = Abi.constant("F_GETFL");
    /** Is SIGPIPE off, macOS. See fcntl(2). */
    int F_GETNOSIGPIPE = Abi.constant("F_GETNOSIGPIPE");
    /** Who receives SIGIO and SIGURG. See fcntl(2). */
    int F_GETOWN = Abi.constant("F_GETOWN");
    /** Capacity of a pipe. See fcntl(2). */
    int F_GETPIPE_SZ = Abi.constant("F_GETPIPE_SZ");
    /** The signal of input readiness. See fcntl(2). */
    int F_GETSIG = Abi.constant("F_GETSIG");
    /** Read the seals. See fcntl(2). */
    int F_GET_SEALS = Abi.constant("F_GET_SEALS");
    /** F_SETOWN_EX: a process group. See fcntl(2). */
    int F_OWNER_PGRP = Abi.constant("F_OWNER_PGRP");
    /** F_SETOWN_EX: a process. See fcntl(2). */
    int F_OWNER_PID = Abi.constant("F_OWNER_PID");
    /** F_SETOWN_EX: a thread. See fcntl(2). */
    int F_OWNER_TID = Abi.constant("F_OWNER_TID");
    /** Set descriptor flags. See fcntl(2). */
    int F_SETFD = Abi.constant("F_SETFD");
    /** Set status flags. See fcntl(2). */
    int F_SETFL = Abi.constant("F_SETFL");
    /** Turn SIGPIPE off, macOS. See fcntl(2). */
    int F_SETNOSIGPIPE = Abi.constant("F_SETNOSIGPIPE");
    /** Set who receives SIGIO and SIGURG. See fcntl(2). */
    int F_SETOWN = Abi.constant("F_SETOWN");
    /** F_SETOWN with a kind of owner. See fcntl(2). */
    int F_SETOWN_EX = Abi.constant("F_SETOWN_EX");
    /** Set the capacity of a pipe. See fcntl(2). */
    int F_SETPIPE_SZ = Abi.constant("F_SETPIPE_SZ");
    /** Set the signal of input readiness. See fcntl(2). */
    int F_SETSIG = Abi.constant("F_SETSIG");

    // Flags

    /** Descriptor flag: close on exec. See fcntl(2), open(2). */
    int FD_CLOEXEC = Abi.constant("FD_CLOEXEC");
    /** Mask of the access mode. See fcntl(2), open(2). */
    int O_ACCMODE = Abi.constant("O_ACCMODE");
    /** Write at the end. See fcntl(2), open(2). */
    int O_APPEND = Abi.constant("O_APPEND");
    /** Signal when ready. See fcntl(2), open(2). */
    int O_ASYNC = Abi.constant("O_ASYNC");
    /** Close on exec. See fcntl(2), open(2). */
    int O_CLOEXEC = Abi.constant("O_CLOEXEC");
    /** Do not block. See fcntl(2), open(2). */
    int O_NONBLOCK = Abi.constant("O_NONBLOCK");
    /** Read only. See fcntl(2), open(2). */
    int O_RDONLY = Abi.constant("O_RDONLY");
    /** Read and write. See fcntl(2), open(2). */
    int O_RDWR = Abi.constant("O_RDWR");
    /** Write only. See fcntl(2), open(2). */
    int O_WRONLY = Abi.constant("O_WRONLY");

    // Flags: splice(2)

    /** The pages are given to the kernel; vmsplice only. See splice(2). */
    int SPLICE_F_GIFT = Abi.constant("SPLICE_F_GIFT");
    /** More data will come. See splice(2). */
    int SPLICE_F_MORE = Abi.constant("SPLICE_F_MORE");
    /** Move pages rather than copy them: a hint. See splice(2). */
    int SPLICE_F_MOVE = Abi.constant("SPLICE_F_MOVE");
    /** Do not block on the pipe. See splice(2). */
    int SPLICE_F_NONBLOCK = Abi.constant("SPLICE_F_NONBLOCK");
}
