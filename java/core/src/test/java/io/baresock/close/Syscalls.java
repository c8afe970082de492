package io.baresock.close;

import java.util.HashMap;
import java.util.Map;

/** The system calls that Baresock sleeps in, by their numbers in {@code /proc/PID/task/TID/syscall}. */
enum Syscalls {
    RECVFROM,
    SENDTO,
    ACCEPT4,
    CONNECT,
    PPOLL,
    SENDMSG,
    RECVMSG,
    READV,
    SENDFILE,
    SPLICE,
    PSELECT6,
    SENDMMSG,
    RECVMMSG,
    EPOLL_WAIT,
    EPOLL_PWAIT2,
    OTHER;

    // <asm/unistd_64.h> of x86_64; <asm-generic/unistd.h>, which aarch64 and riscv64 share, and which has no
    // epoll_wait.
    private static final Map<Integer, Syscalls> NUMBERS =
            System.getProperty("os.arch").equals("amd64")
                    ? numbers(45, 44, 288, 42, 271, 46, 47, 19, 40, 275, 270, 307, 299, 232, 441)
                    : numbers(207, 206, 242, 203, 73, 211, 212, 65, 71, 76, 72, 269, 243, 22, 441);

    private static Map<Integer, Syscalls> numbers(int... inTheOrderAbove) {
        Map<Integer, Syscalls> numbers = new HashMap<>();
        for (int i = 0; i < inTheOrderAbove.length; i++) {
            numbers.put(inTheOrderAbove[i], values()[i]);
        }
        return numbers;
    }

    /** Reads the file's text: "running", or the number and the arguments. */
    static Syscalls of(String text) {
        int space = text.indexOf(' ');
        return space <= 0 ? OTHER : NUMBERS.getOrDefault(Integer.parseInt(text.substring(0, space)), OTHER);
    }
}
