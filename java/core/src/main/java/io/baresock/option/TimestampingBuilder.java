package io.baresock.option;

import static io.baresock.Bsd.*;

import io.baresock.internal.Abi;

/**
 * Builds a {@link Timestamping}: which times to take, and how to report them. A method that asks for a software time also turns on the
 * report of software times; hardware times work the same way.
 *
 * <p>Every method throws {@link UnsupportedOperationException} if the OS has no such flag. If only this kernel is too old for a flag,
 * setting the option fails with EINVAL. Not thread-safe.
 *
 * @see <a href="https://docs.kernel.org/networking/timestamping.html">Documentation/networking/timestamping.rst</a>
 */
public final class TimestampingBuilder {

    private int flags;
    private int phcIndex;

    TimestampingBuilder() {}

    /**
     * Adds any flags.
     *
     * @param more {@code SOF_TIMESTAMPING_*}, or-ed
     * @return this
     */
    public TimestampingBuilder flags(int more) {
        Abi.check(more, "SO_TIMESTAMPING");
        flags |= more;
        return this;
    }

    private TimestampingBuilder software(int flag) {
        return flags(flag).flags(SOF_TIMESTAMPING_SOFTWARE);
    }

    private TimestampingBuilder hardware(int flag) {
        return flags(flag).flags(SOF_TIMESTAMPING_RAW_HARDWARE);
    }

    // ---- what to take ----

    /** {@return this; takes when the kernel got a packet from the driver} */
    public TimestampingBuilder receiveSoftware() {
        return software(SOF_TIMESTAMPING_RX_SOFTWARE);
    }

    /** {@return this; takes when the device received a packet: see {@link HardwareTimestamping}} */
    public TimestampingBuilder receiveHardware() {
        return hardware(SOF_TIMESTAMPING_RX_HARDWARE);
    }

    /** {@return this; takes when the driver got a packet to send} */
    public TimestampingBuilder sendSoftware() {
        return software(SOF_TIMESTAMPING_TX_SOFTWARE);
    }

    /** {@return this; takes when the device sent a packet} */
    public TimestampingBuilder sendHardware() {
        return hardware(SOF_TIMESTAMPING_TX_HARDWARE);
    }

    /** {@return this; takes when a packet entered the packet scheduler} */
    public TimestampingBuilder sendSched() {
        return software(SOF_TIMESTAMPING_TX_SCHED);
    }

    /** {@return this; takes when the peer has acknowledged all bytes of a send; TCP} */
    public TimestampingBuilder sendAck() {
        return software(SOF_TIMESTAMPING_TX_ACK);
    }

    /** {@return this; takes when the device reported a packet as sent; Linux 6.15, only Bluetooth so far} */
    public TimestampingBuilder sendCompletion() {
        return software(SOF_TIMESTAMPING_TX_COMPLETION);
    }

    /** {@return this; reports software times, also for packets whose control message asks for them} */
    public TimestampingBuilder reportSoftware() {
        return flags(SOF_TIMESTAMPING_SOFTWARE);
    }

    /** {@return this; reports hardware times, also for packets whose control message asks for them} */
    public TimestampingBuilder reportHardware() {
        return flags(SOF_TIMESTAMPING_RAW_HARDWARE);
    }

    // ---- how ----

    /** {@return this; numbers sends: see {@link io.baresock.zerocopy.TransmitIds}} */
    public TimestampingBuilder ids() {
        return flags(SOF_TIMESTAMPING_OPT_ID);
    }

    /** {@return this; numbers the bytes of a TCP stream from the next one on; the socket must be connected; Linux 6.2} */
    public TimestampingBuilder streamIds() {
        return flags(SOF_TIMESTAMPING_OPT_ID).flags(SOF_TIMESTAMPING_OPT_ID_TCP);
    }

    /** {@return this; transmit times come without the packet} */
    public TimestampingBuilder timesOnly() {
        return flags(SOF_TIMESTAMPING_OPT_TSONLY);
    }

    /** {@return this; transmit times come with the destination and interface (as by {@code IP_PKTINFO}), not with TCP} */
    public TimestampingBuilder withControl() {
        return flags(SOF_TIMESTAMPING_OPT_CMSG);
    }

    /** {@return this; transmit times of TCP come with {@code SCM_TIMESTAMPING_OPT_STATS}; needs {@link #timesOnly}} */
    public TimestampingBuilder withStats() {
        return flags(SOF_TIMESTAMPING_OPT_STATS);
    }

    /** {@return this; hardware receive times come with the interface and the packet's length} */
    public TimestampingBuilder withPktinfo() {
        return flags(SOF_TIMESTAMPING_OPT_PKTINFO);
    }

    /** {@return this; a packet with a hardware time also gets its software time} */
    public TimestampingBuilder sendBoth() {
        return flags(SOF_TIMESTAMPING_OPT_TX_SWHW);
    }

    /** {@return this; reports only the receive times that this socket asked for; Linux 6.12} */
    public TimestampingBuilder receiveFilter() {
        return flags(SOF_TIMESTAMPING_OPT_RX_FILTER);
    }

    /**
     * Takes the hardware times from one clock; Linux 5.14.
     *
     * @param index the N of {@code /dev/ptpN}
     * @return this
     */
    public TimestampingBuilder clock(int index) {
        phcIndex = index;
        return flags(SOF_TIMESTAMPING_BIND_PHC);
    }

    /** {@return the value} */
    public Timestamping build() {
        return new Timestamping(flags, phcIndex);
    }

    @Override
    public String toString() {
        return "TimestampingBuilder[" + build() + "]";
    }
}
