package io.baresock.bpf;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketKind;
import io.baresock.option.SocketLevelLinux;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Loopback delivers a datagram before sendto(2) returns, so that nothing here has to wait. */
@EnabledOnOs(OS.LINUX)
@DisplayName("G7: steering kit: assembler, reuseport groups, socket filters")
class SteeringIT {

    private static final BpfProgram BY_FIRST_BYTE = byFirstByte(0);

    /** The UDP payload's first byte and a shift, modulo 4. */
    private static BpfProgram byFirstByte(int shift) {
        return new BpfAssembler()
                .loadByte(0)
                .compute(Alu.ADD, shift)
                .compute(Alu.MOD, 4)
                .returnA()
                .assemble();
    }

    private static ReuseportGroup group(int size) throws Exception {
        ReuseportGroup group = new ReuseportGroup(Sockaddr.loopback4(0), 16);
        for (int i = 0; i < size; i++) {
            assertEquals(i, group.add(SocketKind.UDP.open().setNonblocking(true)));
        }
        return group;
    }

    private static void send(Socket from, Sockaddr to, int... firstBytes) throws Exception {
        for (int b : firstBytes) {
            assertEquals(1, from.sendto(ByteBuffer.wrap(new byte[] {(byte) b}), 0, to));
        }
    }

    /** 40 datagrams whose first bytes are 0 to 39. */
    private static void sendForty(ReuseportGroup group) throws Exception {
        try (Socket from = SocketKind.UDP.open()) {
            for (int i = 0; i < 40; i++) {
                send(from, group.address(), i);
            }
        }
    }

    /** How many datagrams each socket has, and that all of them have the right first byte. */
    private static int[] received(ReuseportGroup group, int shift) throws Exception {
        int[] counts = new int[group.size()];
        ByteBuffer b = ByteBuffer.allocate(8);
        for (int i = 0; i < counts.length; i++) {
            while (group.get(i).recv(b.clear(), 0) == 1) {
                assertEquals(i, (b.get(0) + shift) % 4);
                counts[i]++;
            }
        }
        return counts;
    }

    @Test
    void firstByte_steersExactly_andTheProgramIsReplacedLive() throws Exception {
        try (ReuseportGroup group = group(4)) {
            group.attach(BY_FIRST_BYTE);
            sendForty(group);
            assertArrayEquals(new int[] {10, 10, 10, 10}, received(group, 0));
            group.attach(byFirstByte(1));
            sendForty(group);
            assertArrayEquals(new int[] {10, 10, 10, 10}, received(group, 1));
            group.attach(new BpfAssembler().returnConstant(2).assemble());
            sendForty(group);
            int[] counts = new int[4];
            ByteBuffer b = ByteBuffer.allocate(8);
            while (group.get(2).recv(b.clear(), 0) == 1) {
                counts[2]++;
            }
            assertArrayEquals(new int[] {0, 0, 40, 0}, counts);
        }
    }

    @Test
    void detach_givesTheChoiceBackToTheKernel_onceOnly() throws Exception {
        try (ReuseportGroup group = group(4)) {
            group.attach(BY_FIRST_BYTE);
            group.detach();
            sendForty(group); // one sender: the hash chooses one socket for all of them
            int[] counts = new int[4];
            ByteBuffer b = ByteBuffer.allocate(8);
            for (int i = 0; i < 4; i++) {
                while (group.get(i).recv(b.clear(), 0) == 1) {
                    counts[i]++;
                }
            }
            Arrays.sort(counts);
            assertArrayEquals(new int[] {0, 0, 0, 40}, counts);
            assertEquals(
                    ENOENT, assertThrows(ErrnoException.class, group::detach).errno());
        }
    }

    @Test
    void remove_movesTheLastSocketToTheFreeIndex_asTheKernelDoes() throws Exception {
        try (ReuseportGroup group = group(4);
                Socket from = SocketKind.UDP.open()) {
            group.attach(BY_FIRST_BYTE);
            Socket second = group.get(1);
            Socket last = group.get(3);
            assertTrue(group.remove(second));
            assertFalse(group.remove(second));
            assertFalse(second.isOpen());
            assertEquals(1, group.indexOf(last));
            send(from, group.address(), 1, 1, 0, 2, 2, 2);
            assertArrayEquals(new int[] {1, 2, 3}, received(group, 0));
        }
    }

    @Test
    void listeners_areSteeredToo() throws Exception {
        try (ReuseportGroup group = new ReuseportGroup(Sockaddr.loopback4(0), 16)) {
            for (int i = 0; i < 3; i++) {
                group.add(SocketKind.TCP.open().setNonblocking(true));
            }
            group.attach(new BpfAssembler().returnConstant(1).assemble());
            for (int i = 0; i < 5; i++) {
                try (Socket client = SocketKind.TCP.open();
                        Socket none = group.get(0).accept()) {
                    client.connect(group.address());
                    assertEquals(null, none);
                    try (Socket accepted = group.get(1).accept(null, 0, 5_000_000_000L)) {
                        assertNotNull(accepted);
                    }
                }
            }
        }
    }

    @Test
    void incomingCpu_isSetOnEachSocket() throws Exception {
        try (ReuseportGroup group = group(2)) {
            group.preferCpus();
            assertEquals(1, group.get(1).getOption(SocketLevelLinux.SO_INCOMING_CPU));
        }
    }

    @Test
    void ebpf_refusesWhatIsNoProgram() throws Exception {
        try (ReuseportGroup group = group(1);
                Socket s = SocketKind.UDP.open()) {
            // Loading a program takes bpf(2), which is not here: a number that is no descriptor, and one of a socket.
            assertEquals(EBADF, errnoOf(() -> group.attachEbpf(Integer.MAX_VALUE)));
            assertEquals(EBADF, errnoOf(() -> SocketFilter.attachEbpf(s, Integer.MAX_VALUE)));
            assertEquals(EINVAL, errnoOf(() -> group.attachEbpf(s.fd())));
            assertEquals(EINVAL, errnoOf(() -> SocketFilter.attachEbpf(s, s.fd())));
        }
    }

    @Test
    void anEmptyGroup_refusesAProgram() {
        try (ReuseportGroup group = new ReuseportGroup(Sockaddr.loopback4(0), 1)) {
            assertEquals(EINVAL, errnoOf(() -> group.attach(BY_FIRST_BYTE)));
        }
    }

    @Test
    void filter_dropsByFirstByte_untilDetached() throws Exception {
        BpfProgram dropX = new BpfAssembler()
                .loadByte(SocketFilter.UDP_PAYLOAD)
                .jumpIfEqual('x', "drop", "pass")
                .label("pass")
                .returnConstant(-1)
                .label("drop")
                .returnConstant(0)
                .assemble();
        try (Socket to = SocketKind.UDP.open().setNonblocking(true);
                Socket from = SocketKind.UDP.open()) {
            to.bind(Sockaddr.loopback4(0));
            SocketFilter.attach(to, dropX);
            send(from, to.localAddress(), 'a', 'x', 'b', 'x');
            assertEquals("ab", all(to));
            SocketFilter.detach(to);
            send(from, to.localAddress(), 'a', 'x');
            assertEquals("ax", all(to));
            assertEquals(ENOENT, errnoOf(() -> SocketFilter.detach(to)));
        }
    }

    @Test
    void filter_cutsDatagrams() throws Exception {
        try (Socket to = SocketKind.UDP.open().setNonblocking(true);
                Socket from = SocketKind.UDP.open()) {
            to.bind(Sockaddr.loopback4(0));
            int kept = SocketFilter.UDP_PAYLOAD + 2;
            SocketFilter.attach(to, new BpfAssembler().returnConstant(kept).assemble());
            from.sendto(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), 0, to.localAddress());
            assertEquals(2, to.recv(ByteBuffer.allocate(8), 0));
        }
    }

    @Test
    void aLockedFilter_staysAsItIs() throws Exception {
        try (Socket s = SocketKind.UDP.open()) {
            BpfProgram program = new BpfAssembler().returnConstant(-1).assemble();
            SocketFilter.attach(s, program);
            SocketFilter.lock(s);
            assertEquals(EPERM, errnoOf(() -> SocketFilter.attach(s, program)));
            assertEquals(EPERM, errnoOf(() -> SocketFilter.detach(s)));
        }
    }

    @Test
    void aProgramTheKernelRefuses_saysSo() throws Exception {
        try (Socket s = SocketKind.UDP.open()) {
            // A scratch word that was never stored: only the kernel looks for that.
            BpfProgram program = new BpfAssembler().loadScratch(0).returnA().assemble();
            ErrnoException e = assertThrows(ErrnoException.class, () -> SocketFilter.attach(s, program));
            assertEquals(EINVAL, e.errno());
            assertTrue(
                    String.valueOf(e.getMessage()).contains("SO_ATTACH_FILTER, a program of 2 instructions"),
                    e.getMessage());
        }
    }

    @Test
    void aClosedSocket_isSaidToBeClosed() throws Exception {
        Socket s = SocketKind.UDP.open();
        s.close();
        assertThrows(io.baresock.SocketClosedException.class, () -> SocketFilter.attach(s, BY_FIRST_BYTE));
    }

    @Test
    void aFullLengthProgram_isAttached() throws Exception {
        BpfAssembler a = new BpfAssembler();
        for (int i = 1; i < BpfProgram.MAX_LENGTH; i++) {
            a.loadConstant(i);
        }
        BpfProgram program = a.returnConstant(-1).assemble();
        assertEquals(4096, program.length());
        try (Socket s = SocketKind.UDP.open()) {
            int optmem = Integer.parseInt(
                    java.nio.file.Files.readAllLines(java.nio.file.Path.of("/proc/sys/net/core/optmem_max"))
                            .get(0));
            org.junit.jupiter.api.Assumptions.assumeTrue(optmem >= 1 << 16, "optmem_max is " + optmem);
            SocketFilter.attach(s, program);
            SocketFilter.detach(s); // fails if nothing was attached
        }
    }

    private static String all(Socket s) throws Exception {
        StringBuilder text = new StringBuilder();
        ByteBuffer b = ByteBuffer.allocate(8);
        while (s.recv(b.clear(), 0) > 0) {
            text.append((char) b.get(0));
        }
        return text.toString();
    }

    private static int errnoOf(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(ErrnoException.class, call).errno();
    }
}
