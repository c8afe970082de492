package io.baresock.option;

import static io.baresock.Bsd.*;
import static io.baresock.option.TcpInfo.Field.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.SocketKind;
import io.baresock.testkit.Allocations;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
@DisplayName("G9: TCP_INFO and MPTCP_INFO as typed flyweights")
class TcpInfoIT {

    private interface Body {
        void run(Socket client, Socket server) throws Exception;
    }

    private static void connected(SocketKind kind, Body body) throws Exception {
        try (Socket listener = SocketCases.listener(kind);
                Socket client = kind.open()) {
            client.connect(listener.localAddress());
            try (Socket server = listener.accept()) {
                assertNotNull(server);
                body.run(client, server);
            }
        }
    }

    @Test
    void fields_sayWhatHappenedOnTheConnection() throws Exception {
        connected(SocketKind.TCP, (client, server) -> {
            client.setOption(SocketOptions.SO_MAX_PACING_RATE, 10_000_000_000L);
            assertEquals(1000, client.send(ByteBuffer.allocate(1000), 0));
            assertEquals(1000, server.recv(ByteBuffer.allocate(2000), 0));
            TcpInfo in = new TcpInfo().read(server);
            assertEquals(TCP_ESTABLISHED, in.get(STATE));
            assertEquals(1000, in.get(BYTES_RECEIVED));
            assertEquals(1, in.get(DATA_SEGS_IN));
            TcpInfo out = new TcpInfo().read(client);
            assertEquals(1000, out.get(BYTES_SENT));
            assertEquals(0, out.get(BYTES_RETRANS));
            assertEquals(1, out.get(DATA_SEGS_OUT));
            assertEquals(10_000_000_000L, out.get(MAX_PACING_RATE));
            assertEquals(client.getOption(TcpOptions.TCP_MAXSEG).longValue(), out.get(SND_MSS));
            assertTrue(out.get(SND_WSCALE) <= 14 && out.get(RCV_WSCALE) <= 14, out.toString());
            assertTrue(out.toString().contains("bytes_sent 1000"), out.toString());
        });
    }

    @Test
    void aListener_tellsItsBacklog() throws Exception {
        try (Socket listener = SocketKind.TCP.open()) {
            listener.bind(io.baresock.Sockaddr.loopback4(0)).listen(7);
            TcpInfo info = new TcpInfo().read(listener);
            assertEquals(TCP_LISTEN, info.get(STATE));
            assertEquals(7, info.get(SACKED));
        }
    }

    @Test
    void fieldsTheKernelDidNotReturn_areMinusOne() throws Exception {
        TcpInfo info = new TcpInfo();
        for (TcpInfo.Field field : TcpInfo.Field.values()) {
            assertFalse(info.has(field));
            assertEquals(-1, info.get(field));
        }
        try (Socket s = SocketKind.TCP.open()) {
            info.read(s);
            assertTrue(info.length() >= 192, "shorter than that of Linux 4.10: " + info.length());
            assertTrue(info.has(SNDBUF_LIMITED));
            assertEquals(info.length() >= 280, info.has(ACCECN_OPT_SEEN));
        }
    }

    @Test
    void aReadThatFails_leavesNothing() throws Exception {
        TcpInfo info = new TcpInfo();
        try (Socket tcp = SocketKind.TCP.open();
                Socket udp = SocketKind.UDP.open()) {
            info.read(tcp);
            assertEquals(
                    EOPNOTSUPP,
                    assertThrows(ErrnoException.class, () -> info.read(udp)).errno());
            assertEquals(0, info.length());
        }
    }

    @Test
    void reading_allocatesNothing() throws Exception {
        connected(SocketKind.TCP, (client, server) -> {
            TcpInfo info = new TcpInfo();
            long[] sum = new long[1];
            long thread = Thread.currentThread().getId();
            long least = Allocations.leastBytes(
                    thread, 5000, 4999, () -> sum[0] += info.read(client).get(RTT));
            assertTrue(sum[0] > 0);
            assertTrue(least < 5000, least + " bytes in 5000 reads"); // not one byte a read
        });
    }

    @Test
    void multipathTcp_hasItsOwn() throws Exception {
        connected(SocketKind.MPTCP, (client, server) -> {
            assertEquals(10, client.send(ByteBuffer.allocate(10), 0));
            assertEquals(10, server.recv(ByteBuffer.allocate(20), 0));
            MptcpInfo info = new MptcpInfo().read(client);
            assertTrue(info.has(MptcpInfo.Field.RCV_NXT));
            assertTrue(info.get(MptcpInfo.Field.TOKEN) != 0);
            if (info.has(MptcpInfo.Field.BYTES_SENT)) {
                assertEquals(10, info.get(MptcpInfo.Field.BYTES_SENT));
            }
            assertTrue(client.getOption(TcpOptions.TCP_IS_MPTCP));
        });
    }
}
