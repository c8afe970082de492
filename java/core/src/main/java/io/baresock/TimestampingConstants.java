package io.baresock;

import io.baresock.internal.Abi;

/** Software and hardware time stamps. */
interface TimestampingConstants {

    // Flags of SO_TIMESTAMPING

    /** Times of one hardware clock, Linux 5.14. See Documentation/networking/timestamping.rst. */
    int SOF_TIMESTAMPING_BIND_PHC = Abi.constant("SOF_TIMESTAMPING_BIND_PHC");
    /** Receive the cmsg also in the error queue. See Documentation/networking/timestamping.rst. */
    int SOF_TIMESTAMPING_OPT_CMSG = Abi.constant("SOF_TIMESTAMPING_OPT_CMSG");
    /** Number each send. See Documentation/networking/timestamping.rst. */
    int SOF_TIMESTAMPING_OPT_ID = Abi.constant("SOF_TIMESTAMPING_OPT_ID");
    /** Number TCP sends from the next byte, Linux 6.2. See Documentation/networking/timestamping.rst. */
    int SOF_TIMESTAMPING_OPT_ID_TCP = Abi.constant("SOF_TIMESTAMPING_OPT_ID_TCP");
    /** Add interface and length to hardware times. See Documentation/networking/timestamping.rst. */
    int SOF_TIMESTAMPING_OPT_PKTINFO = Abi.constant("SOF_TIMESTAMPING_OPT_PKTINFO");
    /** Only the receive times this socket asked for, Linux 6.12. See Documentation/networking/timestamping.rst. */
    int SOF_TIMESTAMPING_OPT_RX_FILTER = Abi.constant("SOF_TIMESTAMPING_OPT_RX_FILTER");
    /** Add TCP statistics to transmit times. See Documentation/networking/timestamping.rst. */
    int SOF_TIMESTAMPING_OPT_STATS = Abi.constant("SOF_TIMESTAMPING_OPT_STATS");
    /** Transmit times without the packet. See Documentation/networking/timestamping.rst. */
    int SOF_TIMESTAMPING_OPT_TSONLY = Abi.constant("SOF_TIMESTAMPING_OPT_TSONLY");
    /** Software and hardware transmit times both. See Documentation/networking/timestamping.rst. */
    int SOF_TIMESTAMPING_OPT_TX_SWHW = Abi.constant("SOF_TIMESTAMPING_OPT_TX_SWHW");
    /** Report hardware times. See Documentation/networking/timestamping.rst. */
    int SOF_TIMESTAMPING_RAW_HARDWARE = Abi.constant("SOF_TIMESTAMPING_RAW_HARDWARE");
    /** Take hardware receive times. See Documentation/networking/timestamping.rst. */
    int SOF_TIMESTAMPING_RX_HARDWARE = Abi.constant("SOF_TIMESTAMPING_RX_HARDWARE");
    /** Take software receive times. See Documentation/networking/timestamping.rst. */
    int SOF_TIMESTAMPING_RX_SOFTWARE = Abi.constant("SOF_TIMESTAMPING_RX_SOFTWARE");
    /** Report software times. See Documentation/networking/timestamping.rst. */
    int SOF_TIMESTAMPING_SOFTWARE = Abi.constant("SOF_TIMESTAMPING_SOFTWARE");
    /** Relic: hardware times in system time. See Documentation/networking/timestamping.rst. */
    int SOF_TIMESTAMPING_SYS_HARDWARE = Abi.constant("SOF_TIMESTAMPING_SYS_HARDWARE");
    /** Time when all data was acknowledged. See Documentation/networking/timestamping.rst. */
    int SOF_TIMESTAMPING_TX_ACK = Abi.constant("SOF_TIMESTAMPING_TX_ACK");
    /** Time when the device reported completion, Linux 6.15. See Documentation/networking/timestamping.rst. */
    int SOF_TIMESTAMPING_TX_COMPLETION = Abi.constant("SOF_TIMESTAMPING_TX_COMPLETION");
    /** Take hardware transmit times. See Documentation/networking/timestamping.rst. */
    int SOF_TIMESTAMPING_TX_HARDWARE = Abi.constant("SOF_TIMESTAMPING_TX_HARDWARE");
    /** Time when the packet entered the scheduler. See Documentation/networking/timestamping.rst. */
    int SOF_TIMESTAMPING_TX_SCHED = Abi.constant("SOF_TIMESTAMPING_TX_SCHED");
    /** Take software transmit times. See Documentation/networking/timestamping.rst. */
    int SOF_TIMESTAMPING_TX_SOFTWARE = Abi.constant("SOF_TIMESTAMPING_TX_SOFTWARE");

    // Kinds of transmit times, in ee_info

    /** Acknowledged by the peer. See Documentation/networking/timestamping.rst. */
    int SCM_TSTAMP_ACK = Abi.constant("SCM_TSTAMP_ACK");
    /** Completed by the device, Linux 6.15. See Documentation/networking/timestamping.rst. */
    int SCM_TSTAMP_COMPLETION = Abi.constant("SCM_TSTAMP_COMPLETION");
    /** Entered the packet scheduler. See Documentation/networking/timestamping.rst. */
    int SCM_TSTAMP_SCHED = Abi.constant("SCM_TSTAMP_SCHED");
    /** Sent by driver or hardware. See Documentation/networking/timestamping.rst. */
    int SCM_TSTAMP_SND = Abi.constant("SCM_TSTAMP_SND");

    // Hardware configuration, for SIOCSHWTSTAMP

    /** Stamp every packet received. See Documentation/networking/timestamping.rst. */
    int HWTSTAMP_FILTER_ALL = Abi.constant("HWTSTAMP_FILTER_ALL");
    /** Stamp no packet received. See Documentation/networking/timestamping.rst. */
    int HWTSTAMP_FILTER_NONE = Abi.constant("HWTSTAMP_FILTER_NONE");
    /** Stamp NTP packets. See Documentation/networking/timestamping.rst. */
    int HWTSTAMP_FILTER_NTP_ALL = Abi.constant("HWTSTAMP_FILTER_NTP_ALL");
    /** Stamp PTP version 1 events over UDP. See Documentation/networking/timestamping.rst. */
    int HWTSTAMP_FILTER_PTP_V1_L4_EVENT = Abi.constant("HWTSTAMP_FILTER_PTP_V1_L4_EVENT");
    /** Stamp PTP version 2 events. See Documentation/networking/timestamping.rst. */
    int HWTSTAMP_FILTER_PTP_V2_EVENT = Abi.constant("HWTSTAMP_FILTER_PTP_V2_EVENT");
    /** Stamp PTP version 2 events over Ethernet. See Documentation/networking/timestamping.rst. */
    int HWTSTAMP_FILTER_PTP_V2_L2_EVENT = Abi.constant("HWTSTAMP_FILTER_PTP_V2_L2_EVENT");
    /** Stamp PTP version 2 events over UDP. See Documentation/networking/timestamping.rst. */
    int HWTSTAMP_FILTER_PTP_V2_L4_EVENT = Abi.constant("HWTSTAMP_FILTER_PTP_V2_L4_EVENT");
    /** More packets than asked for are stamped. See Documentation/networking/timestamping.rst. */
    int HWTSTAMP_FILTER_SOME = Abi.constant("HWTSTAMP_FILTER_SOME");
    /** Clock of the active interface of a bond. See Documentation/networking/timestamping.rst. */
    int HWTSTAMP_FLAG_BONDED_PHC_INDEX = Abi.constant("HWTSTAMP_FLAG_BONDED_PHC_INDEX");
    /** Stamp no packet sent. See Documentation/networking/timestamping.rst. */
    int HWTSTAMP_TX_OFF = Abi.constant("HWTSTAMP_TX_OFF");
    /** Stamp packets sent on request. See Documentation/networking/timestamping.rst. */
    int HWTSTAMP_TX_ON = Abi.constant("HWTSTAMP_TX_ON");
    /** Insert times into PTP peer delay packets. See Documentation/networking/timestamping.rst. */
    int HWTSTAMP_TX_ONESTEP_P2P = Abi.constant("HWTSTAMP_TX_ONESTEP_P2P");
    /** Insert times into PTP sync packets. See Documentation/networking/timestamping.rst. */
    int HWTSTAMP_TX_ONESTEP_SYNC = Abi.constant("HWTSTAMP_TX_ONESTEP_SYNC");
}
