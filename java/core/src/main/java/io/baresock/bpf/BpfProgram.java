package io.baresock.bpf;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.internal.Buffers;
import io.baresock.internal.Memory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A classic BPF program of up to 4096 instructions, made by {@link BpfAssembler} or from numbers. Immutable and thread-safe.
 * The kernel checks it again when it is attached. {@link #toString} disassembles it.
 *
 * @see <a href="https://docs.kernel.org/networking/filter.html">Documentation/networking/filter.rst</a>
 */
public final class BpfProgram {

    /** The most instructions a program may have: {@code BPF_MAXINSNS}. */
    public static final int MAX_LENGTH = 4096;

    private static final int INSTRUCTION = 8; // struct sock_filter: u16 code, u8 jt, u8 jf, u32 k
    private static final int FPROG = 16; // struct sock_fprog of 64-bit systems: u16 len, pointer at 8
    private static final int POINTER_AT = 8;

    private final long[] instructions;
    private final ByteBuffer fprog;
    private final long address;

    BpfProgram(long[] instructions) {
        BpfVerifier.check(instructions);
        this.instructions = instructions;
        fprog = Memory.allocate(FPROG + instructions.length * INSTRUCTION);
        address = Memory.address(fprog);
        fprog.putShort(0, (short) instructions.length).putLong(POINTER_AT, address + FPROG);
        int at = FPROG;
        for (long i : instructions) {
            fprog.putShort(at, (short) BpfCode.code(i))
                    .put(at + 2, (byte) BpfCode.jt(i))
                    .put(at + 3, (byte) BpfCode.jf(i))
                    .putInt(at + 4, BpfCode.k(i));
            at += INSTRUCTION;
        }
    }

    /**
     * Makes a program from numbers, four for each instruction: code, jt, jf, k, as {@code tcpdump -ddd} prints them.
     *
     * @param numbers the instructions
     * @return the program
     * @throws IllegalArgumentException if the program is empty or too long, or the kernel would refuse it
     */
    public static BpfProgram of(int... numbers) {
        if (Buffers.present("BpfProgram", numbers).length % 4 != 0) {
            throw new IllegalArgumentException("BPF: " + numbers.length + " numbers are not four for each instruction");
        }
        long[] instructions = new long[numbers.length / 4];
        for (int i = 0; i < instructions.length; i++) {
            int n = 4 * i;
            instructions[i] = BpfCode.pack(numbers[n], numbers[n + 1], numbers[n + 2], numbers[n + 3]);
        }
        return new BpfProgram(instructions);
    }

    /** {@return the number of instructions, 1 to 4096} */
    public int length() {
        return instructions.length;
    }

    /** Gives the program to the kernel, which copies it during the call. */
    void attach(Socket socket, int level, int option, String label) throws ErrnoException {
        Buffers.present("attach", socket);
        try {
            socket.setsockopt(level, option, address, FPROG);
        } catch (ErrnoException e) {
            if (e instanceof SocketClosedException) {
                throw e;
            }
            throw new ErrnoException(
                    "setsockopt", e.errno(), label + ", a program of " + instructions.length + " instructions");
        } finally {
            Reference.reachabilityFence(fprog);
        }
    }

    /** The same for a descriptor: 0 or a negative errno. */
    int attach(int fd, int level, int option) {
        try {
            return Bsd.setsockopt(fd, level, option, address, FPROG);
        } finally {
            Reference.reachabilityFence(fprog);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BpfProgram p && Arrays.equals(instructions, p.instructions);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(instructions);
    }

    /** Each instruction on a line, in the notation of {@code bpf_asm}; the targets of jumps are numbers. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < instructions.length; i++) {
            s.append(i == 0 ? "" : "\n").append(i).append(": ").append(BpfCode.text(instructions[i], i));
        }
        return s.toString();
    }
}
