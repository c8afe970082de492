package io.baresock;

import io.baresock.internal.Abi;

/** Flags of send and receive calls. */
interface MessageConstants {

    // Flags to and from messages

    /** How many buffers one call takes. See readv(2). */
    int IOV_MAX = Abi.constant("IOV_MAX");
    /** More messages follow in this sendmmsg; set by the kernel. See send(2), recv(2). */
    int MSG_BATCH = Abi.constant("MSG_BATCH");
    /** The datagram came by broadcast, BSD. See send(2), recv(2). */
    int MSG_BCAST = Abi.constant("MSG_BCAST");
    /** Descriptors received are close-on-exec. See send(2), recv(2). */
    int MSG_CMSG_CLOEXEC = Abi.constant("MSG_CMSG_CLOEXEC");
    /** Sender uses the old sockaddr layout, BSD. See send(2), recv(2). */
    int MSG_COMPAT = Abi.constant("MSG_COMPAT");
    /** The peer just answered: do not probe the neighbour again. See send(2), recv(2). */
    int MSG_CONFIRM = Abi.constant("MSG_CONFIRM");
    /** Returned: ancillary data did not fit. See send(2), recv(2). */
    int MSG_CTRUNC = Abi.constant("MSG_CTRUNC");
    /** Send to directly connected hosts only. See send(2), recv(2). */
    int MSG_DONTROUTE = Abi.constant("MSG_DONTROUTE");
    /** This one call does not block. See send(2), recv(2). */
    int MSG_DONTWAIT = Abi.constant("MSG_DONTWAIT");
    /** Send, then shut down the sending side, BSD. See send(2), recv(2). */
    int MSG_EOF = Abi.constant("MSG_EOF");
    /** End of a record. See send(2), recv(2). */
    int MSG_EOR = Abi.constant("MSG_EOR");
    /** Receive from the error queue. See send(2), recv(2). */
    int MSG_ERRQUEUE = Abi.constant("MSG_ERRQUEUE");
    /** Connect and send in the SYN (TCP fast open). See send(2), recv(2). */
    int MSG_FASTOPEN = Abi.constant("MSG_FASTOPEN");
    /** Linux kernel flag of the end of a stream. See send(2), recv(2). */
    int MSG_FIN = Abi.constant("MSG_FIN");
    /** Send what MSG_HOLD kept, macOS. See send(2), recv(2). */
    int MSG_FLUSH = Abi.constant("MSG_FLUSH");
    /** Returned: more data is ready, macOS. See send(2), recv(2). */
    int MSG_HAVEMORE = Abi.constant("MSG_HAVEMORE");
    /** Keep the data until MSG_FLUSH, macOS. See send(2), recv(2). */
    int MSG_HOLD = Abi.constant("MSG_HOLD");
    /** The datagram came by multicast, BSD. See send(2), recv(2). */
    int MSG_MCAST = Abi.constant("MSG_MCAST");
    /** More data follows: do not send a short segment yet. See send(2), recv(2). */
    int MSG_MORE = Abi.constant("MSG_MORE");
    /** Non-blocking in FIFO code, FreeBSD. See send(2), recv(2). */
    int MSG_NBIO = Abi.constant("MSG_NBIO");
    /** Kernel flag: the caller wants the address, macOS. See send(2), recv(2). */
    int MSG_NEEDSA = Abi.constant("MSG_NEEDSA");
    /** Return EPIPE without raising SIGPIPE. See send(2), recv(2). */
    int MSG_NOSIGNAL = Abi.constant("MSG_NOSIGNAL");
    /** Returned: the message is an SCTP notification. See send(2), recv(2). */
    int MSG_NOTIFICATION = Abi.constant("MSG_NOTIFICATION");
    /** Out-of-band data. See send(2), recv(2). */
    int MSG_OOB = Abi.constant("MSG_OOB");
    /** Look at the data and leave it in the queue. See send(2), recv(2). */
    int MSG_PEEK = Abi.constant("MSG_PEEK");
    /** Do not send: only probe the path, e.g. for its MTU. See send(2), recv(2). */
    int MSG_PROBE = Abi.constant("MSG_PROBE");
    /** Old name of MSG_PROBE on Linux. See send(2), recv(2). */
    int MSG_PROXY = Abi.constant("MSG_PROXY");
    /** Returned: data remains in the current record, macOS. See send(2), recv(2). */
    int MSG_RCVMORE = Abi.constant("MSG_RCVMORE");
    /** Linux kernel flag of a reset. See send(2), recv(2). */
    int MSG_RST = Abi.constant("MSG_RST");
    /** Send what MSG_HOLD kept, macOS. See send(2), recv(2). */
    int MSG_SEND = Abi.constant("MSG_SEND");
    /** Receive device memory as cmsg, Linux 6.12. See send(2), recv(2). */
    int MSG_SOCK_DEVMEM = Abi.constant("MSG_SOCK_DEVMEM");
    /** Linux kernel flag of a connection request. See send(2), recv(2). */
    int MSG_SYN = Abi.constant("MSG_SYN");
    /** Fail unless the TLS record is application data, FreeBSD. See send(2), recv(2). */
    int MSG_TLSAPPDATA = Abi.constant("MSG_TLSAPPDATA");
    /** Returned: the datagram did not fit; asked: return its real length. See send(2), recv(2). */
    int MSG_TRUNC = Abi.constant("MSG_TRUNC");
    /** DECnet name of MSG_DONTROUTE. See send(2), recv(2). */
    int MSG_TRYHARD = Abi.constant("MSG_TRYHARD");
    /** Block until the whole buffer is filled. See send(2), recv(2). */
    int MSG_WAITALL = Abi.constant("MSG_WAITALL");
    /** recvmmsg stops blocking after the first message. See send(2), recv(2). */
    int MSG_WAITFORONE = Abi.constant("MSG_WAITFORONE");
    /** Wait up to the full request but not across records, macOS. See send(2), recv(2). */
    int MSG_WAITSTREAM = Abi.constant("MSG_WAITSTREAM");
    /** Send from the pages of the caller, Linux 4.14. See send(2), recv(2). */
    int MSG_ZEROCOPY = Abi.constant("MSG_ZEROCOPY");
}
