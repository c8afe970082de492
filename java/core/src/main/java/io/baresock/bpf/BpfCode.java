package io.baresock.bpf;

import static io.baresock.Bsd.*;

import java.util.Locale;

/** One instruction in a long: its fields and its text. */
final class BpfCode {

    static final int CLASS = 0x07;
    static final int SIZE = 0x18;
    static final int MODE = 0xe0;
    static final int OPERATION = 0xf0;
    static final int SOURCE = 0x08;
    static final int RETURN = 0x18;

    private BpfCode() {}

    static long pack(int code, int jt, int jf, int k) {
        if ((code & ~0xFFFF) != 0 || (jt & ~0xFF) != 0 || (jf & ~0xFF) != 0) {
            throw new IllegalArgumentException(
                    "BPF: code " + code + " has 16 bits, jt " + jt + " and jf " + jf + " have 8");
        }
        return (long) code << 48 | (long) jt << 40 | (long) jf << 32 | Integer.toUnsignedLong(k);
    }

    static int code(long instruction) {
        return (int) (instruction >>> 48);
    }

    static int jt(long instruction) {
        return (int) (instruction >>> 40) & 0xFF;
    }

    static int jf(long instruction) {
        return (int) (instruction >>> 32) & 0xFF;
    }

    static int k(long instruction) {
        return (int) instruction;
    }

    static String text(long instruction, int at) {
        int code = code(instruction);
        int k = k(instruction);
        int kind = code & CLASS;
        if (kind == BPF_LD || kind == BPF_LDX) {
            return load(code, k);
        }
        if (kind == BPF_ST) {
            return "st M[" + k + "]";
        }
        if (kind == BPF_STX) {
            return "stx M[" + k + "]";
        }
        if (kind == BPF_ALU) {
            String operand = (code & SOURCE) == BPF_X ? " x" : " #" + hex(k);
            return (code & OPERATION) == BPF_NEG ? "neg" : operation(code & OPERATION) + operand;
        }
        if (kind == BPF_JMP) {
            return jump(instruction, at);
        }
        if (kind == BPF_RET) {
            return (code & RETURN) == BPF_A ? "ret a" : "ret #" + hex(k);
        }
        return (code & OPERATION) == BPF_TXA ? "txa" : "tax";
    }

    private static String load(int code, int k) {
        int mode = code & MODE;
        String x = (code & CLASS) == BPF_LDX ? "x" : "";
        if (mode == BPF_IMM) {
            return "ld" + x + " #" + hex(k);
        }
        if (mode == BPF_MEM) {
            return "ld" + x + " M[" + k + "]";
        }
        if (mode == BPF_LEN) {
            return "ld" + x + " len";
        }
        if (mode == BPF_MSH) {
            return "ldxb 4*([" + k + "]&0xf)";
        }
        int size = code & SIZE;
        String ld = size == BPF_B ? "ldb" : size == BPF_H ? "ldh" : "ld";
        if (mode == BPF_IND) {
            return ld + " [x + " + k + "]";
        }
        for (Ancillary a : Ancillary.values()) {
            if (k == SKF_AD_OFF + a.offset) {
                return ld + " " + a.name().toLowerCase(Locale.ROOT);
            }
        }
        return ld + " [" + (k < 0 ? hex(k) : Integer.toString(k)) + "]";
    }

    private static String jump(long instruction, int at) {
        int code = code(instruction);
        int operation = code & OPERATION;
        if (operation == BPF_JA) {
            return "jmp " + (at + 1 + k(instruction));
        }
        String name =
                operation == BPF_JEQ ? "jeq" : operation == BPF_JGT ? "jgt" : operation == BPF_JGE ? "jge" : "jset";
        String operand = (code & SOURCE) == BPF_X ? " x" : " #" + hex(k(instruction));
        return name + operand + ", " + (at + 1 + jt(instruction)) + ", " + (at + 1 + jf(instruction));
    }

    private static String operation(int operation) {
        String[] names = {"add", "sub", "mul", "div", "or", "and", "lsh", "rsh", "neg", "mod", "xor"};
        return names[operation >>> 4];
    }

    private static String hex(int k) {
        return "0x" + Integer.toHexString(k);
    }
}
