package io.baresock.option;

import static io.baresock.Bsd.*;

import io.baresock.Baresock;
import io.baresock.Bsd;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntConsumer;

/** For programs that try every name: a socket of each kind that this kernel opens, the numbers, and memory to put them in. */
final class EverySocket {

    static final int[] SIZES = {0, 1, 4, 8, 12, 16, 40, 64, 256, 4096};

    private static final int SENTINEL = 0x5A;
    private static final int BEHIND = 16;

    private static final String[][] KINDS = {
        {"AF_INET", "SOCK_STREAM", "0"},
        {"AF_INET", "SOCK_STREAM", "IPPROTO_MPTCP"},
        {"AF_INET", "SOCK_DGRAM", "0"},
        {"AF_INET", "SOCK_DGRAM", "IPPROTO_UDPLITE"},
        {"AF_INET", "SOCK_RAW", "IPPROTO_ICMP"},
        {"AF_INET6", "SOCK_STREAM", "0"},
        {"AF_INET6", "SOCK_DGRAM", "0"},
        {"AF_INET6", "SOCK_RAW", "IPPROTO_ICMPV6"},
        {"AF_UNIX", "SOCK_STREAM", "0"},
        {"AF_UNIX", "SOCK_DGRAM", "0"},
        {"AF_UNIX", "SOCK_SEQPACKET", "0"},
        {"AF_NETLINK", "SOCK_RAW", "NETLINK_ROUTE"},
        {"AF_PACKET", "SOCK_RAW", "0"},
        {"AF_PACKET", "SOCK_DGRAM", "0"},
        {"AF_VSOCK", "SOCK_STREAM", "0"},
        {"AF_VSOCK", "SOCK_DGRAM", "0"},
        {"AF_ALG", "SOCK_SEQPACKET", "0"},
        {"AF_CAN", "SOCK_RAW", "CAN_RAW"},
        {"AF_TIPC", "SOCK_RDM", "0"},
        {"AF_XDP", "SOCK_RAW", "0"},
        {"AF_QIPCRTR", "SOCK_DGRAM", "0"},
    };

    private EverySocket() {}

    private static int number(String word) {
        return word.equals("0") ? 0 : Baresock.hasConstant(word) ? Baresock.constant(word) : -1;
    }

    private static int open(String[] kind) {
        return Bsd.socket(number(kind[0]), number(kind[1]), number(kind[2]));
    }

    /** Those that can be opened here. */
    static List<String[]> kinds() {
        List<String[]> opened = new ArrayList<>();
        for (String[] kind : KINDS) {
            int fd = open(kind);
            if (fd >= 0) {
                Bsd.close(fd);
                opened.add(kind);
            }
        }
        return opened;
    }

    /** With a fresh socket, not blocking. */
    static void with(String[] kind, IntConsumer use) {
        int fd = open(kind);
        if (fd < 0) {
            throw new IllegalStateException(String.join(" ", kind) + ": " + fd);
        }
        Bsd.fcntl(fd, F_SETFL, O_NONBLOCK);
        use.accept(fd);
        Bsd.close(fd);
    }

    /** The different numbers of all constants whose names begin with one of these. */
    static Set<Integer> numbers(String... prefixes) {
        Set<Integer> numbers = new TreeSet<>();
        for (String name : names(prefixes)) {
            numbers.add(Baresock.constant(name));
        }
        return numbers;
    }

    static List<String> names(String... prefixes) {
        List<String> names = new ArrayList<>();
        for (String name : Baresock.constants().keySet()) {
            for (String prefix : prefixes) {
                if (name.startsWith(prefix)) {
                    names.add(name);
                    break;
                }
            }
        }
        names.sort(null);
        return names;
    }

    private static final byte[] SENTINELS = "Z".repeat(BEHIND).getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    /** So many bytes to be read and written; what lies behind them is not. */
    static ByteBuffer buffer(boolean direct, int size, int fill) {
        ByteBuffer b = direct ? ByteBuffer.allocateDirect(size + BEHIND) : ByteBuffer.allocate(size + BEHIND);
        while (b.position() < size) {
            b.put((byte) fill);
        }
        return b.put(SENTINELS).position(0).limit(size).order(java.nio.ByteOrder.nativeOrder());
    }

    /** Throws if something was written behind it. */
    static void check(ByteBuffer b, String what) {
        int size = b.capacity() - BEHIND;
        b.clear();
        for (int i = size; i < b.capacity(); i++) {
            if (b.get(i) != SENTINEL) {
                throw new IllegalStateException(
                        String.format(Locale.ROOT, "%s wrote behind a buffer of %d bytes", what, size));
            }
        }
    }
}
