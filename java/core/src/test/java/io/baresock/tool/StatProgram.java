package io.baresock.tool;

import static io.baresock.Bsd.*;

import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.option.Ipv6Options;
import io.baresock.option.SocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Has sockets of each kind, and prints how this library and ss(8) list them: all, those of this process, and what else is known. */
final class StatProgram {

    private StatProgram() {}

    public static void main(String[] args) throws Exception {
        List<Socket> open = new ArrayList<>();
        Socket listener = add(open, Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.inet("127.0.0.1", 0)));
        listener.listen(5);
        Socket client = add(open, Socket.open(AF_INET, SOCK_STREAM, 0));
        client.connect(listener.localAddress());
        add(open, listener.accept());
        client.send(ByteBuffer.allocate(5));
        Socket six = Socket.open(AF_INET6, SOCK_STREAM, 0).setOption(Ipv6Options.IPV6_V6ONLY, true);
        add(open, six.bind(Sockaddr.inet6("::1", 0)).listen(7));
        Socket waits = add(open, Socket.open(AF_INET, SOCK_STREAM, 0)); // in the backlog
        waits.connect(listener.localAddress());
        Socket full = add(open, Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.inet("127.0.0.1", 0)));
        full.setOption(SocketOptions.SO_RCVBUF, 4096);
        Socket floods = add(open, Socket.open(AF_INET, SOCK_DGRAM, 0));
        floods.connect(full.localAddress());
        for (int i = 0; i < 50; i++) {
            floods.send(ByteBuffer.allocate(1000));
        }
        Socket named = Socket.open(AF_UNIX, SOCK_STREAM, 0).bind(Sockaddr.unixAbstract("stat-test"));
        add(open, named.listen(3));
        open.addAll(List.of(Socket.pair(AF_UNIX, SOCK_DGRAM, 0)));
        open.addAll(List.of(Socket.pair(AF_UNIX, SOCK_SEQPACKET, 0)));
        section("stat", Stat.all());
        section("ss", ss("-tuxan"));
        section("stat PID", Stat.of("" + ProcessHandle.current().pid()));
        section("ss -tim", ss("-tuanim"));
        open.forEach(Socket::close);
    }

    private static Socket add(List<Socket> all, Socket s) {
        all.add(s);
        return s;
    }

    private static void section(String name, String text) {
        System.out.println("== " + name);
        System.out.print(text);
    }

    private static String ss(String options) throws Exception {
        Process p = new ProcessBuilder("ss", "-HO", options)
                .redirectErrorStream(true)
                .start();
        String text = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (p.waitFor() != 0) {
            throw new AssertionError(text);
        }
        return text;
    }
}
