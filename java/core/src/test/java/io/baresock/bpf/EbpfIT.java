package io.baresock.bpf;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketKind;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Real programs of the extended machine, loaded by a C helper and attached by the public API. */
@EnabledOnOs(OS.LINUX)
@DisplayName("G7: eBPF programs that read the packet")
class EbpfIT {

    private static final int UDP_HEADER = 8;

    private int program = -1;
    private int map = -1;

    @AfterEach
    void closeDescriptors() {
        for (int fd : new int[] {program, map}) {
            if (fd >= 0) {
                assertEquals(0, Ebpf.close(fd));
            }
        }
    }

    private static ReuseportGroup udpGroup(int size) throws Exception {
        ReuseportGroup group = new ReuseportGroup(Sockaddr.loopback4(0), 16);
        for (int i = 0; i < size; i++) {
            group.add(SocketKind.UDP.open().setNonblocking(true));
        }
        return group;
    }

    /** 40 datagrams whose first bytes are 0 to 39; how many of them each socket has, each with a first byte that is its own. */
    private static int[] steered(ReuseportGroup group) throws Exception {
        try (Socket from = SocketKind.UDP.open()) {
            for (int i = 0; i < 40; i++) {
                assertEquals(1, from.sendto(ByteBuffer.wrap(new byte[] {(byte) i}), 0, group.address()));
            }
        }
        int[] counts = new int[group.size()];
        ByteBuffer b = ByteBuffer.allocate(8);
        for (int i = 0; i < counts.length; i++) {
            while (group.get(i).recv(b.clear(), 0) == 1) {
                assertEquals(i, b.get(0) % counts.length);
                counts[i]++;
            }
        }
        return counts;
    }

    @Test
    void socketFilterProgram_steersDatagrams_byTheFirstByteOfThePayload() throws Exception {
        program = Ebpf.byteFilter(0, 4);
        try (ReuseportGroup group = udpGroup(4)) {
            group.attachEbpf(program);
            assertArrayEquals(new int[] {10, 10, 10, 10}, steered(group));
            group.detach();
            assertEquals(
                    ENOENT, assertThrows(ErrnoException.class, group::detach).errno());
        }
    }

    @Test
    void reuseportProgram_steersDatagrams_bySockets_andSeesTheHeaderFirst() throws Exception {
        try (ReuseportGroup group = udpGroup(4)) {
            int[] fds = new int[4];
            for (int i = 0; i < fds.length; i++) {
                fds[i] = group.get(i).fd();
            }
            map = Ebpf.array(fds);
            program = Ebpf.reuseport(map, UDP_HEADER, 4);
            group.attachEbpf(program);
            assertArrayEquals(new int[] {10, 10, 10, 10}, steered(group));
        }
    }

    /** The low byte of the source port, the second of the TCP header, which is where a reuseport program's data begins. */
    @Test
    void reuseportProgram_steersConnections_byTheTcpHeader() throws Exception {
        int size = 4;
        try (ReuseportGroup group = new ReuseportGroup(Sockaddr.loopback4(0), 64)) {
            int[] fds = new int[size];
            for (int i = 0; i < size; i++) {
                group.add(SocketKind.TCP.open().setNonblocking(true));
                fds[i] = group.get(i).fd();
            }
            map = Ebpf.array(fds);
            program = Ebpf.reuseport(map, 1, size);
            assertEquals(0, ReuseportGroup.attachEbpf(fds[size - 1], program));
            Steered.byPort(group);
            assertEquals(0, ReuseportGroup.detach(fds[0]));
            assertEquals(-ENOENT, ReuseportGroup.detach(fds[0]));
        }
    }

    @Test
    void filter_dropsByTheFirstByte_ofASocketAndOfADescriptor() throws Exception {
        program = Ebpf.dropFilter(SocketFilter.UDP_PAYLOAD, 'x');
        try (Socket to = SocketKind.UDP.open().setNonblocking(true);
                Socket from = SocketKind.UDP.open()) {
            to.bind(Sockaddr.loopback4(0));
            SocketFilter.attachEbpf(to, program);
            assertEquals("ab", Steered.passed(from, to, "axbx"));
            SocketFilter.detach(to);
            assertEquals("ax", Steered.passed(from, to, "ax"));
            assertEquals(0, SocketFilter.attachEbpf(to.fd(), program));
            assertEquals("b", Steered.passed(from, to, "xb"));
            assertEquals(0, SocketFilter.lock(to.fd()));
            assertEquals(-EPERM, SocketFilter.detach(to.fd()));
        }
    }

    /** The program outlives its own descriptor: the socket has a reference. */
    @Test
    void program_staysAttached_whenItsDescriptorIsClosed() throws Exception {
        program = Ebpf.byteFilter(0, 2);
        try (ReuseportGroup group = udpGroup(2)) {
            group.attachEbpf(program);
            assertEquals(0, Ebpf.close(program));
            program = -1;
            assertArrayEquals(new int[] {20, 20}, steered(group));
        }
    }

    @Test
    void programOfAnotherType_isRefused() throws Exception {
        try (Socket s = SocketKind.UDP.open();
                ReuseportGroup group = udpGroup(1)) {
            map = Ebpf.array(group.get(0).fd());
            program = Ebpf.reuseport(map, UDP_HEADER, 1);
            assertEquals(-EINVAL, SocketFilter.attachEbpf(s.fd(), program));
            ErrnoException e = assertThrows(ErrnoException.class, () -> SocketFilter.attachEbpf(s, program));
            assertEquals(EINVAL, e.errno());
            assertTrue(e.getMessage().endsWith("SO_ATTACH_BPF = " + program), e.getMessage());
            assertEquals(-EINVAL, ReuseportGroup.attachEbpf(s.fd(), map)); // a descriptor of bpf(2), but no program
        }
    }
}
