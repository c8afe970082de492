package io.baresock.errqueue;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.ErrorKind;
import io.baresock.ErrorQueue;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.testkit.Netns;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A path with a small MTU behind a router, in network namespaces; row G5. */
@EnabledOnOs(OS.LINUX)
@DisplayName("ErrorQueue and the path MTU: row G5")
class PathMtuIT {

    private static final int MTU = 1300;
    private static final int SIZE = 1400;

    /** Sends what is too large for the path, inside. */
    static final class Sender {
        public static void main(String[] args) throws IOException {
            tooLarge("10.1.0.2", Sockaddr.inet("10.2.0.9", 4000));
            tooLarge("fd01::2", Sockaddr.inet6("fd02::9", 4000));
            System.out.print("told");
        }

        private static void tooLarge(String router, Sockaddr to) throws IOException {
            boolean four = router.indexOf(':') < 0;
            try (Socket s = Socket.open(Fixture.family(router), SOCK_DGRAM, 0);
                    ErrorQueue queue = new ErrorQueue(8, 100)) {
                Fixture.recverr(s);
                if (four) {
                    s.setsockopt(IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DO);
                } else {
                    s.setsockopt(IPPROTO_IPV6, IPV6_MTU_DISCOVER, IPV6_PMTUDISC_DO);
                }
                ByteBuffer data = ByteBuffer.allocateDirect(SIZE);
                assertEquals(SIZE, s.sendto(data, 0, to));
                assertEquals(1, Fixture.drain(s, queue));
                assertEquals(four ? ErrorKind.ICMP : ErrorKind.ICMP6, queue.kind(0));
                assertEquals(EMSGSIZE, queue.errno(0));
                assertEquals(four ? 3 : 2, queue.type(0)); // destination unreachable; packet too big
                assertEquals(four ? 4 : 0, queue.code(0)); // fragmentation needed
                assertEquals(MTU, queue.info(0));
                assertEquals(MTU, queue.mtu(0));
                SockaddrStorage a = new SockaddrStorage();
                assertTrue(queue.offender(0, a));
                assertEquals(Fixture.address(router, 0), a.toSockaddr());
                assertTrue(queue.destination(0, a));
                assertEquals(to, a.toSockaddr());
                assertEquals(100, queue.payload(0).remaining());
                assertTrue(queue.isTruncated(0));

                // Now this host knows the path: it refuses by itself, and says so in both ways.
                ErrnoException e = assertThrows(ErrnoException.class, () -> s.sendto(data.clear(), 0, to));
                assertEquals(EMSGSIZE, e.errno());
                assertEquals(1, Fixture.drain(s, queue));
                assertEquals(ErrorKind.LOCAL, queue.kind(0));
                assertEquals(EMSGSIZE, queue.errno(0));
                assertEquals(MTU, queue.mtu(0));
                assertEquals(0, s.errors(queue));
                assertEquals(1000, s.sendto(data.clear().limit(1000), 0, to)); // the advice helps
            }
        }
    }

    @Test
    void aPacketTooLarge_isTold_byTheRouterFirst_byThisHostThen_withTheMtu() throws Exception {
        try (Netns here = Netns.create();
                Netns router = Netns.create()) {
            here.ip("link", "add", "v0", "type", "veth", "peer", "name", "v1", "netns", router.name());
            here.ip("link", "set", "v0", "up");
            here.ip("addr", "add", "10.1.0.1/24", "dev", "v0");
            here.ip("addr", "add", "fd01::1/64", "dev", "v0", "nodad");
            router.ip("link", "set", "v1", "up");
            router.ip("addr", "add", "10.1.0.2/24", "dev", "v1");
            router.ip("addr", "add", "fd01::2/64", "dev", "v1", "nodad");
            here.ip("route", "add", "default", "via", "10.1.0.2");
            here.ip("-6", "route", "add", "default", "via", "fd01::2");

            router.ip("link", "add", "w0", "mtu", "" + MTU, "type", "veth", "peer", "name", "w1");
            router.ip("link", "set", "w0", "up");
            router.ip("link", "set", "w1", "up");
            router.ip("addr", "add", "10.2.0.1/24", "dev", "w0");
            router.ip("addr", "add", "fd02::1/64", "dev", "w0", "nodad");
            String forward = "echo 1 > /proc/sys/net/ipv4/ip_forward; echo 1 > /proc/sys/net/ipv6/conf/all/forwarding";
            router.run(List.of("sh", "-c", forward));
            assertEquals("told", here.java(Sender.class));
        }
    }
}
