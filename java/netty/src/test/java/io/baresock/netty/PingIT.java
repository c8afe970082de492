package io.baresock.netty;

import static io.baresock.Bsd.*;
import static io.baresock.netty.Loops.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assumptions.abort;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.testkit.Patience;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** ping(8) over a raw socket on a loop. */
@EnabledOnOs(OS.LINUX)
class PingIT {

    private static final byte ECHO = 8;
    private static final byte ECHO_REPLY = 0;
    private static final short ID = 0x4253;

    private static Socket raw() throws ErrnoException {
        try {
            return Socket.open(AF_INET, SOCK_RAW, IPPROTO_ICMP);
        } catch (ErrnoException e) {
            if (e.errno() != EPERM) {
                throw e;
            }
            return abort("no raw socket without CAP_NET_RAW: " + e.getMessage());
        }
    }

    /** The Internet checksum: RFC 1071. */
    private static short checksum(ByteBuffer b) {
        int sum = 0;
        for (int i = 0; i < b.limit(); i += 2) {
            sum += b.getShort(i) & 0xFFFF;
        }
        sum = (sum >>> 16) + (sum & 0xFFFF);
        return (short) ~(sum + (sum >>> 16));
    }

    private static ByteBuffer echo(short sequence) {
        ByteBuffer b = ByteBuffer.allocateDirect(64);
        b.put(0, ECHO).putShort(4, ID).putShort(6, sequence).putLong(8, sequence * 31L);
        return b.putShort(2, checksum(b));
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void theHostAnswersEachEcho(Loops kind) throws Exception {
        try (Loops.Loop loop = kind.open();
                Socket socket = raw()) {
            BlockingQueue<Short> answers = new LinkedBlockingQueue<>();
            ByteBuffer packet = ByteBuffer.allocateDirect(1500);
            SockaddrStorage from = new SockaddrStorage();
            BaresockHandle h =
                    await(BaresockHandle.register(loop.loop(), socket, Socket.READABLE, new BaresockHandle.Listener() {
                        @Override
                        public void readable(BaresockHandle h) throws Exception {
                            while (h.socket().recvfrom(packet.clear(), 0, from, 0) > 0) {
                                int icmp = (packet.get(0) & 15) * 4; // behind the IP header
                                if (packet.get(icmp) == ECHO_REPLY && packet.getShort(icmp + 4) == ID) {
                                    answers.add(packet.getShort(icmp + 6));
                                }
                            }
                        }
                    }));
            for (short sequence = 1; sequence <= 20; sequence++) {
                h.socket().sendto(echo(sequence), Sockaddr.inet("127.0.0.1", 0));
                Short answer = answers.poll(Patience.SECONDS, TimeUnit.SECONDS);
                assertNotNull(answer, "no answer to " + sequence);
                assertEquals(sequence, answer);
            }
            h.close();
        }
    }
}
