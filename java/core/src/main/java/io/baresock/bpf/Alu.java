package io.baresock.bpf;

import io.baresock.Bsd;

/** The operations of {@link BpfAssembler#compute} on A, all unsigned with 32 bits. */
public enum Alu {
    /** A + operand. */
    ADD(Bsd.BPF_ADD),
    /** A - operand. */
    SUB(Bsd.BPF_SUB),
    /** A * operand. */
    MUL(Bsd.BPF_MUL),
    /** A / operand. */
    DIV(Bsd.BPF_DIV),
    /** A % operand; Linux 3.7. */
    MOD(Bsd.BPF_MOD),
    /** A &amp; operand. */
    AND(Bsd.BPF_AND),
    /** A | operand. */
    OR(Bsd.BPF_OR),
    /** A ^ operand; Linux 3.7. */
    XOR(Bsd.BPF_XOR),
    /** A &lt;&lt; operand. */
    LSH(Bsd.BPF_LSH),
    /** A &gt;&gt; operand. */
    RSH(Bsd.BPF_RSH);

    final int code;

    Alu(int code) {
        this.code = code;
    }
}
