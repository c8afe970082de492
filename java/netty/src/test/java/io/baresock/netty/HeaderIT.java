package io.baresock.netty;

import static io.baresock.netty.Loops.await;
import static io.baresock.netty.Loops.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.netty.Net.Inbox;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What packets say of the IP header, and what they set in it; groups. */
@EnabledOnOs(OS.LINUX)
class HeaderIT {

    private static final int ECT_0 = 2;
    private static final int DSCP_EF = 46 << 2;

    private static BaresockDatagramChannel anywhere(Net net, Inbox inbox, SocketProtocolFamily family)
            throws Exception {
        Bootstrap b = net.bootstrap(inbox, () -> new BaresockDatagramChannel(family))
                .option(BaresockChannelOption.PKTINFO, true)
                .option(BaresockChannelOption.TOS, true);
        return net.channel(b.bind(new InetSocketAddress(0)));
    }

    private static void asksAndIsAnswered(Net net, SocketProtocolFamily family, String address) throws Exception {
        int lo = NetworkInterface.getByName("lo").getIndex();
        Inbox server = new Inbox();
        BaresockDatagramChannel s = anywhere(net, server, family);
        Inbox client = new Inbox();
        BaresockDatagramChannel c = anywhere(net, client, family);
        InetSocketAddress to = new InetSocketAddress(
                InetAddress.getByName(address), s.localAddress().getPort());
        await(c.writeAndFlush(new BaresockDatagramPacket(net.text("question"), to, null, DSCP_EF | ECT_0, 0)));
        BaresockDatagramPacket question = server.next();
        assertEquals(to, question.recipient());
        assertEquals(DSCP_EF | ECT_0, question.tos());
        assertEquals(ECT_0, question.ecn());
        assertEquals(lo, question.interfaceIndex());
        assertEquals(8, question.length());

        // The channel is bound to no address: only the packet says where the answer comes from
        await(s.writeAndFlush(question.reply(net.text("answer"))));
        question.release();
        BaresockDatagramPacket answer = client.next();
        assertEquals(to, answer.sender());
        assertEquals(0, answer.tos());
        assertEquals(0, answer.ecn());
        answer.release();

        // The next message in the same slot has none of that
        await(s.writeAndFlush(new DatagramPacket(net.text("plain"), answer.recipient())));
        BaresockDatagramPacket plain = client.next();
        assertEquals(c.localAddress().getPort(), plain.recipient().getPort());
        plain.release();
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void theHeaderIsReadAndWritten(Loops kind) throws Exception {
        try (Net net = new Net(kind)) {
            // 127.0.0.2 is an address of this host too: a reply from the channel's own choice would come from another
            asksAndIsAnswered(net, SocketProtocolFamily.INET, "127.0.0.2");
            asksAndIsAnswered(net, SocketProtocolFamily.INET6, "127.0.0.2");
            asksAndIsAnswered(net, SocketProtocolFamily.INET6, "::1");
        }
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void aGroupIsJoinedAndLeft(Loops kind) throws Exception {
        try (Net net = new Net(kind)) {
            NetworkInterface lo = NetworkInterface.getByName("lo");
            InetAddress group = InetAddress.getByName("239.7.7.7");
            Inbox inbox = new Inbox();
            BaresockDatagramChannel member = anywhere(net, inbox, SocketProtocolFamily.INET);
            InetSocketAddress to =
                    new InetSocketAddress(group, member.localAddress().getPort());
            BaresockDatagramChannel sender =
                    net.channel(net.bootstrap(new Inbox(), () -> new BaresockDatagramChannel(SocketProtocolFamily.INET))
                            .option(ChannelOption.IP_MULTICAST_IF, lo)
                            .option(ChannelOption.IP_MULTICAST_TTL, 0)
                            .bind(new InetSocketAddress(0)));
            assertEquals(lo, sender.config().getNetworkInterface());
            assertEquals(0, sender.config().getTimeToLive());
            await(member.joinGroup(to, lo));
            await(sender.writeAndFlush(new DatagramPacket(net.text("to all"), to)));
            BaresockDatagramPacket packet = inbox.next();
            assertEquals("to all", packet.content().toString(StandardCharsets.US_ASCII));
            // Where an answer comes from, and so not the group
            assertNotNull(NetworkInterface.getByInetAddress(packet.recipient().getAddress()));
            assertEquals(to.getPort(), packet.recipient().getPort());
            packet.release();
            assertEquals(Bsd.EADDRINUSE, ((ErrnoException) failure(member.joinGroup(to, lo))).errno());
            await(member.leaveGroup(to, lo));
            assertEquals(Bsd.EADDRNOTAVAIL, ((ErrnoException) failure(member.leaveGroup(to, lo))).errno());
            InetAddress source = InetAddress.getByName("127.0.0.1");
            await(member.joinGroup(group, lo, source));
            await(sender.writeAndFlush(new BaresockDatagramPacket(
                    net.text("from the source"), to, new InetSocketAddress(source, 0), -1, 0)));
            assertEquals("from the source", inbox.nextText());
            await(member.leaveGroup(group, lo, source));
        }
    }

    @Test
    void aPacketKeepsItsFields_inEachCopy() {
        InetSocketAddress to = new InetSocketAddress("127.0.0.1", 7);
        BaresockDatagramPacket p =
                new BaresockDatagramPacket(Unpooled.directBuffer(4).writeInt(7), to, to, 3, 5, 9);
        assertTrue(p.isTruncated());
        assertSame(p, p.retain());
        assertSame(p, p.retain(2));
        assertSame(p, p.touch());
        assertSame(p, p.touch("here"));
        assertTrue(!p.release(3));
        BaresockDatagramPacket copy = p.copy();
        assertNotSame(p.content(), copy.content());
        for (BaresockDatagramPacket other :
                List.of(copy, p.duplicate(), p.retainedDuplicate(), p.replace(p.content()))) {
            assertEquals(p.content(), other.content());
            assertEquals(
                    List.of(3, 3, 5, 9), List.of(other.tos(), other.ecn(), other.interfaceIndex(), other.length()));
            assertEquals(List.of(to, to), List.of(other.recipient(), other.sender()));
        }
        assertTrue(copy.release());
        assertTrue(p.release(2));
        assertEquals(0, p.refCnt());
    }

    @Test
    void aPacketThatCannotBe_isRefusedByName() throws Exception {
        InetSocketAddress to = new InetSocketAddress("127.0.0.1", 7);
        for (int tos : new int[] {-2, 256}) {
            String why = assertThrows(
                            IllegalArgumentException.class,
                            () -> new BaresockDatagramPacket(Unpooled.EMPTY_BUFFER, to, null, tos, 0))
                    .getMessage();
            assertTrue(why.contains("type of service " + tos + " is not in 0..255"), why);
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> new BaresockDatagramPacket(Unpooled.EMPTY_BUFFER, to, null, 0, -1));
        BaresockDatagramPacket toSend = new BaresockDatagramPacket(Unpooled.EMPTY_BUFFER, to);
        assertThrows(IllegalStateException.class, () -> toSend.reply(Unpooled.EMPTY_BUFFER));
        assertEquals(-1, toSend.length());
        assertNotEquals(0, toSend.tos());
        // From a group there is no answer: the kernel chooses the source
        InetSocketAddress group = new InetSocketAddress(InetAddress.getByName("ff02::1"), 7);
        BaresockDatagramPacket toGroup = new BaresockDatagramPacket(Unpooled.EMPTY_BUFFER, group, to, -1, 4);
        assertEquals(null, toGroup.reply(Unpooled.EMPTY_BUFFER).sender());
        assertEquals(4, toGroup.reply(Unpooled.EMPTY_BUFFER).interfaceIndex());
    }
}
