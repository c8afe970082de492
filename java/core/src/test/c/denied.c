/*
 * For DeniedCallsIT: runs a command under a seccomp(2) filter that denies system calls, as container runtimes and service managers do.
 *
 *   denied PROFILE ERRNO COMMAND...
 *
 * Profiles: newer, all calls that came after Linux 2.6.26; docker, what its default profile denies; systemd, its RestrictAddressFamilies= with
 * AF_UNIX, AF_INET and AF_INET6; memfd, one call.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

enum {
    IO_URING_SETUP = 425,
    IO_URING_ENTER = 426,
    IO_URING_REGISTER = 427,
    PIDFD_OPEN = 434,
    CLOSE_RANGE = 436,
    OPENAT2 = 437,
    PIDFD_GETFD = 438,
    EPOLL_PWAIT2 = 441,
    ROOM = 200
};

static const unsigned NEWER[] = {
    SYS_sendmmsg,  SYS_accept4,      SYS_dup3,       SYS_epoll_create1, SYS_eventfd2,      SYS_membarrier,
    SYS_pipe2,     SYS_ppoll,        SYS_pselect6,   SYS_recvmmsg,      SYS_pwritev2,      SYS_bpf,
    SYS_getrandom, SYS_memfd_create, IO_URING_SETUP, IO_URING_ENTER,    IO_URING_REGISTER, PIDFD_OPEN,
    PIDFD_GETFD,   CLOSE_RANGE,      OPENAT2,        EPOLL_PWAIT2,
};

/* Those of https://docs.docker.com/engine/security/seccomp/ that x86_64 has, but for clone, whose flags decide. */
static const unsigned DOCKER[] = {
    IO_URING_SETUP,
    IO_URING_ENTER,
    IO_URING_REGISTER,
    SYS_acct,
    SYS_add_key,
    SYS_bpf,
    SYS_clock_adjtime,
    SYS_clock_settime,
    SYS_delete_module,
    SYS_finit_module,
    SYS_get_mempolicy,
    SYS_init_module,
    SYS_ioperm,
    SYS_iopl,
    SYS_kcmp,
    SYS_kexec_file_load,
    SYS_kexec_load,
    SYS_keyctl,
    SYS_lookup_dcookie,
    SYS_mbind,
    SYS_mount,
    SYS_move_pages,
    SYS_name_to_handle_at,
    SYS_open_by_handle_at,
    SYS_perf_event_open,
    SYS_pivot_root,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_ptrace,
    SYS_quotactl,
    SYS_reboot,
    SYS_request_key,
    SYS_set_mempolicy,
    SYS_setns,
    SYS_settimeofday,
    SYS_swapoff,
    SYS_swapon,
    SYS_sysfs,
    SYS_umount2,
    SYS_unshare,
    SYS_uselib,
    SYS_userfaultfd,
    SYS_ustat,
    PIDFD_GETFD,
};

static const unsigned MEMFD[] = {SYS_memfd_create};

static struct sock_filter program[ROOM];
static unsigned short size;

static void add(struct sock_filter instruction) {
    program[size++] = instruction;
}

static void deny(const unsigned *calls, size_t count, unsigned answer) {
    for (size_t i = 0; i < count; i++) {
        add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, calls[i], 0, 1));
        add((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, answer));
    }
}

/* What socket(2) answers: to those of the families, or to all others. */
static void deny_families(const unsigned *families, size_t count, unsigned these, unsigned others) {
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 1, 0));
    add((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    add((struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])));
    for (size_t i = 0; i < count; i++) {
        add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, families[i], 0, 1));
        add((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, these));
    }
    add((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, others));
}

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* A call that must be denied now; -1 if there is no such profile. */
static long build(const char *profile, unsigned answer) {
    add((struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
    long first = -1;
    if (strcmp(profile, "newer") == 0) {
        deny(NEWER, COUNT(NEWER), answer);
        first = NEWER[0];
    } else if (strcmp(profile, "docker") == 0) {
        const unsigned vsock[] = {AF_VSOCK};
        deny(DOCKER, COUNT(DOCKER), answer);
        deny_families(vsock, COUNT(vsock), answer, SECCOMP_RET_ALLOW);
        first = DOCKER[0];
    } else if (strcmp(profile, "systemd") == 0) {
        const unsigned internet[] = {AF_UNIX, AF_INET, AF_INET6};
        deny_families(internet, COUNT(internet), SECCOMP_RET_ALLOW, answer);
        first = SYS_socket;
    } else if (strcmp(profile, "memfd") == 0) {
        deny(MEMFD, COUNT(MEMFD), answer);
        first = MEMFD[0];
    }
    add((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    return first;
}

int main(int argc, char **argv) {
    if (argc < 4) {
        return 2;
    }
    int error = atoi(argv[2]);
    long first = build(argv[1], SECCOMP_RET_ERRNO | ((unsigned)error & SECCOMP_RET_DATA));
    struct sock_fprog all = {.len = size, .filter = program};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &all) != 0) {
        perror("seccomp");
        return 3;
    }
    if (first < 0 || syscall(first, -1, -1L, 0, 0) != -1 || errno != error) {
        fprintf(stderr, "%s: nothing is denied\n", argv[1]);
        return 4;
    }
    execv(argv[3], argv + 3);
    perror(argv[3]);
    return 5;
}
