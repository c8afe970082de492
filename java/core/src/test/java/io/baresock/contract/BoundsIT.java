package io.baresock.contract;

import static io.baresock.Bsd.*;
import static io.baresock.contract.Loopback.ok;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketOption;
import io.baresock.bpf.BpfAssembler;
import io.baresock.bpf.SocketFilter;
import io.baresock.helper.RegularFile;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Options and requests whose length is not what the kernel writes: nothing beyond the caller's buffer is touched. */
class BoundsIT {

    private static final int INSTRUCTION = 8;
    private static final int PROGRAM = 4096; // BPF_MAXINSNS
    private static final byte CANARY = 0x5a;
    private static final int BEHIND = 64 * 1024;

    /** Heap and direct memory whose first bytes are the caller's and the rest is somebody else's. */
    static List<IntFunction<ByteBuffer>> memories() {
        return List.of(
                n -> guarded(ByteBuffer.allocate(n + BEHIND), n),
                n -> guarded(ByteBuffer.allocateDirect(n + BEHIND), n));
    }

    private static ByteBuffer guarded(ByteBuffer b, int limit) {
        while (b.hasRemaining()) {
            b.put(CANARY);
        }
        return b.order(ByteOrder.nativeOrder()).position(0).limit(limit);
    }

    private static void assertUntouchedBehind(ByteBuffer b, int from) {
        ByteBuffer all = b.duplicate().clear();
        for (int i = from; i < all.capacity(); i++) {
            assertEquals(CANARY, all.get(i), "byte " + i);
        }
    }

    private static void filter(Socket s, int instructions) throws ErrnoException {
        BpfAssembler a = new BpfAssembler();
        for (int i = 0; i < instructions; i++) {
            a.returnConstant(0xFFFF);
        }
        SocketFilter.attach(s, a.assemble());
    }

    @ParameterizedTest
    @MethodSource("memories")
    void filterThatCountsInstructions_staysInTheBuffer(IntFunction<ByteBuffer> memory) throws Exception {
        try (Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            filter(s, PROGRAM);
            for (int room : new int[] {1, 4, 7, 8, 4095, PROGRAM, PROGRAM * INSTRUCTION - 1}) {
                ByteBuffer b = memory.apply(room);
                assertEquals(
                        -EINVAL, (int) s.withFd(fd -> getsockopt(fd, SOL_SOCKET, SO_GET_FILTER, b)), room + " bytes");
                assertEquals(0, b.position());
                assertUntouchedBehind(b, 0);
            }
            ByteBuffer b = memory.apply(PROGRAM * INSTRUCTION + 3);
            assertEquals(PROGRAM, (int) s.withFd(fd -> getsockopt(fd, SOL_SOCKET, SO_GET_FILTER, b)));
            assertEquals(PROGRAM * INSTRUCTION, b.position());
            assertUntouchedBehind(b, PROGRAM * INSTRUCTION);
            ByteBuffer none = memory.apply(0);
            assertEquals(PROGRAM, (int) s.withFd(fd -> getsockopt(fd, SOL_SOCKET, SO_GET_FILTER, none)));
            assertUntouchedBehind(none, 0);
        }
    }

    @Test
    void filterReadAsAnInt_isRefused() throws Exception {
        try (Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            filter(s, 4); // 32 bytes, and four instructions are what a length of 4 says
            int[] value = {4711};
            assertEquals(-EINVAL, (int) s.withFd(fd -> getsockopt(fd, SOL_SOCKET, SO_GET_FILTER, value)));
            assertEquals(4711, value[0]);
            assertEquals(
                    EINVAL,
                    assertThrows(ErrnoException.class, () -> s.getsockopt(SOL_SOCKET, SO_GET_FILTER))
                            .errno());
            SocketOption<Integer> option = SocketOption.ofInt("SO_GET_FILTER", SOL_SOCKET, SO_GET_FILTER);
            assertEquals(
                    EINVAL,
                    assertThrows(ErrnoException.class, () -> s.getOption(option))
                            .errno());
        }
    }

    /** An option of a caller's own: as many bytes as it asks for. */
    private static SocketOption<byte[]> bytes(int level, int name, int size) {
        return new SocketOption<>("BYTES", level, name, byte[].class, size) {
            @Override
            protected void encode(byte[] value, ByteBuffer out) {
                out.put(value);
            }

            @Override
            protected byte[] decode(ByteBuffer in) {
                byte[] value = new byte[in.remaining()];
                in.get(value);
                return value;
            }
        };
    }

    @Test
    void optionOfACallersOwn_seesWhatWasWrittenAndNoMore() throws Exception {
        try (Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            filter(s, 100);
            for (int size = 1; size < 100 * INSTRUCTION; size += 37) {
                SocketOption<byte[]> small = bytes(SOL_SOCKET, SO_GET_FILTER, size);
                assertEquals(
                        EINVAL,
                        assertThrows(ErrnoException.class, () -> s.getOption(small))
                                .errno());
            }
            byte[] program = s.getOption(bytes(SOL_SOCKET, SO_GET_FILTER, 1024));
            assertEquals(100 * INSTRUCTION, program.length);
            assertEquals(SOCK_DGRAM, s.getOption(bytes(SOL_SOCKET, SO_TYPE, 1024))[0]);
            assertTrue(bytes(SOL_SOCKET, SO_TYPE, 3).isSupported());
        }
    }

    @ParameterizedTest
    @MethodSource("memories")
    void sourceFilterWithACountInside_staysInTheBuffer(IntFunction<ByteBuffer> memory) throws Exception {
        byte[] group = {(byte) 239, (byte) 255, 1, 2};
        byte[] loopback = {127, 0, 0, 1};
        try (Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            int count = 10; // net.ipv4.igmp_max_msf
            for (int i = 0; i < count; i++) {
                ByteBuffer join =
                        ByteBuffer.allocate(12).put(group).put(loopback).put(new byte[] {10, 0, 0, (byte) i});
                ok(s.withFd(fd -> setsockopt(fd, IPPROTO_IP, IP_ADD_SOURCE_MEMBERSHIP, join.flip())));
            }
            for (int room : IntStream.rangeClosed(0, count + 2).toArray()) {
                ByteBuffer b = memory.apply(16 + 4 * room + 1);
                b.put(0, group).put(4, loopback).putInt(12, Integer.MAX_VALUE);
                int n = s.withFd(fd -> getsockopt(fd, IPPROTO_IP, IP_MSFILTER, b));
                assertEquals(16 + 4 * Math.min(room, count), n);
                assertEquals(count, b.getInt(12));
                assertUntouchedBehind(b, n);
            }
            ByteBuffer b = memory.apply(144 + 128);
            b.putInt(0, if_nametoindex("lo")).putInt(140, -1);
            b.put(8, Sockaddr.inet(group, 0).pack());
            assertTrue(s.withFd(fd -> getsockopt(fd, IPPROTO_IP, MCAST_MSFILTER, b)) > 0);
            assertEquals(count, b.getInt(140));
            assertUntouchedBehind(b, 144 + 128);
        }
    }

    @ParameterizedTest
    @MethodSource("memories")
    void requestWithAnArrayBehindItsStruct_staysInTheBuffer(IntFunction<ByteBuffer> memory, @TempDir Path dir)
            throws Exception {
        int fiemap = 0xC020_660B; // FS_IOC_FIEMAP: _IOWR('f', 11, struct fiemap), of 32 bytes and the extents
        Path file = Files.write(dir.resolve("file"), new byte[64 * 1024]);
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            assertEquals(64 * 1024, open.length());
            int fd = RegularFile.descriptorOf(file.toRealPath().toString());
            for (int room : new int[] {32, 33, 32 + 55, 32 + 56}) {
                ByteBuffer b = memory.apply(room);
                b.putLong(0, 0)
                        .putLong(8, -1)
                        .putInt(16, 1)
                        .putInt(20, 0)
                        .putInt(24, 1000)
                        .putInt(28, 0);
                int r = ioctl(fd, fiemap & 0xFFFF_FFFFL, b);
                assertTrue(r == 0 || r == -EFAULT || r == -EOPNOTSUPP, () -> "errno " + -r);
                assertUntouchedBehind(b, room);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("memories")
    void requestOfUnknownSize_isFaultedWhereTheBufferEnds(IntFunction<ByteBuffer> memory) throws Exception {
        try (Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            int unlisted = 0x8970; // SIOCGIFMAP: struct ifreq, not in the tables
            ByteBuffer b = memory.apply(8);
            b.put(0, new byte[] {'l', 'o', 0, 0, 0, 0, 0, 0});
            assertEquals(-EFAULT, (int) s.withFd(fd -> ioctl(fd, unlisted, b)));
            assertUntouchedBehind(b, 8);
            ByteBuffer whole = memory.apply(40);
            whole.put(0, new byte[40]).put(0, new byte[] {'l', 'o'});
            ok(s.withFd(fd -> ioctl(fd, unlisted, whole)));
            assertUntouchedBehind(whole, 40);
        }
    }

    @Test
    void fcntlThatTakesAStruct_isRefused() throws Exception {
        try (Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            int setlk = 6;
            assertEquals(-EINVAL, (int) s.withFd(fd -> fcntl(fd, setlk, 1)));
            assertEquals(-EINVAL, (int) s.withFd(fd -> fcntl(fd, F_SETOWN_EX, 1)));
        }
    }

    @Test
    void valueThatIsALengthAlone_needsNoMemory() throws Exception {
        try (Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            // Reads nothing of the value; ALG_SET_AEAD_AUTHSIZE is of that kind, which few kernels here have.
            ok(s.withFd(fd -> setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, 0L, 0)));
            assertEquals(-EFAULT, (int) s.withFd(fd -> setsockopt(fd, SOL_SOCKET, SO_RCVBUF, 0L, 4)));
            assertEquals(
                    EFAULT,
                    assertThrows(ErrnoException.class, () -> s.setsockopt(SOL_SOCKET, SO_RCVBUF, 0L, 4))
                            .errno());
            assertThrows(IllegalArgumentException.class, () -> s.setsockopt(SOL_SOCKET, SO_RCVBUF, 0L, -1));
            assertThrows(IllegalArgumentException.class, () -> s.setsockopt(SOL_SOCKET, SO_RCVBUF, -8L, 4));
        }
    }

    @Test
    void argumentOfAnOption_isZeroWhereNobodySetIt() throws Exception {
        try (Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            // The header of IP_MSFILTER as it goes in: a group of zeros is not joined. What another call left there was
            // read before.
            byte[] old = new byte[512];
            Arrays.fill(old, (byte) 1);
            s.withFd(fd -> setsockopt(fd, SOL_SOCKET, 4711, ByteBuffer.wrap(old)));
            ErrnoException e =
                    assertThrows(ErrnoException.class, () -> s.getOption(bytes(IPPROTO_IP, IP_MSFILTER, 512)));
            assertEquals(EINVAL, e.errno()); // not a multicast address
            assertArrayEquals(new byte[] {2, 0, 0, 0}, s.getOption(bytes(SOL_SOCKET, SO_TYPE, 4)));
        }
    }
}
