package io.baresock.close;

import java.util.Map;

/** The system calls that Baresock sleeps in, by their numbers in {@code /proc/PID/task/TID/syscall}. */
enum Syscalls {
    RECVFROM,
    SENDTO,
    ACCEPT4,
    CONNECT,
    PPOLL,
    OTHER;

    // <asm/unistd_64.h> of x86_64; <asm-generic/unistd.h>, which aarch64 and riscv64 share.
    private static final Map<Integer, Syscalls> NUMBERS =
            System.getProperty("os.arch").equals("amd64")
                    ? Map.of(44, SENDTO, 45, RECVFROM, 42, CONNECT, 288, ACCEPT4, 271, PPOLL)
                    : Map.of(206, SENDTO, 207, RECVFROM, 203, CONNECT, 242, ACCEPT4, 73, PPOLL);

    /** Reads the file's text: "running", or the number and the arguments. */
    static Syscalls of(String text) {
        int space = text.indexOf(' ');
        return space <= 0 ? OTHER : NUMBERS.getOrDefault(Integer.parseInt(text.substring(0, space)), OTHER);
    }
}
