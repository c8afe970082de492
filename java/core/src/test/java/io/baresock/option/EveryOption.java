package io.baresock.option;

import static io.baresock.Bsd.*;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.SocketOption;
import io.baresock.internal.Slab;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * Every number of every option's name, on every level, on a socket of every kind, got and set as an int; what answers with anything but
 * "no such option" is got and set in all other forms too. Prints how many kinds, pairs of a level and a number, options that answered,
 * calls that got something, calls that set something, and typed options that were got and set.
 */
final class EveryOption {

    private static final Set<Integer> NOT_THERE = Set.of(-ENOPROTOOPT, -EOPNOTSUPP);
    private static final int[] FILLS = {0, 1, 0xFF};

    private int pairs;
    private int answered;
    private int got;
    private int set;
    private int typedGot;
    private int typedSet;

    private EveryOption() {}

    public static void main(String[] args) throws ErrnoException {
        Set<Integer> levels = EverySocket.numbers("SOL_", "IPPROTO_");
        Set<Integer> numbers = EverySocket.numbers(
                "SO_",
                "IP_",
                "IPV6_",
                "MCAST_",
                "TCP_",
                "TLS_",
                "MPTCP_",
                "UDP_",
                "UDPLITE_",
                "ICMP_",
                "ICMP6_",
                "ICMPV6_",
                "PACKET_",
                "NETLINK_",
                "LOCAL_",
                "ALG_",
                "CAN_",
                "J1939_",
                "TIPC_",
                "XDP_",
                "SCTP_");
        EveryOption e = new EveryOption();
        int kinds = 0;
        for (String[] kind : EverySocket.kinds()) {
            kinds++;
            for (int level : levels) {
                EverySocket.with(kind, fd -> numbers.forEach(n -> e.tryOption(fd, level, n)));
            }
            EverySocket.with(kind, e::tryTyped);
        }
        System.out.println(kinds + " " + e.pairs + " " + e.answered + " " + e.got + " " + e.set + " " + e.typedGot + " "
                + e.typedSet);
    }

    private void tryOption(int fd, int level, int number) {
        pairs++;
        int[] value = new int[1];
        int r = Bsd.getsockopt(fd, level, number, value);
        int s = Bsd.setsockopt(fd, level, number, r >= 0 ? value[0] : 0);
        got += r >= 0 ? 1 : 0;
        set += s >= 0 ? 1 : 0;
        if (!NOT_THERE.contains(r) || !NOT_THERE.contains(s)) {
            answered++;
            for (int size : EverySocket.SIZES) {
                for (int fill : FILLS) {
                    buffers(fd, level, number, size, fill);
                    rawMemory(fd, level, number, size, fill);
                }
            }
            Bsd.getsockopt(fd, SOL_SOCKET, SO_ERROR, value); // what is pending is not told to the next
        }
    }

    private void buffers(int fd, int level, int number, int size, int fill) {
        ByteBuffer b = EverySocket.buffer(fill == 0, size, fill);
        String what = "level " + level + ", option " + number;
        got += Bsd.getsockopt(fd, level, number, b) >= 0 ? 1 : 0;
        EverySocket.check(b, "getsockopt of " + what);
        b = EverySocket.buffer(fill == 0, size, fill);
        set += Bsd.setsockopt(fd, level, number, b) >= 0 ? 1 : 0;
        EverySocket.check(b, "setsockopt of " + what);
    }

    /** Memory that ends where a fault is: the kernel may write as much as a count inside says. */
    private void rawMemory(int fd, int level, int number, int size, int fill) {
        if (size == 0) {
            return;
        }
        Slab slab = new Slab("names", size);
        for (int i = 0; i < size; i++) {
            slab.memory().put(i, (byte) fill);
        }
        set += Bsd.setsockopt(fd, level, number, slab.address(), size) >= 0 ? 1 : 0;
        got += Bsd.getsockopt(fd, level, number, slab.address(), size) >= 0 ? 1 : 0;
        slab.free();
    }

    private void tryTyped(int fd) {
        int mine = Bsd.dup(fd);
        try (Socket s = Socket.adopt(mine)) {
            for (SocketOption<?> option : OptionTables.options()) {
                tryTyped(s, option);
            }
        } catch (ErrnoException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> void tryTyped(Socket s, SocketOption<T> option) {
        try {
            T value = s.getOption(option);
            typedGot++;
            s.setOption(option, value);
            typedSet++;
        } catch (ErrnoException | UnsupportedOperationException | IllegalArgumentException e) {
            // is counted by what it does not count
        }
    }
}
