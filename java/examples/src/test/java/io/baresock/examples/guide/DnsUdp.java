package io.baresock.examples.guide;

import static io.baresock.Bsd.*;

import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.option.IpOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.xbill.DNS.Message;
import org.xbill.DNS.io.UdpIoClient;

/** Asks one question of dnsjava, on a socket and a port of its own. */
public class DnsUdp implements UdpIoClient {
    private final Executor threads;

    DnsUdp(Executor threads) {
        this.threads = threads;
    }

    @Override
    public CompletableFuture<byte[]> sendAndReceiveUdp(
            InetSocketAddress local, InetSocketAddress server, Message query, byte[] data, int max, Duration timeout) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        threads.execute(() -> {
            Sockaddr to = Sockaddr.of(server);
            try (Socket socket = Socket.open(to.family(), SOCK_DGRAM, 0)) {
                if (to.family() == AF_INET) { // a forged ICMP error cannot make it send fragments
                    socket.setOption(IpOptions.IP_MTU_DISCOVER, IP_PMTUDISC_OMIT);
                }
                socket.connect(to); // so a refused port is an error at once
                socket.send(data);
                byte[] b = new byte[max];
                int n = socket.recv(b, timeout);
                if (n == Socket.WOULD_BLOCK) {
                    throw new SocketTimeoutException("no answer from " + to);
                }
                answer.complete(Arrays.copyOf(b, n));
            } catch (IOException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }
}
