package io.baresock.option;

import static io.baresock.option.CanOptions.*;
import static io.baresock.option.IpOptions.*;
import static io.baresock.option.Ipv6Options.*;
import static io.baresock.option.MptcpOptions.*;
import static io.baresock.option.NetlinkOptions.*;
import static io.baresock.option.PacketOptions.*;
import static io.baresock.option.RawOptions.*;
import static io.baresock.option.SocketOptions.*;
import static io.baresock.option.TcpOptions.*;
import static io.baresock.option.TlsOptions.*;
import static io.baresock.option.UdpOptions.*;
import static io.baresock.option.UnixOptions.*;
import static io.baresock.option.VsockOptions.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.SocketOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All tables can be imported together: that this compiles is the test. */
class OptionImportsTest {

    @Test
    void oneNameOfEachTable_isWhatItsTableSays() {
        List<SocketOption<?>> options = List.of(
                CAN_RAW_LOOPBACK,
                MCAST_JOIN_GROUP,
                IPV6_MCAST_JOIN_GROUP,
                MPTCP_INFO,
                NETLINK_PKTINFO,
                PACKET_AUXDATA,
                ICMP_FILTER,
                SO_REUSEADDR,
                TCP_NODELAY,
                TLS_TX,
                UDP_GRO,
                LOCAL_CREDS,
                SO_VM_SOCKETS_BUFFER_SIZE);
        assertEquals(13, options.stream().distinct().count());
        assertEquals("SO_REUSEADDR", SO_REUSEADDR.label());
    }
}
