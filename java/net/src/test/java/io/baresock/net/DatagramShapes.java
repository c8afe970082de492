package io.baresock.net;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The states of {@link DatagramSocket}, and what each call says in each. */
final class DatagramShapes {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(Link.LOOPBACK, 0);
    private static final InetSocketAddress UNRESOLVED = InetSocketAddress.createUnresolved("x.invalid", 1);

    private DatagramShapes() {}

    static Map<String, Shape> all() {
        Map<String, Shape> all = new LinkedHashMap<>();
        all.put("a new datagram socket", DatagramShapes::created);
        all.put("a bound datagram socket", DatagramShapes::bound);
        all.put("a connected datagram socket", DatagramShapes::connected);
        all.put("a disconnected datagram socket", DatagramShapes::disconnected);
        all.put("a new datagram socket that was closed", DatagramShapes::closedNew);
        all.put("a bound datagram socket that was closed", DatagramShapes::closedBound);
        all.put("a connected datagram socket that was closed", DatagramShapes::closedConnected);
        all.put("datagrams: wrong arguments", DatagramShapes::wrongArguments);
        all.put("datagrams: packets", DatagramShapes::packets);
        all.put("datagrams: a receive that times out", DatagramShapes::timesOut);
        all.put("datagrams: the filter of a connection", DatagramShapes::filter);
        all.put("datagrams: groups", DatagramShapes::groups);
        all.put("datagrams: a thread that was interrupted before", DatagramShapes::interruptedBefore);
        return all;
    }

    private static void states(DatagramSocket s, Told t) {
        t.says("isBound", s::isBound);
        t.says("isConnected", s::isConnected);
        t.says("isClosed", s::isClosed);
        t.says("getPort", s::getPort);
        t.says("getLocalPort", s::getLocalPort);
        t.says("getInetAddress", s::getInetAddress);
        t.says("getLocalAddress", s::getLocalAddress);
        t.says("getRemoteSocketAddress", s::getRemoteSocketAddress);
        t.says("getLocalSocketAddress", s::getLocalSocketAddress);
        t.says("getChannel", s::getChannel);
    }

    private static void options(DatagramSocket s, Told t) {
        t.says("getSoTimeout", s::getSoTimeout);
        t.says("getReuseAddress", s::getReuseAddress);
        t.says("getBroadcast", s::getBroadcast);
        t.says("getTrafficClass", s::getTrafficClass);
        t.says("getSendBufferSize > 0", () -> s.getSendBufferSize() > 0);
        t.says("getReceiveBufferSize > 0", () -> s.getReceiveBufferSize() > 0);
        t.does("setSoTimeout", () -> s.setSoTimeout(0));
        t.does("setSoTimeout -1", () -> s.setSoTimeout(-1));
        t.does("setReuseAddress", () -> s.setReuseAddress(true));
        t.does("setBroadcast", () -> s.setBroadcast(true));
        t.does("setTrafficClass", () -> s.setTrafficClass(8));
        t.refuses("setTrafficClass -1", () -> s.setTrafficClass(-1));
        t.does("setSendBufferSize", () -> s.setSendBufferSize(9000));
        t.does("setSendBufferSize 0", () -> s.setSendBufferSize(0));
        t.does("setReceiveBufferSize", () -> s.setReceiveBufferSize(9000));
        t.does("setReceiveBufferSize -1", () -> s.setReceiveBufferSize(-1));
        s.supportedOptions().stream()
                .sorted(Comparator.comparing(SocketOption::name))
                .forEach(o -> {
                    t.says("getOption " + o.name(), () -> s.getOption(o));
                    t.refuses("setOption null " + o.name(), () -> s.setOption(o, null));
                });
        t.says("setOption SO_SNDBUF", () -> s.setOption(StandardSocketOptions.SO_SNDBUF, 9000) == s);
        t.says("getOption TCP_NODELAY", () -> s.getOption(StandardSocketOptions.TCP_NODELAY));
        t.does("setOption TCP_NODELAY", () -> s.setOption(StandardSocketOptions.TCP_NODELAY, true));
        t.refuses("setOption null", () -> s.setOption(null, 1));
        t.refuses("getOption null", () -> s.getOption(null));
    }

    private static void calls(DatagramSocket s, Told t) {
        DatagramPacket empty = new DatagramPacket(new byte[1], 1);
        t.refuses("send null", () -> s.send(null));
        if (!s.isClosed()) { // there JDK 17 says what is wrong with the packet, and newer ones that it is closed
            t.does("send without an address", () -> s.send(empty));
        }
        t.refuses("receive null", () -> s.receive(null));
        t.does("connect null", () -> s.connect(null));
        t.does("connect Unix", () -> s.connect(UnixDomainSocketAddress.of("x")));
        t.does("connect unresolved", () -> s.connect(UNRESOLVED));
        t.does("connect port 0", () -> s.connect(ANY_PORT));
        t.does("connect null, 1", () -> s.connect(null, 1));
        t.does("connect port -1", () -> s.connect(Link.LOOPBACK, -1));
        t.does("connect port 65536", () -> s.connect(Link.LOOPBACK, 65536));
        t.does("bind null", () -> s.bind(null));
        t.does("bind Unix", () -> s.bind(UnixDomainSocketAddress.of("x")));
        t.does("bind unresolved", () -> s.bind(UNRESOLVED));
    }

    private static void created(Case c, Told t) throws Exception {
        try (DatagramSocket s = c.maker().datagram(null)) {
            states(s, t);
            options(s, t);
            t.does("disconnect", s::disconnect);
            states(s, t);
        }
    }

    private static void bound(Case c, Told t) throws Exception {
        try (DatagramSocket s = c.maker().datagram(ANY_PORT)) {
            t.name(s.getLocalPort(), "LOCAL");
            states(s, t);
            options(s, t);
            calls(s, t);
            states(s, t);
        }
    }

    private static void connected(Case c, Told t) throws Exception {
        try (DatagramSocket s = c.maker().datagram(ANY_PORT);
                DatagramSocket peer = new DatagramSocket(ANY_PORT)) {
            t.name(s.getLocalPort(), "LOCAL");
            t.name(peer.getLocalPort(), "PEER");
            s.connect(peer.getLocalSocketAddress());
            states(s, t);
            options(s, t);
            calls(s, t);
            states(s, t);
        }
    }

    private static void disconnected(Case c, Told t) throws Exception {
        try (DatagramSocket s = c.maker().datagram(ANY_PORT);
                DatagramSocket peer = new DatagramSocket(ANY_PORT)) {
            t.name(s.getLocalPort(), "LOCAL");
            s.connect(peer.getLocalSocketAddress());
            s.disconnect();
            states(s, t);
            calls(s, t);
            states(s, t);
        }
    }

    private static void closedNew(Case c, Told t) throws Exception {
        closed(c.maker().datagram(null), t);
    }

    private static void closedBound(Case c, Told t) throws Exception {
        DatagramSocket s = c.maker().datagram(ANY_PORT);
        t.name(s.getLocalPort(), "LOCAL");
        closed(s, t);
    }

    private static void closedConnected(Case c, Told t) throws Exception {
        DatagramSocket s = c.maker().datagram(ANY_PORT);
        t.name(s.getLocalPort(), "LOCAL");
        try (DatagramSocket peer = new DatagramSocket(ANY_PORT)) {
            t.name(peer.getLocalPort(), "PEER");
            s.connect(peer.getLocalSocketAddress());
            closed(s, t);
            t.does("send", () -> s.send(new DatagramPacket(new byte[1], 1, peer.getLocalSocketAddress())));
            t.does("connect", () -> s.connect(peer.getLocalSocketAddress()));
        }
    }

    private static void closed(DatagramSocket s, Told t) {
        s.close();
        states(s, t);
        options(s, t);
        calls(s, t);
        t.does("receive", () -> s.receive(new DatagramPacket(new byte[1], 1)));
        t.does("send to port 0", () -> s.send(new DatagramPacket(new byte[1], 1, Link.LOOPBACK, 0)));
        t.does("send to port 9", () -> s.send(new DatagramPacket(new byte[1], 1, Link.LOOPBACK, 9)));
        t.does("disconnect", s::disconnect);
        t.does("connect port 1", () -> s.connect(Link.LOOPBACK, 1));
        t.does("close", s::close);
        states(s, t);
    }

    private static void wrongArguments(Case c, Told t) throws Exception {
        try (DatagramSocket s = c.maker().datagram(null)) {
            calls(s, t);
            t.name(s.getLocalPort(), "LOCAL"); // by bind(null), which comes last
            states(s, t);
        }
    }

    private static void packets(Case c, Told t) throws Exception {
        try (DatagramSocket s = c.maker().datagram(ANY_PORT);
                DatagramSocket peer = new DatagramSocket(ANY_PORT)) {
            DatagramPacket empty = new DatagramPacket(new byte[0], 0);
            peer.send(new DatagramPacket(new byte[3], 3, s.getLocalSocketAddress()));
            t.does("receive into nothing", () -> s.receive(empty));
            t.says("length", empty::getLength);
            t.says("sender", () -> empty.getSocketAddress().equals(peer.getLocalSocketAddress()));
            peer.send(new DatagramPacket(new byte[0], 0, s.getLocalSocketAddress()));
            DatagramPacket got = new DatagramPacket(new byte[5], 2, 3);
            t.does("receive nothing", () -> s.receive(got));
            t.says("length", got::getLength);
            t.says("offset", got::getOffset);
            t.refuses("send too much", () -> {
                s.send(new DatagramPacket(new byte[65_508], 65_508, peer.getLocalSocketAddress()));
            });
            t.does("send to port 0", () -> s.send(new DatagramPacket(new byte[1], 1, Link.LOOPBACK, 0)));
            t.does("send nothing", () -> s.send(new DatagramPacket(new byte[0], 0, peer.getLocalSocketAddress())));
            t.does("peer's receive", () -> peer.receive(got));
        }
    }

    private static void timesOut(Case c, Told t) throws Exception {
        try (DatagramSocket s = c.maker().datagram(ANY_PORT);
                DatagramSocket peer = new DatagramSocket(ANY_PORT)) {
            t.name(peer.getLocalPort(), "PEER");
            DatagramPacket got = new DatagramPacket(new byte[5], 5);
            got.setSocketAddress(peer.getLocalSocketAddress());
            s.setSoTimeout(1);
            t.does("receive", () -> s.receive(got));
            t.says("length", got::getLength);
            t.says("address", got::getSocketAddress);
            t.says("isClosed", s::isClosed);
            s.connect(peer.getLocalSocketAddress());
            t.does("receive, connected", () -> s.receive(got));
            s.close();
            t.says("getSoTimeout", s::getSoTimeout);
        }
    }

    private static void filter(Case c, Told t) throws Exception {
        try (DatagramSocket s = c.maker().datagram(ANY_PORT);
                DatagramSocket peer = new DatagramSocket(ANY_PORT);
                DatagramSocket other = new DatagramSocket(ANY_PORT)) {
            t.name(peer.getLocalPort(), "PEER");
            t.name(other.getLocalPort(), "OTHER");
            s.connect(peer.getLocalSocketAddress());
            DatagramPacket got = new DatagramPacket(new byte[5], 5);
            other.send(new DatagramPacket(new byte[1], 1, s.getLocalSocketAddress()));
            peer.send(new DatagramPacket(new byte[2], 2, s.getLocalSocketAddress()));
            t.does("receive", () -> s.receive(got));
            t.says("sender", got::getSocketAddress);
            t.says("length", got::getLength);
            t.does("send to the peer", () -> s.send(new DatagramPacket(new byte[1], 1, s.getRemoteSocketAddress())));
            t.does("send elsewhere", () -> {
                s.send(new DatagramPacket(new byte[1], 1, other.getLocalSocketAddress()));
            });
            t.does("send to port 0", () -> s.send(new DatagramPacket(new byte[1], 1, Link.LOOPBACK, 0)));
            DatagramPacket bare = new DatagramPacket(new byte[1], 1);
            t.does("send without an address", () -> s.send(bare));
            t.says("address", bare::getSocketAddress);
            DatagramPacket port = new DatagramPacket(new byte[1], 1);
            port.setPort(9);
            t.does("send with a port only", () -> s.send(port));
            s.connect(other.getLocalSocketAddress());
            t.says("peer", s::getRemoteSocketAddress);
            s.disconnect();
            t.does("send to OTHER", () -> {
                s.send(new DatagramPacket(new byte[1], 1, other.getLocalSocketAddress()));
            });
        }
    }

    private static void groups(Case c, Told t) throws Exception {
        NetworkInterface loopback = NetworkInterface.getByInetAddress(Link.LOOPBACK);
        InetSocketAddress four = new InetSocketAddress(InetAddress.getByName("239.255.7.9"), 0);
        InetSocketAddress six = new InetSocketAddress(InetAddress.getByName("ff11::7:9"), 0);
        try (DatagramSocket s = c.maker().datagram(new InetSocketAddress(0))) {
            t.does("join null", () -> s.joinGroup(null, loopback));
            t.does("join Unix", () -> s.joinGroup(UnixDomainSocketAddress.of("x"), loopback));
            t.does("join unresolved", () -> s.joinGroup(UNRESOLVED, loopback));
            t.does("join a host", () -> s.joinGroup(ANY_PORT, loopback));
            t.does("leave null", () -> s.leaveGroup(null, loopback));
            t.does("leave Unix", () -> s.leaveGroup(UnixDomainSocketAddress.of("x"), loopback));
            t.does("leave unresolved", () -> s.leaveGroup(UNRESOLVED, loopback));
            t.does("leave a host", () -> s.leaveGroup(ANY_PORT, loopback));
            for (InetSocketAddress group : new InetSocketAddress[] {four, six}) {
                t.does("leave " + group, () -> s.leaveGroup(group, loopback));
                t.does("join " + group, () -> s.joinGroup(group, loopback));
                t.does("join again " + group, () -> s.joinGroup(group, loopback));
                t.does("leave " + group, () -> s.leaveGroup(group, loopback));
                t.does("leave again " + group, () -> s.leaveGroup(group, loopback));
            }
            t.says("IP_MULTICAST_IF", () -> s.getOption(StandardSocketOptions.IP_MULTICAST_IF));
            s.setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback);
            t.says("IP_MULTICAST_IF", () -> s.getOption(StandardSocketOptions.IP_MULTICAST_IF));
            t.does("join on the chosen one", () -> s.joinGroup(four, null));
            t.does("join again", () -> s.joinGroup(four, loopback));
            t.does("leave on the chosen one", () -> s.leaveGroup(four, null));
            s.close();
            t.does("join", () -> s.joinGroup(four, loopback));
            t.does("leave", () -> s.leaveGroup(four, loopback));
            t.does("join null", () -> s.joinGroup(null, loopback));
            t.does("join a host", () -> s.joinGroup(ANY_PORT, loopback));
        }
    }

    private static void interruptedBefore(Case c, Told t) throws Exception {
        try (DatagramSocket s = c.maker().datagram(ANY_PORT);
                DatagramSocket peer = new DatagramSocket(ANY_PORT)) {
            peer.send(new DatagramPacket(new byte[3], 3, s.getLocalSocketAddress()));
            DatagramPacket got = new DatagramPacket(new byte[5], 5);
            Thread.currentThread().interrupt();
            t.does("receive", () -> s.receive(got));
            t.says("interrupted", Thread::interrupted);
            Thread.currentThread().interrupt();
            t.does("send", () -> s.send(new DatagramPacket(new byte[1], 1, peer.getLocalSocketAddress())));
            t.says("interrupted", Thread::interrupted);
            s.setSoTimeout(1);
            Thread.currentThread().interrupt();
            t.does("timed receive", () -> s.receive(got));
            t.says("interrupted", Thread::interrupted);
            t.says("isClosed", s::isClosed);
        }
    }
}
