package io.baresock;

import io.baresock.internal.Abi;

/** UDP and UDP-Lite options. */
interface UdpConstants {

    // UDP options

    /** Hold data into one datagram until uncorked. See udp(7). */
    int UDP_CORK = Abi.constant("UDP_CORK");
    /** Packets are encapsulated. See udp(7). */
    int UDP_ENCAP = Abi.constant("UDP_ENCAP");
    /** Receive merged datagrams with their segment size, Linux 5.0. See udp(7). */
    int UDP_GRO = Abi.constant("UDP_GRO");
    /** Accept UDP over IPv6 without checksum. See udp(7). */
    int UDP_NO_CHECK6_RX = Abi.constant("UDP_NO_CHECK6_RX");
    /** Send UDP over IPv6 without checksum. See udp(7). */
    int UDP_NO_CHECK6_TX = Abi.constant("UDP_NO_CHECK6_TX");
    /** Segment size: one send becomes many datagrams, Linux 4.18. See udp(7). */
    int UDP_SEGMENT = Abi.constant("UDP_SEGMENT");

    // Values of UDP_ENCAP

    /** ESP in TCP. See udp(7). */
    int TCP_ENCAP_ESPINTCP = Abi.constant("TCP_ENCAP_ESPINTCP");
    /** ESP in UDP (RFC 3948). See udp(7). */
    int UDP_ENCAP_ESPINUDP = Abi.constant("UDP_ENCAP_ESPINUDP");
    /** ESP in UDP, early draft. See udp(7). */
    int UDP_ENCAP_ESPINUDP_NON_IKE = Abi.constant("UDP_ENCAP_ESPINUDP_NON_IKE");
    /** GTP version 0. See udp(7). */
    int UDP_ENCAP_GTP0 = Abi.constant("UDP_ENCAP_GTP0");
    /** GTP version 1, user plane. See udp(7). */
    int UDP_ENCAP_GTP1U = Abi.constant("UDP_ENCAP_GTP1U");
    /** L2TP in UDP. See udp(7). */
    int UDP_ENCAP_L2TPINUDP = Abi.constant("UDP_ENCAP_L2TPINUDP");
    /** RxRPC in UDP. See udp(7). */
    int UDP_ENCAP_RXRPC = Abi.constant("UDP_ENCAP_RXRPC");

    // UDP-Lite options

    /** Least checksum coverage to accept. See udplite(7). */
    int UDPLITE_RECV_CSCOV = Abi.constant("UDPLITE_RECV_CSCOV");
    /** Checksum coverage of sends. See udplite(7). */
    int UDPLITE_SEND_CSCOV = Abi.constant("UDPLITE_SEND_CSCOV");
}
