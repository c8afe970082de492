package io.baresock;

import io.baresock.internal.Abi;

/** Controller area network sockets. */
interface CanConstants {

    // Protocols

    /** Broadcast manager. See Documentation/networking/can.rst. */
    int CAN_BCM = Abi.constant("CAN_BCM");
    /** ISO 15765-2 transport, Linux 5.10. See Documentation/networking/can.rst. */
    int CAN_ISOTP = Abi.constant("CAN_ISOTP");
    /** SAE J1939, Linux 5.4. See Documentation/networking/can.rst. */
    int CAN_J1939 = Abi.constant("CAN_J1939");
    /** Bosch MCNet. See Documentation/networking/can.rst. */
    int CAN_MCNET = Abi.constant("CAN_MCNET");
    /** Raw frames. See Documentation/networking/can.rst. */
    int CAN_RAW = Abi.constant("CAN_RAW");
    /** VAG transport 1.6. See Documentation/networking/can.rst. */
    int CAN_TP16 = Abi.constant("CAN_TP16");
    /** VAG transport 2.0. See Documentation/networking/can.rst. */
    int CAN_TP20 = Abi.constant("CAN_TP20");

    // Identifier bits and frame sizes

    /** CAN FD flag: bit rate switch. See Documentation/networking/can.rst. */
    int CANFD_BRS = Abi.constant("CANFD_BRS");
    /** CAN FD flag: error state indicator. See Documentation/networking/can.rst. */
    int CANFD_ESI = Abi.constant("CANFD_ESI");
    /** CAN FD flag: the frame is CAN FD. See Documentation/networking/can.rst. */
    int CANFD_FDF = Abi.constant("CANFD_FDF");
    /** Bytes of a CAN FD payload. See Documentation/networking/can.rst. */
    int CANFD_MAX_DLEN = Abi.constant("CANFD_MAX_DLEN");
    /** Size of struct canfd_frame. See Documentation/networking/can.rst. */
    int CANFD_MTU = Abi.constant("CANFD_MTU");
    /** Bytes of a CAN XL payload. See Documentation/networking/can.rst. */
    int CANXL_MAX_DLEN = Abi.constant("CANXL_MAX_DLEN");
    /** Size of struct canxl_frame. See Documentation/networking/can.rst. */
    int CANXL_MTU = Abi.constant("CANXL_MTU");
    /** CAN XL flag: simple extended content. See Documentation/networking/can.rst. */
    int CANXL_SEC = Abi.constant("CANXL_SEC");
    /** CAN XL flag: the frame is CAN XL. See Documentation/networking/can.rst. */
    int CANXL_XLF = Abi.constant("CANXL_XLF");
    /** The id has 29 bits. See Documentation/networking/can.rst. */
    int CAN_EFF_FLAG = Abi.constant("CAN_EFF_FLAG");
    /** The bits of a 29-bit id. See Documentation/networking/can.rst. */
    int CAN_EFF_MASK = Abi.constant("CAN_EFF_MASK");
    /** An error frame. See Documentation/networking/can.rst. */
    int CAN_ERR_FLAG = Abi.constant("CAN_ERR_FLAG");
    /** The id without its flags. See Documentation/networking/can.rst. */
    int CAN_ERR_MASK = Abi.constant("CAN_ERR_MASK");
    /** Invert the filter. See Documentation/networking/can.rst. */
    int CAN_INV_FILTER = Abi.constant("CAN_INV_FILTER");
    /** Bytes of a classic payload. See Documentation/networking/can.rst. */
    int CAN_MAX_DLEN = Abi.constant("CAN_MAX_DLEN");
    /** Size of struct can_frame. See Documentation/networking/can.rst. */
    int CAN_MTU = Abi.constant("CAN_MTU");
    /** Largest number of filters. See Documentation/networking/can.rst. */
    int CAN_RAW_FILTER_MAX = Abi.constant("CAN_RAW_FILTER_MAX");
    /** A remote transmission request. See Documentation/networking/can.rst. */
    int CAN_RTR_FLAG = Abi.constant("CAN_RTR_FLAG");
    /** The bits of an 11-bit id. See Documentation/networking/can.rst. */
    int CAN_SFF_MASK = Abi.constant("CAN_SFF_MASK");

    // Options at SOL_CAN_RAW

    /** Which error frames to receive. See Documentation/networking/can.rst. */
    int CAN_RAW_ERR_FILTER = Abi.constant("CAN_RAW_ERR_FILTER");
    /** Allow CAN FD frames. See Documentation/networking/can.rst. */
    int CAN_RAW_FD_FRAMES = Abi.constant("CAN_RAW_FD_FRAMES");
    /** Filters. See Documentation/networking/can.rst. */
    int CAN_RAW_FILTER = Abi.constant("CAN_RAW_FILTER");
    /** All filters must match. See Documentation/networking/can.rst. */
    int CAN_RAW_JOIN_FILTERS = Abi.constant("CAN_RAW_JOIN_FILTERS");
    /** Own frames reach other local sockets. See Documentation/networking/can.rst. */
    int CAN_RAW_LOOPBACK = Abi.constant("CAN_RAW_LOOPBACK");
    /** Own frames come back. See Documentation/networking/can.rst. */
    int CAN_RAW_RECV_OWN_MSGS = Abi.constant("CAN_RAW_RECV_OWN_MSGS");
    /** Allow CAN XL frames, Linux 6.2. See Documentation/networking/can.rst. */
    int CAN_RAW_XL_FRAMES = Abi.constant("CAN_RAW_XL_FRAMES");
    /** CAN XL virtual network ids, Linux 6.9. See Documentation/networking/can.rst. */
    int CAN_RAW_XL_VCID_OPTS = Abi.constant("CAN_RAW_XL_VCID_OPTS");

    // Options of ISO-TP

    /** Flag: broadcast without flow control. See Documentation/networking/iso15765-2.rst. */
    int CAN_ISOTP_CF_BROADCAST = Abi.constant("CAN_ISOTP_CF_BROADCAST");
    /** Flag: check padding bytes. See Documentation/networking/iso15765-2.rst. */
    int CAN_ISOTP_CHK_PAD_DATA = Abi.constant("CAN_ISOTP_CHK_PAD_DATA");
    /** Flag: check padding length. See Documentation/networking/iso15765-2.rst. */
    int CAN_ISOTP_CHK_PAD_LEN = Abi.constant("CAN_ISOTP_CHK_PAD_LEN");
    /** Flag: extended addressing. See Documentation/networking/iso15765-2.rst. */
    int CAN_ISOTP_EXTEND_ADDR = Abi.constant("CAN_ISOTP_EXTEND_ADDR");
    /** Flag: ignore frames that come too fast. See Documentation/networking/iso15765-2.rst. */
    int CAN_ISOTP_FORCE_RXSTMIN = Abi.constant("CAN_ISOTP_FORCE_RXSTMIN");
    /** Flag: ignore the separation time of the peer. See Documentation/networking/iso15765-2.rst. */
    int CAN_ISOTP_FORCE_TXSTMIN = Abi.constant("CAN_ISOTP_FORCE_TXSTMIN");
    /** Flag: half duplex. See Documentation/networking/iso15765-2.rst. */
    int CAN_ISOTP_HALF_DUPLEX = Abi.constant("CAN_ISOTP_HALF_DUPLEX");
    /** Flag: do not send flow control. See Documentation/networking/iso15765-2.rst. */
    int CAN_ISOTP_LISTEN_MODE = Abi.constant("CAN_ISOTP_LISTEN_MODE");
    /** Link layer options. See Documentation/networking/iso15765-2.rst. */
    int CAN_ISOTP_LL_OPTS = Abi.constant("CAN_ISOTP_LL_OPTS");
    /** General options. See Documentation/networking/iso15765-2.rst. */
    int CAN_ISOTP_OPTS = Abi.constant("CAN_ISOTP_OPTS");
    /** Flow control options. See Documentation/networking/iso15765-2.rst. */
    int CAN_ISOTP_RECV_FC = Abi.constant("CAN_ISOTP_RECV_FC");
    /** Flag: another extended address on receive. See Documentation/networking/iso15765-2.rst. */
    int CAN_ISOTP_RX_EXT_ADDR = Abi.constant("CAN_ISOTP_RX_EXT_ADDR");
    /** Flag: expect padding. See Documentation/networking/iso15765-2.rst. */
    int CAN_ISOTP_RX_PADDING = Abi.constant("CAN_ISOTP_RX_PADDING");
    /** Least separation time to accept. See Documentation/networking/iso15765-2.rst. */
    int CAN_ISOTP_RX_STMIN = Abi.constant("CAN_ISOTP_RX_STMIN");
    /** Flag: single frame broadcast. See Documentation/networking/iso15765-2.rst. */
    int CAN_ISOTP_SF_BROADCAST = Abi.constant("CAN_ISOTP_SF_BROADCAST");
    /** Flag: pad frames. See Documentation/networking/iso15765-2.rst. */
    int CAN_ISOTP_TX_PADDING = Abi.constant("CAN_ISOTP_TX_PADDING");
    /** Separation time to send with. See Documentation/networking/iso15765-2.rst. */
    int CAN_ISOTP_TX_STMIN = Abi.constant("CAN_ISOTP_TX_STMIN");
    /** Flag: write waits for completion. See Documentation/networking/iso15765-2.rst. */
    int CAN_ISOTP_WAIT_TX_DONE = Abi.constant("CAN_ISOTP_WAIT_TX_DONE");

    // J1939 options at SOL_CAN_J1939

    /** Error queue: nothing more to tell. See Documentation/networking/j1939.rst. */
    int J1939_EE_INFO_NONE = Abi.constant("J1939_EE_INFO_NONE");
    /** Error queue: a reception was given up. See Documentation/networking/j1939.rst. */
    int J1939_EE_INFO_RX_ABORT = Abi.constant("J1939_EE_INFO_RX_ABORT");
    /** Error queue: a data packet offset came. See Documentation/networking/j1939.rst. */
    int J1939_EE_INFO_RX_DPO = Abi.constant("J1939_EE_INFO_RX_DPO");
    /** Error queue: a reception began. See Documentation/networking/j1939.rst. */
    int J1939_EE_INFO_RX_RTS = Abi.constant("J1939_EE_INFO_RX_RTS");
    /** Error queue: a transmission was given up. See Documentation/networking/j1939.rst. */
    int J1939_EE_INFO_TX_ABORT = Abi.constant("J1939_EE_INFO_TX_ABORT");
    /** Most filters a socket takes. See Documentation/networking/j1939.rst. */
    int J1939_FILTER_MAX = Abi.constant("J1939_FILTER_MAX");
    /** Address of a node without one. See Documentation/networking/j1939.rst. */
    int J1939_IDLE_ADDR = Abi.constant("J1939_IDLE_ADDR");
    /** Last unicast address. See Documentation/networking/j1939.rst. */
    int J1939_MAX_UNICAST_ADDR = Abi.constant("J1939_MAX_UNICAST_ADDR");
    /** Statistics: bytes acknowledged. See Documentation/networking/j1939.rst. */
    int J1939_NLA_BYTES_ACKED = Abi.constant("J1939_NLA_BYTES_ACKED");
    /** Statistics: address of the destination. See Documentation/networking/j1939.rst. */
    int J1939_NLA_DEST_ADDR = Abi.constant("J1939_NLA_DEST_ADDR");
    /** Statistics: name of the destination. See Documentation/networking/j1939.rst. */
    int J1939_NLA_DEST_NAME = Abi.constant("J1939_NLA_DEST_NAME");
    /** Statistics: padding. See Documentation/networking/j1939.rst. */
    int J1939_NLA_PAD = Abi.constant("J1939_NLA_PAD");
    /** Statistics: parameter group. See Documentation/networking/j1939.rst. */
    int J1939_NLA_PGN = Abi.constant("J1939_NLA_PGN");
    /** Statistics: address of the source. See Documentation/networking/j1939.rst. */
    int J1939_NLA_SRC_ADDR = Abi.constant("J1939_NLA_SRC_ADDR");
    /** Statistics: name of the source. See Documentation/networking/j1939.rst. */
    int J1939_NLA_SRC_NAME = Abi.constant("J1939_NLA_SRC_NAME");
    /** Statistics: size of the message. See Documentation/networking/j1939.rst. */
    int J1939_NLA_TOTAL_SIZE = Abi.constant("J1939_NLA_TOTAL_SIZE");
    /** No address, or broadcast. See Documentation/networking/j1939.rst. */
    int J1939_NO_ADDR = Abi.constant("J1939_NO_ADDR");
    /** No name. See Documentation/networking/j1939.rst. */
    int J1939_NO_NAME = Abi.constant("J1939_NO_NAME");
    /** No parameter group. See Documentation/networking/j1939.rst. */
    int J1939_NO_PGN = Abi.constant("J1939_NO_PGN");
    /** Parameter group: address claimed. See Documentation/networking/j1939.rst. */
    int J1939_PGN_ADDRESS_CLAIMED = Abi.constant("J1939_PGN_ADDRESS_CLAIMED");
    /** Parameter group: commanded address. See Documentation/networking/j1939.rst. */
    int J1939_PGN_ADDRESS_COMMANDED = Abi.constant("J1939_PGN_ADDRESS_COMMANDED");
    /** Largest parameter group. See Documentation/networking/j1939.rst. */
    int J1939_PGN_MAX = Abi.constant("J1939_PGN_MAX");
    /** Largest parameter group with a destination. See Documentation/networking/j1939.rst. */
    int J1939_PGN_PDU1_MAX = Abi.constant("J1939_PGN_PDU1_MAX");
    /** Parameter group: request. See Documentation/networking/j1939.rst. */
    int J1939_PGN_REQUEST = Abi.constant("J1939_PGN_REQUEST");
    /** Ancillary: destination address. See Documentation/networking/j1939.rst. */
    int SCM_J1939_DEST_ADDR = Abi.constant("SCM_J1939_DEST_ADDR");
    /** Ancillary: destination name. See Documentation/networking/j1939.rst. */
    int SCM_J1939_DEST_NAME = Abi.constant("SCM_J1939_DEST_NAME");
    /** Ancillary: error queue. See Documentation/networking/j1939.rst. */
    int SCM_J1939_ERRQUEUE = Abi.constant("SCM_J1939_ERRQUEUE");
    /** Ancillary: priority. See Documentation/networking/j1939.rst. */
    int SCM_J1939_PRIO = Abi.constant("SCM_J1939_PRIO");
    /** Receive in the error queue. See Documentation/networking/j1939.rst. */
    int SO_J1939_ERRQUEUE = Abi.constant("SO_J1939_ERRQUEUE");
    /** Filters. See Documentation/networking/j1939.rst. */
    int SO_J1939_FILTER = Abi.constant("SO_J1939_FILTER");
    /** Receive every packet. See Documentation/networking/j1939.rst. */
    int SO_J1939_PROMISC = Abi.constant("SO_J1939_PROMISC");
    /** Priority of sends. See Documentation/networking/j1939.rst. */
    int SO_J1939_SEND_PRIO = Abi.constant("SO_J1939_SEND_PRIO");

    // Broadcast manager

    /** Flag: frames are CAN FD. See Documentation/networking/can.rst. */
    int CAN_FD_FRAME = Abi.constant("CAN_FD_FRAME");
    /** Flag: tell when a missing message is back. See Documentation/networking/can.rst. */
    int RX_ANNOUNCE_RESUME = Abi.constant("RX_ANNOUNCE_RESUME");
    /** Notification: the content changed. See Documentation/networking/can.rst. */
    int RX_CHANGED = Abi.constant("RX_CHANGED");
    /** Flag: a changed length is a change. See Documentation/networking/can.rst. */
    int RX_CHECK_DLC = Abi.constant("RX_CHECK_DLC");
    /** Delete a receive filter. See Documentation/networking/can.rst. */
    int RX_DELETE = Abi.constant("RX_DELETE");
    /** Flag: filter by id only. See Documentation/networking/can.rst. */
    int RX_FILTER_ID = Abi.constant("RX_FILTER_ID");
    /** Flag: do not start the timeout. See Documentation/networking/can.rst. */
    int RX_NO_AUTOTIMER = Abi.constant("RX_NO_AUTOTIMER");
    /** Read a receive filter. See Documentation/networking/can.rst. */
    int RX_READ = Abi.constant("RX_READ");
    /** Flag: answer remote requests. See Documentation/networking/can.rst. */
    int RX_RTR_FRAME = Abi.constant("RX_RTR_FRAME");
    /** Create a receive filter. See Documentation/networking/can.rst. */
    int RX_SETUP = Abi.constant("RX_SETUP");
    /** Answer to RX_READ. See Documentation/networking/can.rst. */
    int RX_STATUS = Abi.constant("RX_STATUS");
    /** Notification: a cyclic message is missing. See Documentation/networking/can.rst. */
    int RX_TIMEOUT = Abi.constant("RX_TIMEOUT");
    /** Flag: set the timers. See Documentation/networking/can.rst. */
    int SETTIMER = Abi.constant("SETTIMER");
    /** Flag: start the timers. See Documentation/networking/can.rst. */
    int STARTTIMER = Abi.constant("STARTTIMER");
    /** Flag: send once at once. See Documentation/networking/can.rst. */
    int TX_ANNOUNCE = Abi.constant("TX_ANNOUNCE");
    /** Flag: notify when the count ran out. See Documentation/networking/can.rst. */
    int TX_COUNTEVT = Abi.constant("TX_COUNTEVT");
    /** Flag: copy the id into each frame. See Documentation/networking/can.rst. */
    int TX_CP_CAN_ID = Abi.constant("TX_CP_CAN_ID");
    /** Delete a cyclic transmission. See Documentation/networking/can.rst. */
    int TX_DELETE = Abi.constant("TX_DELETE");
    /** Notification: the count ran out. See Documentation/networking/can.rst. */
    int TX_EXPIRED = Abi.constant("TX_EXPIRED");
    /** Read a cyclic transmission. See Documentation/networking/can.rst. */
    int TX_READ = Abi.constant("TX_READ");
    /** Flag: start over with the first frame. See Documentation/networking/can.rst. */
    int TX_RESET_MULTI_IDX = Abi.constant("TX_RESET_MULTI_IDX");
    /** Send one frame. See Documentation/networking/can.rst. */
    int TX_SEND = Abi.constant("TX_SEND");
    /** Create a cyclic transmission. See Documentation/networking/can.rst. */
    int TX_SETUP = Abi.constant("TX_SETUP");
    /** Answer to TX_READ. See Documentation/networking/can.rst. */
    int TX_STATUS = Abi.constant("TX_STATUS");

    // Broadcast manager under the names that Python gives it

    /** Same as CAN_FD_FRAME. See Documentation/networking/can.rst. */
    int CAN_BCM_CAN_FD_FRAME = Abi.constant("CAN_BCM_CAN_FD_FRAME");
    /** Same as RX_ANNOUNCE_RESUME. See Documentation/networking/can.rst. */
    int CAN_BCM_RX_ANNOUNCE_RESUME = Abi.constant("CAN_BCM_RX_ANNOUNCE_RESUME");
    /** Same as RX_CHANGED. See Documentation/networking/can.rst. */
    int CAN_BCM_RX_CHANGED = Abi.constant("CAN_BCM_RX_CHANGED");
    /** Same as RX_CHECK_DLC. See Documentation/networking/can.rst. */
    int CAN_BCM_RX_CHECK_DLC = Abi.constant("CAN_BCM_RX_CHECK_DLC");
    /** Same as RX_DELETE. See Documentation/networking/can.rst. */
    int CAN_BCM_RX_DELETE = Abi.constant("CAN_BCM_RX_DELETE");
    /** Same as RX_FILTER_ID. See Documentation/networking/can.rst. */
    int CAN_BCM_RX_FILTER_ID = Abi.constant("CAN_BCM_RX_FILTER_ID");
    /** Same as RX_NO_AUTOTIMER. See Documentation/networking/can.rst. */
    int CAN_BCM_RX_NO_AUTOTIMER = Abi.constant("CAN_BCM_RX_NO_AUTOTIMER");
    /** Same as RX_READ. See Documentation/networking/can.rst. */
    int CAN_BCM_RX_READ = Abi.constant("CAN_BCM_RX_READ");
    /** Same as RX_RTR_FRAME. See Documentation/networking/can.rst. */
    int CAN_BCM_RX_RTR_FRAME = Abi.constant("CAN_BCM_RX_RTR_FRAME");
    /** Same as RX_SETUP. See Documentation/networking/can.rst. */
    int CAN_BCM_RX_SETUP = Abi.constant("CAN_BCM_RX_SETUP");
    /** Same as RX_STATUS. See Documentation/networking/can.rst. */
    int CAN_BCM_RX_STATUS = Abi.constant("CAN_BCM_RX_STATUS");
    /** Same as RX_TIMEOUT. See Documentation/networking/can.rst. */
    int CAN_BCM_RX_TIMEOUT = Abi.constant("CAN_BCM_RX_TIMEOUT");
    /** Same as SETTIMER. See Documentation/networking/can.rst. */
    int CAN_BCM_SETTIMER = Abi.constant("CAN_BCM_SETTIMER");
    /** Same as STARTTIMER. See Documentation/networking/can.rst. */
    int CAN_BCM_STARTTIMER = Abi.constant("CAN_BCM_STARTTIMER");
    /** Same as TX_ANNOUNCE. See Documentation/networking/can.rst. */
    int CAN_BCM_TX_ANNOUNCE = Abi.constant("CAN_BCM_TX_ANNOUNCE");
    /** Same as TX_COUNTEVT. See Documentation/networking/can.rst. */
    int CAN_BCM_TX_COUNTEVT = Abi.constant("CAN_BCM_TX_COUNTEVT");
    /** Same as TX_CP_CAN_ID. See Documentation/networking/can.rst. */
    int CAN_BCM_TX_CP_CAN_ID = Abi.constant("CAN_BCM_TX_CP_CAN_ID");
    /** Same as TX_DELETE. See Documentation/networking/can.rst. */
    int CAN_BCM_TX_DELETE = Abi.constant("CAN_BCM_TX_DELETE");
    /** Same as TX_EXPIRED. See Documentation/networking/can.rst. */
    int CAN_BCM_TX_EXPIRED = Abi.constant("CAN_BCM_TX_EXPIRED");
    /** Same as TX_READ. See Documentation/networking/can.rst. */
    int CAN_BCM_TX_READ = Abi.constant("CAN_BCM_TX_READ");
    /** Same as TX_RESET_MULTI_IDX. See Documentation/networking/can.rst. */
    int CAN_BCM_TX_RESET_MULTI_IDX = Abi.constant("CAN_BCM_TX_RESET_MULTI_IDX");
    /** Same as TX_SEND. See Documentation/networking/can.rst. */
    int CAN_BCM_TX_SEND = Abi.constant("CAN_BCM_TX_SEND");
    /** Same as TX_SETUP. See Documentation/networking/can.rst. */
    int CAN_BCM_TX_SETUP = Abi.constant("CAN_BCM_TX_SETUP");
    /** Same as TX_STATUS. See Documentation/networking/can.rst. */
    int CAN_BCM_TX_STATUS = Abi.constant("CAN_BCM_TX_STATUS");
}
