package io.baresock.net;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The states of {@link Socket} and {@link ServerSocket}, and what each call says in each. */
final class StreamShapes {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(Link.LOOPBACK, 0);

    private StreamShapes() {}

    static Map<String, Shape> all() {
        Map<String, Shape> all = new LinkedHashMap<>();
        all.put("a new socket", StreamShapes::created);
        all.put("a bound socket", StreamShapes::bound);
        all.put("a connection", StreamShapes::connection);
        all.put("an accepted connection", StreamShapes::accepted);
        all.put("a socket that was refused", StreamShapes::refused);
        all.put("a bound socket that was refused", StreamShapes::boundAndRefused);
        all.put("a socket whose connect timed out", StreamShapes::timedOut);
        all.put("a new socket that was closed", StreamShapes::closedNew);
        all.put("a connection that was closed", StreamShapes::closed);
        all.put("a connection with both halves shut", StreamShapes::shut);
        all.put("a connection whose peer has gone", StreamShapes::peerGone);
        all.put("a connection that was reset", StreamShapes::reset);
        all.put("streams: arguments", StreamShapes::arguments);
        all.put("streams: after close", StreamShapes::closedStreams);
        all.put("streams: what InputStream adds", StreamShapes::inheritedReads);
        all.put("wrong arguments", StreamShapes::wrongArguments);
        all.put("a read that times out", StreamShapes::readTimesOut);
        all.put("urgent data", StreamShapes::urgent);
        all.put("a thread that was interrupted before", StreamShapes::interruptedBefore);
        all.put("a new server", StreamShapes::newServer);
        all.put("a server that listens", StreamShapes::listening);
        all.put("a server that was closed", StreamShapes::closedServer);
        all.put("a new server that was closed", StreamShapes::closedNewServer);
        all.put("a server whose port is taken", StreamShapes::takenPort);
        all.put("an accept that times out", StreamShapes::acceptTimesOut);
        return all;
    }

    // ---- what every state is asked ----

    private static void states(Socket s, Told t) {
        t.says("isBound", s::isBound);
        t.says("isConnected", s::isConnected);
        t.says("isClosed", s::isClosed);
        t.says("isInputShutdown", s::isInputShutdown);
        t.says("isOutputShutdown", s::isOutputShutdown);
        t.says("getPort", s::getPort);
        t.says("getLocalPort", s::getLocalPort);
        t.says("getInetAddress", s::getInetAddress);
        t.says("getLocalAddress", s::getLocalAddress);
        t.says("getRemoteSocketAddress", s::getRemoteSocketAddress);
        t.says("getLocalSocketAddress", s::getLocalSocketAddress);
        t.says("getChannel", s::getChannel);
        t.says("toString", s::toString);
    }

    private static void options(Socket s, Told t) {
        t.says("getSoTimeout", s::getSoTimeout);
        t.says("getSoLinger", s::getSoLinger);
        t.says("getTcpNoDelay", s::getTcpNoDelay);
        t.says("getKeepAlive", s::getKeepAlive);
        t.says("getOOBInline", s::getOOBInline);
        t.says("getReuseAddress", s::getReuseAddress);
        t.says("getTrafficClass", s::getTrafficClass);
        t.says("getSendBufferSize > 0", () -> s.getSendBufferSize() > 0);
        t.says("getReceiveBufferSize > 0", () -> s.getReceiveBufferSize() > 0);
        t.does("setSoTimeout", () -> s.setSoTimeout(0));
        t.does("setSoTimeout -1", () -> s.setSoTimeout(-1));
        t.does("setSoLinger on", () -> s.setSoLinger(true, 5));
        t.does("setSoLinger on -1", () -> s.setSoLinger(true, -1));
        t.does("setSoLinger off", () -> s.setSoLinger(false, -7));
        t.does("setTcpNoDelay", () -> s.setTcpNoDelay(true));
        t.does("setKeepAlive", () -> s.setKeepAlive(true));
        t.does("setOOBInline", () -> s.setOOBInline(false));
        t.does("setReuseAddress", () -> s.setReuseAddress(true));
        t.does("setTrafficClass", () -> s.setTrafficClass(8));
        t.does("setTrafficClass 256", () -> s.setTrafficClass(256));
        t.does("setSendBufferSize", () -> s.setSendBufferSize(9000));
        t.does("setSendBufferSize 0", () -> s.setSendBufferSize(0));
        t.does("setReceiveBufferSize", () -> s.setReceiveBufferSize(9000));
        t.does("setReceiveBufferSize -1", () -> s.setReceiveBufferSize(-1));
        t.does("setPerformancePreferences", () -> s.setPerformancePreferences(1, 2, 3));
        s.supportedOptions().stream()
                .sorted(Comparator.comparing(SocketOption::name))
                .filter(o -> o.type() == Boolean.class || o.type() == Integer.class)
                .forEach(o -> {
                    t.says("getOption " + o.name(), () -> s.getOption(o));
                    t.refuses("setOption null " + o.name(), () -> s.setOption(o, null));
                });
        t.says("setOption SO_SNDBUF", () -> s.setOption(StandardSocketOptions.SO_SNDBUF, 9000) == s);
        t.does("setOption null", () -> s.setOption(null, 1));
        t.says("getOption null", () -> s.getOption(null));
    }

    private static void calls(Socket s, Told t) {
        t.says("getInputStream is one object", () -> {
            InputStream first = s.getInputStream();
            return first == s.getInputStream();
        });
        t.says("getOutputStream is one object", () -> {
            OutputStream first = s.getOutputStream();
            return first == s.getOutputStream();
        });
        t.does("shutdownInput", s::shutdownInput);
        t.does("shutdownOutput", s::shutdownOutput);
        t.refuses("sendUrgentData", () -> s.sendUrgentData(1));
        t.does("bind null", () -> s.bind(null));
        t.does("connect null", () -> s.connect(null));
        t.does("connect -1", () -> s.connect(ANY_PORT, -1));
        t.does("connect Unix", () -> s.connect(UnixDomainSocketAddress.of("x")));
        t.does("bind Unix", () -> s.bind(UnixDomainSocketAddress.of("x")));
        t.does("bind unresolved", () -> s.bind(InetSocketAddress.createUnresolved("x.invalid", 1)));
    }

    private static void everything(Socket s, Told t) {
        states(s, t);
        options(s, t);
        calls(s, t);
        states(s, t);
    }

    // ---- states of sockets ----

    private static void created(Case c, Told t) throws Exception {
        try (Socket s = c.maker().socket()) {
            states(s, t);
            options(s, t);
            t.says("getInputStream", s::getInputStream);
            t.says("getOutputStream", s::getOutputStream);
            t.does("shutdownInput", s::shutdownInput);
            t.does("shutdownOutput", s::shutdownOutput);
            t.does("sendUrgentData", () -> s.sendUrgentData(1));
            states(s, t);
        }
    }

    private static void bound(Case c, Told t) throws Exception {
        try (Socket s = c.maker().socket()) {
            s.bind(ANY_PORT);
            t.name(s.getLocalPort(), "LOCAL");
            everything(s, t);
        }
    }

    private static void connection(Case c, Told t) throws Exception {
        try (Link link = Link.connecting(c.maker())) {
            name(link, t);
            everything(link.tested(), t);
        }
    }

    private static void accepted(Case c, Told t) throws Exception {
        try (Link link = Link.accepted(c.maker())) {
            name(link, t);
            everything(link.tested(), t);
        }
    }

    private static void name(Link link, Told t) {
        t.name(link.tested().getLocalPort(), "LOCAL");
        t.name(link.tested().getPort(), "PEER");
    }

    private static int nobody() throws Exception {
        try (ServerSocket gone = new ServerSocket(0, 1, Link.LOOPBACK)) {
            return gone.getLocalPort();
        }
    }

    private static void refused(Case c, Told t) throws Exception {
        try (Socket s = c.maker().socket()) {
            int port = nobody();
            t.name(port, "NOBODY");
            t.refuses("connect", () -> s.connect(new InetSocketAddress(Link.LOOPBACK, port)));
            everything(s, t);
        }
    }

    private static void boundAndRefused(Case c, Told t) throws Exception {
        try (Socket s = c.maker().socket()) {
            int port = nobody();
            s.bind(ANY_PORT);
            t.name(s.getLocalPort(), "LOCAL");
            t.name(port, "NOBODY");
            t.refuses("connect", () -> s.connect(new InetSocketAddress(Link.LOOPBACK, port), 60_000));
            everything(s, t);
        }
    }

    private static void timedOut(Case c, Told t) throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, Link.LOOPBACK)) {
            t.name(full.getLocalPort(), "FULL");
            List<Socket> waiting = new ArrayList<>();
            try {
                Socket last = null;
                for (int i = 0;
                        i < 16 && (last == null || !last.isClosed());
                        i++) { // Linux takes more than the backlog
                    last = c.maker().socket();
                    waiting.add(last);
                    tryConnect(last, full);
                }
                everything(last, t);
            } finally {
                for (Socket s : waiting) {
                    s.close();
                }
            }
        }
    }

    private static void tryConnect(Socket s, ServerSocket to) throws Exception {
        try {
            s.connect(to.getLocalSocketAddress(), 20);
        } catch (SocketTimeoutException e) {
            s.close();
        }
    }

    private static void closedNew(Case c, Told t) throws Exception {
        Socket s = c.maker().socket();
        s.close();
        everything(s, t);
    }

    private static void closed(Case c, Told t) throws Exception {
        try (Link link = Link.connecting(c.maker())) {
            name(link, t);
            link.tested().close();
            everything(link.tested(), t);
            t.does("close", link.tested()::close);
        }
    }

    private static void shut(Case c, Told t) throws Exception {
        try (Link link = Link.connecting(c.maker())) {
            name(link, t);
            InputStream in = link.tested().getInputStream();
            OutputStream out = link.tested().getOutputStream();
            link.peer().getOutputStream().write(new byte[] {1, 2, 3});
            t.says("read", in::read);
            link.tested().shutdownInput();
            t.says("available", in::available);
            t.says("read", in::read);
            t.says("read nothing", () -> in.read(new byte[0]));
            link.tested().shutdownOutput();
            t.refuses("write", () -> out.write(1));
            t.does("write nothing", () -> out.write(new byte[0]));
            t.does("flush", out::flush);
            everything(link.tested(), t);
        }
    }

    private static void peerGone(Case c, Told t) throws Exception {
        try (Link link = Link.connecting(c.maker())) {
            name(link, t);
            InputStream in = link.tested().getInputStream();
            link.peer().getOutputStream().write(new byte[] {1, 2, 3});
            link.peer().close();
            t.says("read", in::read);
            t.says("available", in::available);
            t.says("read 5", () -> in.read(new byte[5]));
            t.says("read", in::read);
            t.says("available", in::available);
            states(link.tested(), t);
            t.does("shutdownInput", link.tested()::shutdownInput);
            t.does("shutdownOutput", link.tested()::shutdownOutput);
            states(link.tested(), t);
        }
    }

    private static void reset(Case c, Told t) throws Exception {
        try (Link link = Link.connecting(c.maker())) {
            name(link, t);
            InputStream in = link.tested().getInputStream();
            OutputStream out = link.tested().getOutputStream();
            link.peer().setSoLinger(true, 0);
            link.peer().close();
            t.says("read", in::read);
            t.says("available", in::available);
            t.says("read nothing", () -> in.read(new byte[0]));
            t.says("read", in::read);
            t.refuses("write", () -> out.write(1));
            everything(link.tested(), t);
            t.says("read", in::read);
            link.tested().close();
            t.says("read", in::read);
            t.says("available", in::available);
        }
    }

    // ---- streams ----

    private static void arguments(Case c, Told t) throws Exception {
        try (Link link = Link.connecting(c.maker())) {
            InputStream in = link.tested().getInputStream();
            OutputStream out = link.tested().getOutputStream();
            wrong(in, out, t);
            t.says("markSupported", in::markSupported);
            t.does("mark", () -> in.mark(5));
            t.does("reset", in::reset);
        }
    }

    private static void wrong(InputStream in, OutputStream out, Told t) {
        byte[] five = new byte[5];
        t.refuses("read null", () -> in.read(null));
        t.refuses("read null, 0, 0", () -> in.read(null, 0, 0));
        t.says("read -1, 1", () -> in.read(five, -1, 1));
        t.says("read 0, -1", () -> in.read(five, 0, -1));
        t.says("read 5, 1", () -> in.read(five, 5, 1));
        t.says("read 5, 0", () -> in.read(five, 5, 0));
        t.says("read 6, 0", () -> in.read(five, 6, 0));
        t.says("read 1, MAX", () -> in.read(five, 1, Integer.MAX_VALUE));
        t.says("skip 0", () -> in.skip(0));
        t.says("skip -1", () -> in.skip(-1));
        t.says("readNBytes 0", () -> in.readNBytes(0));
        t.does("transferTo null", () -> in.transferTo(null));
        t.refuses("write null", () -> out.write(null));
        t.refuses("write null, 0, 0", () -> out.write(null, 0, 0));
        t.does("write -1, 1", () -> out.write(five, -1, 1));
        t.does("write 0, -1", () -> out.write(five, 0, -1));
        t.does("write 5, 1", () -> out.write(five, 5, 1));
        t.does("write 5, 0", () -> out.write(five, 5, 0));
        t.does("write 6, 0", () -> out.write(five, 6, 0));
        t.does("flush", out::flush);
    }

    private static void closedStreams(Case c, Told t) throws Exception {
        try (Link link = Link.accepted(c.maker())) {
            InputStream in = link.tested().getInputStream();
            OutputStream out = link.tested().getOutputStream();
            link.peer().getOutputStream().write(new byte[] {1, 2});
            t.says("read", in::read);
            out.close();
            wrong(in, out, t);
            t.says("read", in::read);
            t.says("available", in::available);
            t.says("skip 1", () -> in.skip(1));
            t.says("readAllBytes", in::readAllBytes);
            t.does("write", () -> out.write(1));
            t.does("close", out::close);
            t.does("close", in::close);
            t.says("peer's read", () -> link.peer().getInputStream().read());
        }
    }

    private static void inheritedReads(Case c, Told t) throws Exception {
        try (Link link = Link.connecting(c.maker())) {
            InputStream in = link.tested().getInputStream();
            link.peer().getOutputStream().write(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
            t.says("readNBytes", () -> in.readNBytes(2));
            t.says("skip", () -> in.skip(2));
            t.does("skipNBytes", () -> in.skipNBytes(1));
            link.peer().shutdownOutput();
            ByteArrayOutputStream rest = new ByteArrayOutputStream();
            t.says("transferTo", () -> in.transferTo(rest));
            t.says("rest", rest::toByteArray);
            t.says("skip at the end", () -> in.skip(3));
            t.does("skipNBytes at the end", () -> in.skipNBytes(1));
            t.says("readAllBytes", in::readAllBytes);
        }
    }

    private static void wrongArguments(Case c, Told t) throws Exception {
        InetAddress none = null;
        try (Socket s = c.maker().socket()) {
            t.does("bind Unix", () -> s.bind(UnixDomainSocketAddress.of("x")));
            t.does("bind unresolved", () -> s.bind(InetSocketAddress.createUnresolved("x.invalid", 1)));
            t.does("connect null", () -> s.connect(null));
            t.does("connect -1", () -> s.connect(ANY_PORT, -1));
            t.does("connect Unix", () -> s.connect(UnixDomainSocketAddress.of("x")));
            t.says("isClosed", s::isClosed);
            t.refuses("connect port 0", () -> s.connect(ANY_PORT));
            t.says("isClosed", s::isClosed);
        }
        try (ServerSocket s = c.maker().server()) {
            t.does("bind Unix", () -> s.bind(UnixDomainSocketAddress.of("x")));
            t.does("bind unresolved", () -> s.bind(InetSocketAddress.createUnresolved("x.invalid", 1)));
            t.does("setSoTimeout", () -> s.setSoTimeout(-1));
            t.does("setReceiveBufferSize", () -> s.setReceiveBufferSize(0));
            t.does("bind", () -> s.bind(new InetSocketAddress(none, 0), -5));
            t.says("isBound", s::isBound);
        }
    }

    private static void readTimesOut(Case c, Told t) throws Exception {
        try (Link link = Link.connecting(c.maker())) {
            Socket s = link.tested();
            InputStream in = s.getInputStream();
            s.setSoTimeout(1);
            t.says("read", in::read);
            t.says("read 5", () -> in.read(new byte[5]));
            t.says("read nothing", () -> in.read(new byte[0]));
            t.says("available", in::available);
            t.says("skip", () -> in.skip(4));
            t.says("readNBytes", () -> in.readNBytes(3));
            s.shutdownInput();
            t.says("read", in::read);
            s.close();
            t.says("getSoTimeout", s::getSoTimeout);
            t.says("read", in::read);
        }
    }

    private static void urgent(Case c, Told t) throws Exception {
        try (Link link = Link.connecting(c.maker())) {
            Socket s = link.tested();
            s.setOOBInline(true);
            t.does("sendUrgentData 300", () -> s.sendUrgentData(300));
            link.peer().sendUrgentData(-1);
            link.peer().sendUrgentData(7);
            link.peer().shutdownOutput();
            t.says("readAllBytes", () -> s.getInputStream().readAllBytes());
            s.shutdownOutput();
            t.refuses("sendUrgentData", () -> s.sendUrgentData(1));
            s.close();
            t.does("sendUrgentData", () -> s.sendUrgentData(1));
        }
    }

    /** What need not wait is done; what must wait ends on a virtual thread. */
    private static void interruptedBefore(Case c, Told t) throws Exception {
        try (Link link = Link.connecting(c.maker())) {
            Socket s = link.tested();
            InputStream in = s.getInputStream();
            link.peer().getOutputStream().write(new byte[] {1, 2});
            interrupted("read", t, in::read);
            interrupted("available", t, in::available);
            interrupted("write", t, () -> {
                s.getOutputStream().write(3);
                return "done";
            });
            t.says("peer's read", () -> link.peer().getInputStream().read());
            interrupted("read", t, in::read);
            s.setSoTimeout(1);
            interrupted("timed read", t, in::read);
            t.says("isClosed", s::isClosed);
        }
        try (ServerSocket s = Link.listening(c.maker())) {
            try (Socket client = new Socket(Link.LOOPBACK, s.getLocalPort())) {
                interrupted("accept", t, () -> {
                    s.accept().close();
                    return "done";
                });
            }
            s.setSoTimeout(1);
            interrupted("timed accept", t, s::accept);
            t.says("isClosed", s::isClosed);
        }
    }

    private static void interrupted(String call, Told t, Case.Body<?> body) {
        Thread.currentThread().interrupt();
        t.says(call, body);
        t.says("interrupted", Thread::interrupted);
    }

    // ---- servers ----

    private static void states(ServerSocket s, Told t) {
        t.says("isBound", s::isBound);
        t.says("isClosed", s::isClosed);
        t.says("getLocalPort", s::getLocalPort);
        t.says("getInetAddress", s::getInetAddress);
        t.says("getLocalSocketAddress", s::getLocalSocketAddress);
        t.says("getChannel", s::getChannel);
        t.says("toString", s::toString);
    }

    private static void options(ServerSocket s, Told t) {
        t.says("getSoTimeout", s::getSoTimeout);
        t.says("getReuseAddress", s::getReuseAddress);
        t.says("getReceiveBufferSize > 0", () -> s.getReceiveBufferSize() > 0);
        t.does("setSoTimeout -1", () -> s.setSoTimeout(-1));
        t.does("setSoTimeout", () -> s.setSoTimeout(1));
        t.does("setReuseAddress", () -> s.setReuseAddress(true));
        t.does("setReceiveBufferSize 0", () -> s.setReceiveBufferSize(0));
        t.does("setReceiveBufferSize", () -> s.setReceiveBufferSize(9000));
        t.does("setPerformancePreferences", () -> s.setPerformancePreferences(1, 2, 3));
        s.supportedOptions().stream()
                .sorted(Comparator.comparing(SocketOption::name))
                .forEach(o -> {
                    t.says("getOption " + o.name(), () -> s.getOption(o));
                    t.refuses("setOption null " + o.name(), () -> s.setOption(o, null));
                });
        t.says("getOption TCP_NODELAY", () -> s.getOption(StandardSocketOptions.TCP_NODELAY));
        t.does("setOption null", () -> s.setOption(null, 1));
        t.says("getOption null", () -> s.getOption(null));
    }

    private static void newServer(Case c, Told t) throws Exception {
        try (ServerSocket s = c.maker().server()) {
            states(s, t);
            options(s, t);
            t.says("accept", s::accept);
            states(s, t);
        }
    }

    private static void listening(Case c, Told t) throws Exception {
        try (ServerSocket s = Link.listening(c.maker())) {
            t.name(s.getLocalPort(), "LOCAL");
            states(s, t);
            options(s, t);
            t.does("bind null", () -> s.bind(null));
            t.does("bind Unix", () -> s.bind(UnixDomainSocketAddress.of("x")));
        }
    }

    private static void closedServer(Case c, Told t) throws Exception {
        ServerSocket s = Link.listening(c.maker());
        t.name(s.getLocalPort(), "LOCAL");
        s.close();
        states(s, t);
        options(s, t);
        t.says("accept", s::accept);
        t.does("bind null", () -> s.bind(null));
        t.does("bind Unix", () -> s.bind(UnixDomainSocketAddress.of("x")));
        t.does("close", s::close);
    }

    private static void closedNewServer(Case c, Told t) throws Exception {
        ServerSocket s = c.maker().server();
        s.close();
        states(s, t);
        options(s, t);
        t.says("accept", s::accept);
        t.does("bind null", () -> s.bind(null));
    }

    private static void takenPort(Case c, Told t) throws Exception {
        try (ServerSocket first = new ServerSocket(0, 1, Link.LOOPBACK);
                ServerSocket s = c.maker().server()) {
            t.refuses("bind", () -> s.bind(first.getLocalSocketAddress()));
            states(s, t);
            t.says("accept", s::accept);
            t.does("bind another", () -> s.bind(ANY_PORT));
            t.says("isBound", s::isBound);
        }
    }

    private static void acceptTimesOut(Case c, Told t) throws Exception {
        try (ServerSocket s = Link.listening(c.maker())) {
            s.setSoTimeout(1);
            t.says("accept", s::accept);
            t.says("getSoTimeout", s::getSoTimeout);
            t.says("isClosed", s::isClosed);
            try (Socket client = new Socket(Link.LOOPBACK, s.getLocalPort())) {
                s.setSoTimeout(60_000);
                try (Socket got = s.accept()) {
                    t.says("getSoTimeout", got::getSoTimeout);
                    t.says("same peer", () -> got.getPort() == client.getLocalPort());
                }
            }
        }
    }
}
