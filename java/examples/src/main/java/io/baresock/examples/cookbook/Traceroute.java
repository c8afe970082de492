package io.baresock.examples.cookbook;

import static io.baresock.Bsd.*;

import io.baresock.Errno;
import io.baresock.ErrnoException;
import io.baresock.ErrorQueue;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.option.IpOptions;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Prints the routers on the way to a host. The error queue says who sent each ICMP error. It needs no privilege. usage: Traceroute ADDRESS [SECONDS] */
public class Traceroute {
    private static final int TIME_EXCEEDED = 11; // type of ICMP; 3 is "unreachable"
    private static final int FIRST_PORT = 33_434;

    public static void main(String[] args) throws ErrnoException {
        Duration patience = Duration.ofSeconds(args.length > 1 ? Long.parseLong(args[1]) : 2); // for each router
        SockaddrStorage router = new SockaddrStorage();
        try (Socket socket = Socket.open(AF_INET, SOCK_DGRAM, 0);
                ErrorQueue queue = new ErrorQueue(8, 64)) {
            socket.setOption(IpOptions.IP_RECVERR, true);
            for (int hops = 1; hops <= 30; hops++) {
                socket.setOption(IpOptions.IP_TTL, hops);
                socket.sendto(ByteBuffer.allocate(8), Sockaddr.inet(args[0], FIRST_PORT + hops));
                socket.poll(0, patience); // an error ends the wait, whatever it waits for
                if (socket.errors(queue) == 0) {
                    System.out.println(hops + " *");
                    continue;
                }
                String from = queue.offender(0, router) ? router.toSockaddr().toString() : "this host";
                System.out.println(hops + " " + from + " " + Errno.name(queue.errno(0)));
                if (queue.type(0) != TIME_EXCEEDED) {
                    return; // "port unreachable" comes from the host itself
                }
            }
        }
    }
}
