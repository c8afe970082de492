package io.baresock;

import io.baresock.internal.Abi;

/** Options of AF_ALG, AF_XDP and SCTP. */
interface MiscConstants {

    // Options at SOL_ALG

    /** Decrypt. See Documentation/crypto/userspace-if.rst. */
    int ALG_OP_DECRYPT = Abi.constant("ALG_OP_DECRYPT");
    /** Encrypt. See Documentation/crypto/userspace-if.rst. */
    int ALG_OP_ENCRYPT = Abi.constant("ALG_OP_ENCRYPT");
    /** Make a signature; of a patch for asymmetric keys that mainline does not have. See Documentation/crypto/userspace-if.rst. */
    int ALG_OP_SIGN = Abi.constant("ALG_OP_SIGN");
    /** Check a signature; of the same patch. See Documentation/crypto/userspace-if.rst. */
    int ALG_OP_VERIFY = Abi.constant("ALG_OP_VERIFY");
    /** Length of associated data. See Documentation/crypto/userspace-if.rst. */
    int ALG_SET_AEAD_ASSOCLEN = Abi.constant("ALG_SET_AEAD_ASSOCLEN");
    /** Size of the authentication tag. See Documentation/crypto/userspace-if.rst. */
    int ALG_SET_AEAD_AUTHSIZE = Abi.constant("ALG_SET_AEAD_AUTHSIZE");
    /** Entropy of a random number generator, Linux 5.10. See Documentation/crypto/userspace-if.rst. */
    int ALG_SET_DRBG_ENTROPY = Abi.constant("ALG_SET_DRBG_ENTROPY");
    /** Initialisation vector. See Documentation/crypto/userspace-if.rst. */
    int ALG_SET_IV = Abi.constant("ALG_SET_IV");
    /** Key. See Documentation/crypto/userspace-if.rst. */
    int ALG_SET_KEY = Abi.constant("ALG_SET_KEY");
    /** Key by serial number of the keyring, Linux 6.2. See Documentation/crypto/userspace-if.rst. */
    int ALG_SET_KEY_BY_KEY_SERIAL = Abi.constant("ALG_SET_KEY_BY_KEY_SERIAL");
    /** Operation. See Documentation/crypto/userspace-if.rst. */
    int ALG_SET_OP = Abi.constant("ALG_SET_OP");
    /** Set a public key; of the same patch, mainline has ALG_SET_DRBG_ENTROPY at this number. See Documentation/crypto/userspace-if.rst. */
    int ALG_SET_PUBKEY = Abi.constant("ALG_SET_PUBKEY");

    // Options at SOL_XDP

    /** Bind flag: copy. See Documentation/networking/af_xdp.rst. */
    int XDP_COPY = Abi.constant("XDP_COPY");
    /** Read: offsets of the rings. See Documentation/networking/af_xdp.rst. */
    int XDP_MMAP_OFFSETS = Abi.constant("XDP_MMAP_OFFSETS");
    /** Read: options in use. See Documentation/networking/af_xdp.rst. */
    int XDP_OPTIONS = Abi.constant("XDP_OPTIONS");
    /** XDP_OPTIONS: zero copy is in use. See Documentation/networking/af_xdp.rst. */
    int XDP_OPTIONS_ZEROCOPY = Abi.constant("XDP_OPTIONS_ZEROCOPY");
    /** Size of the receive ring. See Documentation/networking/af_xdp.rst. */
    int XDP_RX_RING = Abi.constant("XDP_RX_RING");
    /** Bind flag: share the memory of another socket. See Documentation/networking/af_xdp.rst. */
    int XDP_SHARED_UMEM = Abi.constant("XDP_SHARED_UMEM");
    /** Read: counters. See Documentation/networking/af_xdp.rst. */
    int XDP_STATISTICS = Abi.constant("XDP_STATISTICS");
    /** Size of the transmit ring. See Documentation/networking/af_xdp.rst. */
    int XDP_TX_RING = Abi.constant("XDP_TX_RING");
    /** Size of the completion ring. See Documentation/networking/af_xdp.rst. */
    int XDP_UMEM_COMPLETION_RING = Abi.constant("XDP_UMEM_COMPLETION_RING");
    /** Size of the fill ring. See Documentation/networking/af_xdp.rst. */
    int XDP_UMEM_FILL_RING = Abi.constant("XDP_UMEM_FILL_RING");
    /** Register packet memory. See Documentation/networking/af_xdp.rst. */
    int XDP_UMEM_REG = Abi.constant("XDP_UMEM_REG");
    /** Bind flag: the kernel says when it needs a wake-up. See Documentation/networking/af_xdp.rst. */
    int XDP_USE_NEED_WAKEUP = Abi.constant("XDP_USE_NEED_WAKEUP");
    /** Bind flag: packets may span buffers, Linux 6.6. See Documentation/networking/af_xdp.rst. */
    int XDP_USE_SG = Abi.constant("XDP_USE_SG");
    /** Bind flag: no copy. See Documentation/networking/af_xdp.rst. */
    int XDP_ZEROCOPY = Abi.constant("XDP_ZEROCOPY");

    // Options at SOL_SCTP

    /** Seconds of idleness before an association closes. See sctp(7), RFC 6458. */
    int SCTP_AUTOCLOSE = Abi.constant("SCTP_AUTOCLOSE");
    /** Do not fragment messages. See sctp(7), RFC 6458. */
    int SCTP_DISABLE_FRAGMENTS = Abi.constant("SCTP_DISABLE_FRAGMENTS");
    /** Which notifications arrive. See sctp(7), RFC 6458. */
    int SCTP_EVENTS = Abi.constant("SCTP_EVENTS");
    /** Parameters of association setup. See sctp(7), RFC 6458. */
    int SCTP_INITMSG = Abi.constant("SCTP_INITMSG");
    /** Largest fragment. See sctp(7), RFC 6458. */
    int SCTP_MAXSEG = Abi.constant("SCTP_MAXSEG");
    /** Send small chunks at once. See sctp(7), RFC 6458. */
    int SCTP_NODELAY = Abi.constant("SCTP_NODELAY");
    /** Retransmission timeouts. See sctp(7), RFC 6458. */
    int SCTP_RTOINFO = Abi.constant("SCTP_RTOINFO");
    /** Read: state of an association. See sctp(7), RFC 6458. */
    int SCTP_STATUS = Abi.constant("SCTP_STATUS");

    // Addresses of AF_QIPCRTR

    /** Every node. See linux/qrtr.h. */
    int QRTR_NODE_BCAST = Abi.constant("QRTR_NODE_BCAST");
    /** The port of control messages. See linux/qrtr.h. */
    int QRTR_PORT_CTRL = Abi.constant("QRTR_PORT_CTRL");
}
