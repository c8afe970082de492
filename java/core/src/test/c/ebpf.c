/*
 * For EbpfIT: loads programs of the extended machine by bpf(2), which Baresock leaves to others. Each function returns a
 * descriptor, or -errno.
 */
#include <errno.h>
#include <jni.h>
#include <linux/bpf.h>
#include <stddef.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define INSN(code_, dst, src, off_, imm_)                                                                              \
    ((struct bpf_insn){.code = (code_), .dst_reg = (dst), .src_reg = (src), .off = (off_), .imm = (imm_)})
#define MOV_REG(dst, src)          INSN(BPF_ALU64 | BPF_MOV | BPF_X, dst, src, 0, 0)
#define MOV_IMM(dst, imm)          INSN(BPF_ALU64 | BPF_MOV | BPF_K, dst, 0, 0, imm)
#define LOAD(size, dst, src, off)  INSN(BPF_LDX | (size) | BPF_MEM, dst, src, off, 0)
#define STORE(size, dst, src, off) INSN(BPF_STX | (size) | BPF_MEM, dst, src, off, 0)
#define EXIT()                     INSN(BPF_JMP | BPF_EXIT, 0, 0, 0, 0)
#define LENGTH(array)              (sizeof(array) / sizeof((array)[0]))

static jint bpf(int command, union bpf_attr *attr) {
    long r = syscall(SYS_bpf, command, attr, sizeof *attr);
    return r < 0 ? -errno : (jint)r;
}

static jint load(enum bpf_prog_type type, const struct bpf_insn *insns, size_t count) {
    union bpf_attr attr;
    memset(&attr, 0, sizeof attr);
    attr.prog_type = type;
    attr.insns = (__u64)(unsigned long)insns;
    attr.insn_cnt = (__u32)count;
    attr.license = (__u64)(unsigned long)"GPL";
    return bpf(BPF_PROG_LOAD, &attr);
}

/* A socket filter: the byte at an offset, modulo a number. */
JNIEXPORT jint JNICALL Java_io_baresock_bpf_Ebpf_loadByteFilter(JNIEnv *env, jclass cls, jint offset, jint modulo) {
    (void)env;
    (void)cls;
    const struct bpf_insn insns[] = {
        MOV_REG(BPF_REG_6, BPF_REG_1),
        INSN(BPF_LD | BPF_ABS | BPF_B, 0, 0, 0, offset),
        INSN(BPF_ALU64 | BPF_MOD | BPF_K, BPF_REG_0, 0, 0, modulo),
        EXIT(),
    };
    return load(BPF_PROG_TYPE_SOCKET_FILTER, insns, LENGTH(insns));
}

/* A socket filter: keeps what has another byte at an offset, drops what has this one. */
JNIEXPORT jint JNICALL Java_io_baresock_bpf_Ebpf_loadDropFilter(JNIEnv *env, jclass cls, jint offset, jint byte) {
    (void)env;
    (void)cls;
    const struct bpf_insn insns[] = {
        MOV_REG(BPF_REG_6, BPF_REG_1),
        INSN(BPF_LD | BPF_ABS | BPF_B, 0, 0, 0, offset),
        MOV_REG(BPF_REG_7, BPF_REG_0),
        MOV_IMM(BPF_REG_0, 0),
        INSN(BPF_JMP | BPF_JEQ | BPF_K, BPF_REG_7, 0, 1, byte),
        MOV_IMM(BPF_REG_0, 65536),
        EXIT(),
    };
    return load(BPF_PROG_TYPE_SOCKET_FILTER, insns, LENGTH(insns));
}

/* An array of sockets, for the program below. */
JNIEXPORT jint JNICALL Java_io_baresock_bpf_Ebpf_socketArray(JNIEnv *env, jclass cls, jint size) {
    (void)env;
    (void)cls;
    union bpf_attr attr;
    memset(&attr, 0, sizeof attr);
    attr.map_type = BPF_MAP_TYPE_REUSEPORT_SOCKARRAY;
    attr.key_size = sizeof(__u32);
    attr.value_size = sizeof(__u64);
    attr.max_entries = (__u32)size;
    return bpf(BPF_MAP_CREATE, &attr);
}

JNIEXPORT jint JNICALL Java_io_baresock_bpf_Ebpf_put(JNIEnv *env, jclass cls, jint map, jint index, jint fd) {
    (void)env;
    (void)cls;
    __u32 key = (__u32)index;
    __u64 value = (__u64)fd;
    union bpf_attr attr;
    memset(&attr, 0, sizeof attr);
    attr.map_fd = (__u32)map;
    attr.key = (__u64)(unsigned long)&key;
    attr.value = (__u64)(unsigned long)&value;
    return bpf(BPF_MAP_UPDATE_ELEM, &attr);
}

/* A reuseport program: the socket of the array at the byte at an offset, modulo a number. Drops what is too short. */
JNIEXPORT jint JNICALL Java_io_baresock_bpf_Ebpf_loadReuseport(JNIEnv *env, jclass cls, jint map, jint offset,
                                                               jint modulo) {
    (void)env;
    (void)cls;
    const struct bpf_insn insns[] = {
        LOAD(BPF_DW, BPF_REG_2, BPF_REG_1, (short)offsetof(struct sk_reuseport_md, data)),
        LOAD(BPF_DW, BPF_REG_3, BPF_REG_1, (short)offsetof(struct sk_reuseport_md, data_end)),
        MOV_REG(BPF_REG_4, BPF_REG_2),
        INSN(BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_4, 0, 0, offset + 1),
        INSN(BPF_JMP | BPF_JGT | BPF_X, BPF_REG_4, BPF_REG_3, 11, 0),
        LOAD(BPF_B, BPF_REG_5, BPF_REG_2, (short)offset),
        INSN(BPF_ALU64 | BPF_MOD | BPF_K, BPF_REG_5, 0, 0, modulo),
        STORE(BPF_W, BPF_REG_10, BPF_REG_5, -4),
        INSN(BPF_LD | BPF_IMM | BPF_DW, BPF_REG_2, BPF_PSEUDO_MAP_FD, 0, map),
        INSN(0, 0, 0, 0, 0),
        MOV_REG(BPF_REG_3, BPF_REG_10),
        INSN(BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_3, 0, 0, -4),
        MOV_IMM(BPF_REG_4, 0),
        INSN(BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_sk_select_reuseport),
        MOV_IMM(BPF_REG_0, SK_PASS),
        EXIT(),
        MOV_IMM(BPF_REG_0, SK_DROP),
        EXIT(),
    };
    return load(BPF_PROG_TYPE_SK_REUSEPORT, insns, LENGTH(insns));
}

JNIEXPORT jint JNICALL Java_io_baresock_bpf_Ebpf_close(JNIEnv *env, jclass cls, jint fd) {
    (void)env;
    (void)cls;
    return close(fd) < 0 ? -errno : 0;
}
