package io.baresock.option;

import static io.baresock.Bsd.AF_VSOCK;
import static io.baresock.OptionInfo.linux;
import static io.baresock.option.Options.ofDuration;
import static io.baresock.option.Options.ofLong;

import io.baresock.Bsd;
import io.baresock.SocketOption;
import java.time.Duration;

/**
 * Options of virtual machine sockets.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/vsock.7.html">vsock(7)</a>
 */
public final class VsockLevel {

    /** The largest buffer. */
    public static final SocketOption<Long> SO_VM_SOCKETS_BUFFER_MAX_SIZE = ofLong(
            "SO_VM_SOCKETS_BUFFER_MAX_SIZE",
            AF_VSOCK,
            Bsd.SO_VM_SOCKETS_BUFFER_MAX_SIZE,
            linux("3.9").in("bytes"));

    /** The smallest buffer. */
    public static final SocketOption<Long> SO_VM_SOCKETS_BUFFER_MIN_SIZE = ofLong(
            "SO_VM_SOCKETS_BUFFER_MIN_SIZE",
            AF_VSOCK,
            Bsd.SO_VM_SOCKETS_BUFFER_MIN_SIZE,
            linux("3.9").in("bytes"));

    /** The buffer, kept between the two. */
    public static final SocketOption<Long> SO_VM_SOCKETS_BUFFER_SIZE = ofLong(
            "SO_VM_SOCKETS_BUFFER_SIZE",
            AF_VSOCK,
            Bsd.SO_VM_SOCKETS_BUFFER_SIZE,
            linux("3.9").in("bytes"));

    /** How long connect(2) waits. */
    public static final SocketOption<Duration> SO_VM_SOCKETS_CONNECT_TIMEOUT = ofDuration(
            "SO_VM_SOCKETS_CONNECT_TIMEOUT",
            AF_VSOCK,
            Bsd.SO_VM_SOCKETS_CONNECT_TIMEOUT,
            linux("3.9").in("microseconds"));

    private VsockLevel() {}
}
