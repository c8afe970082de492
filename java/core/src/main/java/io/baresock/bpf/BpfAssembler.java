package io.baresock.bpf;

import static io.baresock.Bsd.*;

import io.baresock.internal.Printable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a classic BPF program: each call adds an instruction, and jumps go to named labels. The machine has an accumulator A, an index
 * register X and 16 scratch words, all with 32 bits. Loads from the packet are big-endian; a load beyond the packet's end ends the
 * program with 0. Jumps only go forwards, and conditional ones over at most 255 instructions. Not thread-safe.
 *
 * <pre>{@code
 * BpfProgram dropX = new BpfAssembler()
 *         .loadByte(8)                       // after the UDP header
 *         .jumpIfEqual('x', "drop", "pass")
 *         .label("pass").returnConstant(-1)
 *         .label("drop").returnConstant(0)
 *         .assemble();
 * }</pre>
 *
 * @see <a href="https://docs.kernel.org/networking/filter.html">Documentation/networking/filter.rst</a>
 */
public final class BpfAssembler {

    private static final int REACH = 0xFF;

    private record Line(int code, int k, @Nullable String yes, @Nullable String no) {}

    private final List<Line> lines = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();

    /** An empty program. */
    public BpfAssembler() {}

    /**
     * Names the next instruction.
     *
     * @param name a name that is not used yet
     * @return this
     */
    public BpfAssembler label(String name) {
        if (labels.putIfAbsent(name, lines.size()) != null) {
            throw new IllegalArgumentException("BPF: label " + Printable.of(name) + " exists already");
        }
        return this;
    }

    /**
     * A = 32 bits of the packet.
     *
     * @param offset where
     * @return this
     */
    public BpfAssembler loadWord(int offset) {
        return add(BPF_LD | BPF_W | BPF_ABS, offset);
    }

    /**
     * A = 16 bits of the packet.
     *
     * @param offset where
     * @return this
     */
    public BpfAssembler loadHalf(int offset) {
        return add(BPF_LD | BPF_H | BPF_ABS, offset);
    }

    /**
     * A = 8 bits of the packet.
     *
     * @param offset where; {@code SKF_NET_OFF} or {@code SKF_LL_OFF} may be added
     * @return this
     */
    public BpfAssembler loadByte(int offset) {
        return add(BPF_LD | BPF_B | BPF_ABS, offset);
    }

    /**
     * A = 32 bits of the packet at X + offset.
     *
     * @param offset added to X
     * @return this
     */
    public BpfAssembler loadWordAtX(int offset) {
        return add(BPF_LD | BPF_W | BPF_IND, offset);
    }

    /**
     * A = 16 bits of the packet at X + offset.
     *
     * @param offset added to X
     * @return this
     */
    public BpfAssembler loadHalfAtX(int offset) {
        return add(BPF_LD | BPF_H | BPF_IND, offset);
    }

    /**
     * A = 8 bits of the packet at X + offset.
     *
     * @param offset added to X
     * @return this
     */
    public BpfAssembler loadByteAtX(int offset) {
        return add(BPF_LD | BPF_B | BPF_IND, offset);
    }

    /**
     * A = a fact that is not in the packet.
     *
     * @param what which one
     * @return this
     */
    public BpfAssembler load(Ancillary what) {
        return add(BPF_LD | BPF_W | BPF_ABS, SKF_AD_OFF + what.offset);
    }

    /**
     * A = a number.
     *
     * @param value the number
     * @return this
     */
    public BpfAssembler loadConstant(int value) {
        return add(BPF_LD | BPF_IMM, value);
    }

    /** {@return this; A = the packet's length} */
    public BpfAssembler loadLength() {
        return add(BPF_LD | BPF_W | BPF_LEN, 0);
    }

    /**
     * A = a scratch word.
     *
     * @param word 0 to 15
     * @return this
     */
    public BpfAssembler loadScratch(int word) {
        return add(BPF_LD | BPF_MEM, word);
    }

    /**
     * X = a number.
     *
     * @param value the number
     * @return this
     */
    public BpfAssembler loadXConstant(int value) {
        return add(BPF_LDX | BPF_IMM, value);
    }

    /**
     * X = a scratch word.
     *
     * @param word 0 to 15
     * @return this
     */
    public BpfAssembler loadXScratch(int word) {
        return add(BPF_LDX | BPF_MEM, word);
    }

    /**
     * X = 4 times the lower half of a byte: the length of an IPv4 header from its first byte.
     *
     * @param offset where
     * @return this
     */
    public BpfAssembler loadXHeaderLength(int offset) {
        return add(BPF_LDX | BPF_B | BPF_MSH, offset);
    }

    /**
     * A scratch word = A.
     *
     * @param word 0 to 15
     * @return this
     */
    public BpfAssembler store(int word) {
        return add(BPF_ST, word);
    }

    /**
     * A scratch word = X.
     *
     * @param word 0 to 15
     * @return this
     */
    public BpfAssembler storeX(int word) {
        return add(BPF_STX, word);
    }

    /** {@return this; X = A} */
    public BpfAssembler copyAToX() {
        return add(BPF_MISC | BPF_TAX, 0);
    }

    /** {@return this; A = X} */
    public BpfAssembler copyXToA() {
        return add(BPF_MISC | BPF_TXA, 0);
    }

    /**
     * A = A op value.
     *
     * @param operation what to do
     * @param value the second operand; not 0 for DIV and MOD, below 32 for shifts
     * @return this
     */
    public BpfAssembler compute(Alu operation, int value) {
        return add(BPF_ALU | operation.code | BPF_K, value);
    }

    /**
     * A = A op X. A division by zero ends the program with 0.
     *
     * @param operation what to do
     * @return this
     */
    public BpfAssembler computeWithX(Alu operation) {
        return add(BPF_ALU | operation.code | BPF_X, 0);
    }

    /** {@return this; A = -A} */
    public BpfAssembler negate() {
        return add(BPF_ALU | BPF_NEG, 0);
    }

    /**
     * Continues at a label.
     *
     * @param target a label further down
     * @return this
     */
    public BpfAssembler jump(String target) {
        lines.add(new Line(BPF_JMP | BPF_JA, 0, target, null));
        return this;
    }

    /**
     * A == value?
     *
     * @param value compared with A
     * @param yes the label if so
     * @param no the label if not
     * @return this
     */
    public BpfAssembler jumpIfEqual(int value, String yes, String no) {
        return branch(BPF_JEQ, value, yes, no);
    }

    /**
     * A &gt; value, unsigned?
     *
     * @param value compared with A
     * @param yes the label if so
     * @param no the label if not
     * @return this
     */
    public BpfAssembler jumpIfGreater(int value, String yes, String no) {
        return branch(BPF_JGT, value, yes, no);
    }

    /**
     * A &gt;= value, unsigned?
     *
     * @param value compared with A
     * @param yes the label if so
     * @param no the label if not
     * @return this
     */
    public BpfAssembler jumpIfAtLeast(int value, String yes, String no) {
        return branch(BPF_JGE, value, yes, no);
    }

    /**
     * Does A have any of these bits?
     *
     * @param bits the mask
     * @param yes the label if so
     * @param no the label if not
     * @return this
     */
    public BpfAssembler jumpIfAnySet(int bits, String yes, String no) {
        return branch(BPF_JSET, bits, yes, no);
    }

    /**
     * Ends the program with a number. A filter keeps that many bytes: 0 drops the packet, -1 keeps all of it. A steering program
     * chooses the socket with that index.
     *
     * @param value the result
     * @return this
     */
    public BpfAssembler returnConstant(int value) {
        return add(BPF_RET | BPF_K, value);
    }

    /** {@return this; ends the program with A} */
    public BpfAssembler returnA() {
        return add(BPF_RET | BPF_A, 0);
    }

    /**
     * Checks and makes the program.
     *
     * @return the program
     * @throws IllegalArgumentException if a label is missing or out of reach, or the kernel would refuse the program
     */
    public BpfProgram assemble() {
        long[] program = new long[lines.size()];
        for (int i = 0; i < program.length; i++) {
            Line line = lines.get(i);
            if (line.yes() == null) {
                program[i] = BpfCode.pack(line.code(), 0, 0, line.k());
            } else if (line.no() == null) {
                program[i] = BpfCode.pack(line.code(), 0, 0, distance(i, line.yes(), Integer.MAX_VALUE));
            } else {
                int yes = distance(i, line.yes(), REACH);
                program[i] = BpfCode.pack(line.code(), yes, distance(i, line.no(), REACH), line.k());
            }
        }
        return new BpfProgram(program);
    }

    private BpfAssembler branch(int operation, int k, String yes, String no) {
        lines.add(new Line(BPF_JMP | operation | BPF_K, k, yes, no));
        return this;
    }

    private BpfAssembler add(int code, int k) {
        lines.add(new Line(code, k, null, null));
        return this;
    }

    /** How many instructions lie between a jump and its target. */
    private int distance(int from, String label, int reach) {
        Integer to = labels.get(label);
        if (to == null) {
            throw new IllegalArgumentException(
                    "BPF: instruction " + from + " jumps to " + Printable.of(label) + ", but no such label exists");
        }
        int distance = to - from - 1;
        if (distance < 0 || distance > reach) {
            throw new IllegalArgumentException("BPF: instruction " + from + " jumps to " + Printable.of(label) + " at "
                    + to + (distance < 0 ? ", which is backwards" : ", over more than " + reach + " instructions"));
        }
        return distance;
    }

    @Override
    public String toString() {
        return "BpfAssembler[" + lines.size() + " instructions, labels " + labels.keySet() + "]";
    }
}
