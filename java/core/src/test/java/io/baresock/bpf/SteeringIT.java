package io.baresock.bpf;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.SocketKind;
import io.baresock.option.SocketOptions;
import io.baresock.option.TcpInfo;
import io.baresock.testkit.Netns;
import io.baresock.testkit.Patience;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
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

    private static long backlog(Socket listener) throws ErrnoException {
        return new TcpInfo().read(listener).get(TcpInfo.Field.SACKED);
    }

    @Test
    void group_withoutABacklog_listensWithSomaxconn() throws Exception {
        try (ReuseportGroup group = new ReuseportGroup(Sockaddr.loopback4(0));
                Socket other = SocketKind.TCP.open().bind(Sockaddr.loopback4(0)).listen(SOMAXCONN)) {
            group.add(SocketKind.TCP.open());
            assertEquals(backlog(other), backlog(group.get(0)));
            assertTrue(backlog(other) > 16);
        }
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
                    try (Socket accepted = group.get(1).accept(null, 0, Patience.NANOS)) {
                        assertNotNull(accepted);
                    }
                }
            }
        }
    }

    private static ReuseportGroup listeners(int size) throws Exception {
        ReuseportGroup group = new ReuseportGroup(Sockaddr.loopback4(0), 64);
        for (int i = 0; i < size; i++) {
            group.add(SocketKind.TCP.open().setNonblocking(true));
        }
        return group;
    }

    /** A SYN's payload is empty: the length is 0, and a load of the first byte ends the program with 0. */
    @Test
    void connections_haveAnEmptyPayload_andAreSteeredByTheIpHeader() throws Exception {
        try (ReuseportGroup group = listeners(4)) {
            for (BpfProgram program : new BpfProgram[] {
                new BpfAssembler().loadLength().returnA().assemble(),
                new BpfAssembler()
                        .loadByte(0)
                        .compute(Alu.ADD, 1)
                        .compute(Alu.MOD, 4)
                        .returnA()
                        .assemble()
            }) {
                group.attach(program);
                for (int i = 0; i < 5; i++) {
                    try (Socket client = SocketKind.TCP.open()) {
                        client.connect(group.address());
                        Steered.accepted(group, 0);
                    }
                }
            }
            group.attach(new BpfAssembler()
                    .loadByte(SKF_NET_OFF + 21)
                    .compute(Alu.MOD, 4)
                    .returnA()
                    .assemble());
            Steered.byPort(group);
        }
    }

    /** With TCP Fast Open a SYN has data, and the program sees it: the first byte behind the TCP header. */
    static final class FastOpen {
        public static void main(String[] args) throws Exception {
            try (ReuseportGroup group = listeners(4)) {
                for (int i = 0; i < 4; i++) {
                    group.get(i).setsockopt(IPPROTO_TCP, TCP_FASTOPEN, 16);
                }
                group.attach(BY_FIRST_BYTE);
                for (int i = 0; i < 12; i++) {
                    try (Socket client = SocketKind.TCP.open()) {
                        ByteBuffer b = ByteBuffer.wrap(new byte[] {(byte) i, 99});
                        assertEquals(2, client.sendto(b, MSG_FASTOPEN, group.address()));
                        Steered.accepted(group, i % 4);
                    }
                }
                System.out.println("steered by the first byte");
            }
        }
    }

    @Test
    void firstByteOfASyn_steersAConnection_withFastOpen() throws Exception {
        try (Netns ns = Netns.create()) {
            List<String> set = List.of("sh", "-c", "echo 0x207 > /proc/sys/net/ipv4/tcp_fastopen"); // without cookies
            assumeTrue(ns.succeeds(set), "net.ipv4.tcp_fastopen cannot be set");
            assertEquals("steered by the first byte", ns.java(FastOpen.class).strip());
        }
    }

    @Test
    void descriptors_areSteered_fromTheFirstPacketOn_whenTheProgramCameBeforeBind() throws Exception {
        int[] fds = new int[4];
        Sockaddr address = Sockaddr.loopback4(0);
        try (Socket from = SocketKind.UDP.open()) {
            for (int i = 0; i < 4; i++) {
                fds[i] = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
                if (i == 0) {
                    assertEquals(-EINVAL, ReuseportGroup.attach(fds[0], BY_FIRST_BYTE)); // no SO_REUSEPORT yet
                }
                assertEquals(0, setsockopt(fds[i], SOL_SOCKET, SO_REUSEPORT, 1));
                if (i == 0) {
                    assertEquals(0, ReuseportGroup.attach(fds[0], BY_FIRST_BYTE));
                }
                assertEquals(0, bind(fds[i], address));
                SockaddrStorage name = new SockaddrStorage();
                assertEquals(0, getsockname(fds[i], name));
                address = name.toSockaddr();
            }
            ByteBuffer b = ByteBuffer.allocate(8);
            for (int i = 39; i >= 0; i--) {
                send(from, address, i);
                assertEquals(1, recv(fds[i % 4], b.clear(), 0));
                assertEquals(i, b.get(0));
            }
            assertEquals(0, ReuseportGroup.detach(fds[3]));
            assertEquals(-ENOENT, ReuseportGroup.detach(fds[3]));
        } finally {
            for (int fd : fds) {
                close(fd);
            }
        }
    }

    @Test
    void sockets_areSteered_whenTheProgramCameBeforeBind() throws Exception {
        try (Socket none = SocketKind.UDP.open();
                Socket first = SocketKind.UDP.open().setNonblocking(true);
                Socket second = SocketKind.UDP.open().setNonblocking(true);
                Socket from = SocketKind.UDP.open()) {
            assertEquals(EINVAL, errnoOf(() -> ReuseportGroup.attach(none, BY_FIRST_BYTE)));
            first.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1);
            ReuseportGroup.attach(first, BY_FIRST_BYTE);
            first.bind(Sockaddr.loopback4(0));
            second.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1);
            second.bind(first.localAddress());
            send(from, first.localAddress(), 1, 0, 1);
            assertEquals("\0", all(first));
            assertEquals("\1\1", all(second));
        }
    }

    @Test
    void descriptorsThatAreNoSockets_giveTheirErrno() throws Exception {
        int[] pipe = new int[2];
        assertEquals(0, pipe(pipe));
        try {
            int[] noSocket = {-1, pipe[0]};
            int[] errnos = {-EBADF, -ENOTSOCK};
            for (int i = 0; i < 2; i++) {
                int fd = noSocket[i];
                assertEquals(errnos[i], SocketFilter.attach(fd, BY_FIRST_BYTE));
                assertEquals(errnos[i], SocketFilter.attachEbpf(fd, 0));
                assertEquals(errnos[i], SocketFilter.detach(fd));
                assertEquals(errnos[i], SocketFilter.lock(fd));
                assertEquals(errnos[i], ReuseportGroup.attach(fd, BY_FIRST_BYTE));
                assertEquals(errnos[i], ReuseportGroup.attachEbpf(fd, 0));
                assertEquals(errnos[i], ReuseportGroup.detach(fd));
            }
        } finally {
            close(pipe[0]);
            close(pipe[1]);
        }
    }

    @Test
    void incomingCpu_isSetOnEachSocket() throws Exception {
        try (ReuseportGroup group = group(2)) {
            group.preferCpus();
            assertEquals(1, group.get(1).getOption(SocketOptions.SO_INCOMING_CPU));
        }
    }

    @Test
    void ebpf_refusesWhatIsNoProgram() throws Exception {
        try (ReuseportGroup group = group(1);
                Socket s = SocketKind.UDP.open()) {
            // A number that is no descriptor, and one of a socket.
            assertEquals(EBADF, errnoOf(() -> group.attachEbpf(Integer.MAX_VALUE)));
            assertEquals(EBADF, errnoOf(() -> SocketFilter.attachEbpf(s, Integer.MAX_VALUE)));
            assertEquals(EINVAL, errnoOf(() -> group.attachEbpf(s.fd())));
            assertEquals(EINVAL, errnoOf(() -> SocketFilter.attachEbpf(s, s.fd())));
        }
    }

    @Test
    void anEmptyGroup_refusesAProgram() {
        try (ReuseportGroup group = new ReuseportGroup(Sockaddr.loopback4(0), 1)) {
            assertThrows(IllegalStateException.class, () -> group.attach(BY_FIRST_BYTE));
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

    /** The same on a bare descriptor, before it is bound: nothing arrives unseen. On Unix sockets the data comes first. */
    @Test
    void filter_ofADescriptor_isThereBeforeBind_andSeesTheDataOfUnixSockets() throws Exception {
        int[] sv = new int[2];
        assertEquals(0, socketpair(AF_UNIX, SOCK_DGRAM, 0, sv));
        BpfProgram keepA = new BpfAssembler()
                .loadByte(0)
                .jumpIfEqual('a', "keep", "drop")
                .label("drop")
                .returnConstant(0)
                .label("keep")
                .returnConstant(-1)
                .assemble();
        assertEquals(0, SocketFilter.attach(sv[1], keepA));
        try (Socket from = Socket.adopt(sv[0]);
                Socket to = Socket.adopt(sv[1]).setNonblocking(true)) {
            for (int c : new int[] {'x', 'a', 'x', 'a'}) {
                from.send(ByteBuffer.wrap(new byte[] {(byte) c}), 0);
            }
            assertEquals("aa", all(to));
            assertEquals(0, SocketFilter.detach(sv[1]));
            assertEquals(-ENOENT, SocketFilter.detach(sv[1]));
            assertEquals(0, SocketFilter.attach(sv[1], keepA));
            assertEquals(0, SocketFilter.lock(sv[1]));
            assertEquals(-EPERM, SocketFilter.attach(sv[1], keepA));
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
            assumeTrue(optmem >= 1 << 16, "optmem_max is " + optmem);
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
