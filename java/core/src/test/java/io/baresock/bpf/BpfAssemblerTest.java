package io.baresock.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Row G7: the assembler and its checks. */
@EnabledOnOs(OS.LINUX)
class BpfAssemblerTest {

    private static String refusal(BpfAssembler program) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, program::assemble).getMessage());
    }

    @Test
    void program_isWhatTcpdumpMakesOfIt() {
        // tcpdump -ddd ip: ldh [12]; jeq #0x800, 0, 1; ret #262144; ret #0
        BpfProgram expected = BpfProgram.of(40, 0, 0, 12, 21, 0, 1, 2048, 6, 0, 0, 262_144, 6, 0, 0, 0);
        BpfProgram made = new BpfAssembler()
                .loadHalf(12)
                .jumpIfEqual(0x800, "ip", "other")
                .label("ip")
                .returnConstant(262_144)
                .label("other")
                .returnConstant(0)
                .assemble();
        assertEquals(expected, made);
        assertEquals(expected.hashCode(), made.hashCode());
        assertEquals("0: ldh [12]\n1: jeq #0x800, 2, 3\n2: ret #0x40000\n3: ret #0x0", made.toString());
    }

    @Test
    void everyInstruction_isDisassembled() {
        String text = new BpfAssembler()
                .load(Ancillary.CPU)
                .loadWord(4)
                .loadByte(1)
                .loadWordAtX(2)
                .loadHalfAtX(2)
                .loadByteAtX(2)
                .loadConstant(9)
                .loadLength()
                .store(3)
                .loadScratch(3)
                .loadXConstant(7)
                .storeX(4)
                .loadXScratch(4)
                .loadXHeaderLength(0)
                .copyAToX()
                .copyXToA()
                .compute(Alu.MOD, 4)
                .computeWithX(Alu.XOR)
                .negate()
                .jumpIfGreater(1, "a", "b")
                .label("a")
                .jumpIfAtLeast(1, "b", "c")
                .label("b")
                .jumpIfAnySet(1, "c", "d")
                .label("c")
                .jump("d")
                .label("d")
                .returnA()
                .assemble()
                .toString();
        assertEquals(
                """
                0: ld cpu
                1: ld [4]
                2: ldb [1]
                3: ld [x + 2]
                4: ldh [x + 2]
                5: ldb [x + 2]
                6: ld #0x9
                7: ld len
                8: st M[3]
                9: ld M[3]
                10: ldx #0x7
                11: stx M[4]
                12: ldx M[4]
                13: ldxb 4*([0]&0xf)
                14: tax
                15: txa
                16: mod #0x4
                17: xor x
                18: neg
                19: jgt #0x1, 20, 21
                20: jge #0x1, 21, 22
                21: jset #0x1, 22, 23
                22: jmp 23
                23: ret a""",
                text);
    }

    @Test
    void badPrograms_areRefused_withTheInstructionAndTheReason() {
        assertEquals("BPF: a program has 1 to 4096 instructions, not 0", refusal(new BpfAssembler()));
        BpfAssembler long4097 = new BpfAssembler();
        for (int i = 0; i <= BpfProgram.MAX_LENGTH; i++) {
            long4097.returnConstant(0);
        }
        assertEquals("BPF: a program has 1 to 4096 instructions, not 4097", refusal(long4097));
        assertEquals("BPF: the last instruction of 1 is not a return", refusal(new BpfAssembler().loadByte(0)));
        assertEquals(
                "BPF: instruction 0 jumps to x, but no such label exists",
                refusal(new BpfAssembler().jump("x").returnConstant(0)));
        assertEquals(
                "BPF: instruction 1 jumps to back at 0, which is backwards",
                refusal(new BpfAssembler()
                        .label("back")
                        .loadByte(0)
                        .jump("back")
                        .returnConstant(0)));
        assertEquals(
                "BPF: instruction 0 of 1: jumps beyond the end",
                refusal(new BpfAssembler().jump("end").label("end")));
        assertEquals(
                "BPF: instruction 0 of 2: divides by zero",
                refusal(new BpfAssembler().compute(Alu.DIV, 0).returnA()));
        assertEquals(
                "BPF: instruction 0 of 2: shifts by 32",
                refusal(new BpfAssembler().compute(Alu.LSH, 32).returnA()));
        assertEquals(
                "BPF: instruction 0 of 2: scratch word 16 does not exist, only 0 to 15",
                refusal(new BpfAssembler().store(16).returnA()));
        BpfAssembler far = new BpfAssembler().jumpIfEqual(1, "far", "far");
        for (int i = 0; i < 256; i++) {
            far.loadByte(0);
        }
        assertEquals(
                "BPF: instruction 0 jumps to far at 257, over more than 255 instructions",
                refusal(far.label("far").returnConstant(0)));
    }

    @Test
    void numbers_thatAreNoProgram_areRefused() {
        assertThrows(IllegalArgumentException.class, () -> BpfProgram.of(6, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> BpfProgram.of(6, 256, 0, 0));
        String unknown = String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> BpfProgram.of(0xff, 0, 0, 0, 6, 0, 0, 0))
                        .getMessage());
        assertTrue(unknown.contains("instruction 0 of 2: code 0xff is unknown"), unknown);
        BpfAssembler twice = new BpfAssembler().label("a").returnA();
        assertThrows(IllegalArgumentException.class, () -> twice.label("a"));
    }
}
