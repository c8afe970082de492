package io.baresock.contract;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.Gso;
import io.baresock.Message;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;

/** A constant that this system lacks is refused by each call that is given it, by its name; nothing reaches the kernel. */
@EnabledOnOs(OS.LINUX)
class AbsentConstantsIT {

    private static void assertRefused(String constant, Map<String, Executable> calls) {
        calls.forEach((call, executable) -> {
            UnsupportedOperationException e =
                    assertThrows(UnsupportedOperationException.class, executable, call + " with " + constant);
            assertTrue(e.getMessage().contains(constant), call + ": " + e.getMessage());
        });
    }

    @Test
    void flagsOfASocket_areChecked() throws Exception {
        ByteBuffer b = ByteBuffer.allocate(8);
        byte[] a = new byte[8];
        SockaddrStorage from = new SockaddrStorage();
        Message m = new Message().add(b);
        try (Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0);
                MessageBatch batch = new MessageBatch(2, 64)) {
            s.bind(Sockaddr.loopback4(0)).setNonblocking(true);
            Sockaddr to = s.localAddress();
            for (int flags : new int[] {MSG_EOF, MSG_EOF | MSG_DONTWAIT | MSG_PEEK}) {
                Map<String, Executable> calls = new TreeMap<>();
                calls.put("send", () -> s.send(b, flags));
                calls.put("send, timed", () -> s.send(b, flags, 1));
                calls.put("send, array", () -> s.send(a, 0, 8, flags));
                calls.put("send, address", () -> s.send(1L, 8, flags));
                calls.put("sendto", () -> s.sendto(b, flags, to));
                calls.put("sendto, timed", () -> s.sendto(b, flags, to, 1));
                calls.put("sendto, address", () -> s.sendto(1L, 8, flags, to));
                calls.put("recv", () -> s.recv(b, flags));
                calls.put("recv, timed", () -> s.recv(b, flags, 1));
                calls.put("recv, array", () -> s.recv(a, 0, 8, flags));
                calls.put("recv, address", () -> s.recv(1L, 8, flags));
                calls.put("recvfrom", () -> s.recvfrom(b, flags, from));
                calls.put("recvfrom, timed", () -> s.recvfrom(b, flags, from, 1));
                calls.put("recvfrom, address", () -> s.recvfrom(1L, 8, flags, from));
                calls.put("sendmsg", () -> s.sendmsg(m, flags));
                calls.put("sendmsg, timed", () -> s.sendmsg(m, flags, 1));
                calls.put("recvmsg", () -> s.recvmsg(m, flags));
                calls.put("recvmsg, timed", () -> s.recvmsg(m, flags, 1));
                calls.put("sendmmsg", () -> s.sendmmsg(batch, flags));
                calls.put("sendmmsg, timed", () -> s.sendmmsg(batch, flags, 1));
                calls.put("recvmmsg", () -> s.recvmmsg(batch, flags));
                calls.put("recvmmsg, timed", () -> s.recvmmsg(batch, flags, 1));
                calls.put("sendmmsg, Gso", () -> s.sendmmsg(batch, new Gso(), flags));
                calls.put("sendSegments", () -> s.sendSegments(new Gso(), b, 4, flags, to));
                calls.put("accept", () -> s.accept(null, flags, 0));
                assertRefused("MSG_EOF", calls);
            }
        }
    }

    @Test
    void numbersOfASocket_areChecked() throws Exception {
        try (Socket s = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            Map<String, Executable> calls = new TreeMap<>();
            calls.put("socket, domain", () -> Socket.open(AF_NDRV, SOCK_STREAM, 0));
            calls.put("socket, type", () -> Socket.open(AF_INET, AF_NDRV, 0));
            calls.put("socket, protocol", () -> Socket.open(AF_INET, SOCK_STREAM, AF_NDRV));
            calls.put("pair, domain", () -> Socket.pair(AF_NDRV, SOCK_STREAM, 0));
            calls.put("pair, type", () -> Socket.pair(AF_UNIX, AF_NDRV, 0));
            calls.put("pair, protocol", () -> Socket.pair(AF_UNIX, SOCK_STREAM, AF_NDRV));
            calls.put("shutdown", () -> s.shutdown(AF_NDRV));
            calls.put("getsockopt, level", () -> s.getsockopt(AF_NDRV, 1));
            calls.put("getsockopt, name", () -> s.getsockopt(SOL_SOCKET, AF_NDRV));
            calls.put("getsockopt, level, address", () -> s.getsockopt(AF_NDRV, 1, 1L, 4));
            calls.put("getsockopt, name, address", () -> s.getsockopt(SOL_SOCKET, AF_NDRV, 1L, 4));
            calls.put("setsockopt, level", () -> s.setsockopt(AF_NDRV, 1, 1));
            calls.put("setsockopt, name", () -> s.setsockopt(SOL_SOCKET, AF_NDRV, 1));
            calls.put("setsockopt, level, address", () -> s.setsockopt(AF_NDRV, 1, 1L, 4));
            calls.put("setsockopt, name, address", () -> s.setsockopt(SOL_SOCKET, AF_NDRV, 1L, 4));
            assertRefused("AF_NDRV", calls);
        }
    }

    @Test
    void numbersOfBsd_areChecked() {
        ByteBuffer b = ByteBuffer.allocate(8);
        int[] value = new int[2];
        Map<String, Executable> calls = new TreeMap<>();
        calls.put("socket", () -> socket(AF_INET, SOCK_STREAM, AF_NDRV));
        calls.put("socketpair", () -> socketpair(AF_UNIX, SOCK_STREAM, AF_NDRV, value));
        calls.put("shutdown", () -> Bsd.shutdown(-1, AF_NDRV));
        calls.put("accept4", () -> accept4(-1, null, AF_NDRV));
        calls.put("getsockopt, level", () -> getsockopt(-1, AF_NDRV, 1, b));
        calls.put("getsockopt, name", () -> getsockopt(-1, SOL_SOCKET, AF_NDRV, b));
        calls.put("getsockopt, level, int", () -> getsockopt(-1, AF_NDRV, 1, value));
        calls.put("getsockopt, level, address", () -> getsockopt(-1, AF_NDRV, 1, 1L, 4));
        calls.put("setsockopt, level", () -> setsockopt(-1, AF_NDRV, 1, b));
        calls.put("setsockopt, level, int", () -> setsockopt(-1, AF_NDRV, 1, 1));
        calls.put("setsockopt, level, address", () -> setsockopt(-1, AF_NDRV, 1, 1L, 4));
        calls.put("fcntl, command", () -> fcntl(-1, AF_NDRV, 0));
        calls.put("fcntl, flags", () -> fcntl(-1, F_SETFL, AF_NDRV));
        calls.put("dup", () -> dup(-1, AF_NDRV));
        calls.put("getprotobynumber", () -> getprotobynumber(AF_NDRV));
        calls.put("inet_pton", () -> inet_pton(AF_NDRV, "::1"));
        calls.put("inet_ntop", () -> inet_ntop(AF_NDRV, new byte[4]));
        calls.put("raw", () -> Sockaddr.raw(AF_NDRV, new byte[4]));
        assertRefused("AF_NDRV", calls);
    }
}
