/*
 * For DeniedCallsIT: runs a command in which the newer system calls are denied by a seccomp(2) filter, as container runtimes do.
 *
 *   denied ERRNO COMMAND...
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

static const unsigned CALLS[] = {
    SYS_accept4, SYS_dup3, SYS_epoll_create1, SYS_eventfd2, SYS_membarrier, SYS_pipe2, SYS_ppoll, SYS_pselect6, SYS_recvmmsg, SYS_sendmmsg,
    SYS_pwritev2, 425 /* io_uring_setup */, 426, 427, 441 /* epoll_pwait2 */,
};

enum { COUNT = sizeof CALLS / sizeof CALLS[0] };

int main(int argc, char **argv) {
    if (argc < 3) {
        return 2;
    }
    unsigned answer = SECCOMP_RET_ERRNO | ((unsigned)atoi(argv[1]) & SECCOMP_RET_DATA);
    struct sock_filter program[2 * COUNT + 2];
    unsigned short n = 0;
    program[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < COUNT; i++) {
        program[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, CALLS[i], 0, 1);
        program[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, answer);
    }
    program[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    struct sock_fprog all = {.len = n, .filter = program};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &all) != 0) {
        perror("seccomp");
        return 3;
    }
    if (syscall(SYS_sendmmsg, -1, NULL, 0, 0) != -1 || errno != atoi(argv[1])) {
        fprintf(stderr, "nothing is denied\n");
        return 4;
    }
    execv(argv[2], argv + 2);
    perror(argv[2]);
    return 5;
}
