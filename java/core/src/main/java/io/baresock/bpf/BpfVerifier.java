package io.baresock.bpf;

import static io.baresock.Bsd.*;

import java.util.HashSet;
import java.util.Set;

/**
 * The kernel's checks of a classic program ({@code bpf_check_classic}). They are made here too, because the kernel only answers EINVAL:
 * known instructions, jumps inside the program, scratch words 0 to 15, no division by a constant zero, no shift by 32 or more, and
 * a return at the end. Only the kernel checks that a scratch word is stored before it is loaded.
 */
final class BpfVerifier {

    private static final Set<Integer> KNOWN = known();
    private static final int WORD_BITS = 32;

    private BpfVerifier() {}

    static void check(long[] program) {
        if (program.length == 0 || program.length > BpfProgram.MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "BPF: a program has 1 to " + BpfProgram.MAX_LENGTH + " instructions, not " + program.length);
        }
        for (int i = 0; i < program.length; i++) {
            String wrong = wrong(program[i], program.length - i - 1);
            if (!wrong.isEmpty()) {
                throw new IllegalArgumentException("BPF: instruction " + i + " of " + program.length + ": " + wrong);
            }
        }
        if ((BpfCode.code(program[program.length - 1]) & BpfCode.CLASS) != BPF_RET) {
            throw new IllegalArgumentException("BPF: the last instruction of " + program.length + " is not a return");
        }
    }

    /** What is wrong with an instruction that {@code rest} others follow; empty if nothing is. */
    private static String wrong(long instruction, int rest) {
        int code = BpfCode.code(instruction);
        int k = BpfCode.k(instruction);
        if (!KNOWN.contains(code)) {
            return "code 0x" + Integer.toHexString(code) + " is unknown";
        }
        int kind = code & BpfCode.CLASS;
        if (kind == BPF_JMP) {
            boolean always = (code & BpfCode.OPERATION) == BPF_JA;
            boolean inside = always
                    ? Integer.compareUnsigned(k, rest) < 0
                    : BpfCode.jt(instruction) < rest && BpfCode.jf(instruction) < rest;
            return inside ? "" : "jumps beyond the end";
        }
        boolean scratch = kind == BPF_ST
                || kind == BPF_STX
                || ((kind == BPF_LD || kind == BPF_LDX) && (code & BpfCode.MODE) == BPF_MEM);
        if (scratch && (k < 0 || k >= BPF_MEMWORDS)) {
            return "scratch word " + k + " does not exist, only 0 to " + (BPF_MEMWORDS - 1);
        }
        if (kind == BPF_ALU && (code & BpfCode.SOURCE) == BPF_K) {
            int operation = code & BpfCode.OPERATION;
            if ((operation == BPF_DIV || operation == BPF_MOD) && k == 0) {
                return "divides by zero";
            }
            if ((operation == BPF_LSH || operation == BPF_RSH) && (k < 0 || k >= WORD_BITS)) {
                return "shifts by " + Integer.toUnsignedString(k);
            }
        }
        return "";
    }

    private static Set<Integer> known() {
        Set<Integer> codes = new HashSet<>();
        int[] operations = {BPF_ADD, BPF_SUB, BPF_MUL, BPF_DIV, BPF_MOD, BPF_AND, BPF_OR, BPF_XOR, BPF_LSH, BPF_RSH};
        for (int operation : operations) {
            codes.add(BPF_ALU | operation | BPF_K);
            codes.add(BPF_ALU | operation | BPF_X);
        }
        for (int operation : new int[] {BPF_JEQ, BPF_JGE, BPF_JGT, BPF_JSET}) {
            codes.add(BPF_JMP | operation | BPF_K);
            codes.add(BPF_JMP | operation | BPF_X);
        }
        for (int size : new int[] {BPF_W, BPF_H, BPF_B}) {
            codes.add(BPF_LD | size | BPF_ABS);
            codes.add(BPF_LD | size | BPF_IND);
        }
        codes.addAll(Set.of(
                BPF_ALU | BPF_NEG,
                BPF_JMP | BPF_JA,
                BPF_LD | BPF_W | BPF_LEN,
                BPF_LDX | BPF_W | BPF_LEN,
                BPF_LDX | BPF_B | BPF_MSH));
        codes.addAll(Set.of(BPF_LD | BPF_IMM, BPF_LDX | BPF_IMM, BPF_LD | BPF_MEM, BPF_LDX | BPF_MEM));
        codes.addAll(Set.of(BPF_ST, BPF_STX, BPF_MISC | BPF_TAX, BPF_MISC | BPF_TXA, BPF_RET | BPF_K, BPF_RET | BPF_A));
        return codes;
    }
}
