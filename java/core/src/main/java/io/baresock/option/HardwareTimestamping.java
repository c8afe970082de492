package io.baresock.option;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.internal.Abi;
import io.baresock.internal.Memory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Which packets a network device stamps with the time ({@code struct hwtstamp_config}). It is a setting of the device, so it counts
 * for every program. A socket gets the times by {@code SO_TIMESTAMPING}. Linux only. Immutable.
 *
 * @param flags 0, or {@code HWTSTAMP_FLAG_*}
 * @param transmit which packets it stamps when sending: {@code HWTSTAMP_TX_*}
 * @param receive which packets it stamps when receiving: {@code HWTSTAMP_FILTER_*}
 * @see <a href="https://docs.kernel.org/networking/timestamping.html">Documentation/networking/timestamping.rst</a>
 */
public record HardwareTimestamping(int flags, int transmit, int receive) {

    // struct ifreq: 16 bytes name, 24 of which the first 8 are the address of struct hwtstamp_config
    private static final int NAME = 16;
    private static final int IFREQ = 40;
    private static final int CONFIG = 12;

    /**
     * Reads a device's setting.
     *
     * @param device the interface's name, such as {@code eth0}
     * @return the setting
     * @throws ErrnoException ENODEV: no such interface; EOPNOTSUPP: the device cannot stamp, such as the loopback interface
     * @throws UnsupportedOperationException on systems other than Linux
     */
    public static HardwareTimestamping get(String device) throws ErrnoException {
        return call(device, SIOCGHWTSTAMP, "ioctl(SIOCGHWTSTAMP)", new HardwareTimestamping(0, 0, 0));
    }

    /**
     * Makes this a device's setting. Needs CAP_NET_ADMIN.
     *
     * @param device the interface's name
     * @return what the device does now: it may stamp more packets than you asked for
     * @throws ErrnoException ENODEV, EOPNOTSUPP; EPERM; ERANGE if the device cannot do that
     * @throws UnsupportedOperationException on systems other than Linux
     */
    public HardwareTimestamping set(String device) throws ErrnoException {
        return call(device, SIOCSHWTSTAMP, "ioctl(SIOCSHWTSTAMP)", this);
    }

    private static HardwareTimestamping call(String device, int request, String call, HardwareTimestamping given)
            throws ErrnoException {
        Abi.check(request, call);
        byte[] name = device.getBytes(StandardCharsets.UTF_8);
        if (name.length == 0 || name.length >= NAME || device.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(call + ": '" + device + "' cannot be an interface: 1 to 15 bytes");
        }
        ByteBuffer memory = Memory.allocate(IFREQ + CONFIG);
        long address = Memory.address(memory);
        memory.put(0, name).putLong(NAME, address + IFREQ);
        memory.putInt(IFREQ, given.flags).putInt(IFREQ + 4, given.transmit).putInt(IFREQ + 8, given.receive);
        int fd = socket(AF_INET, SOCK_DGRAM, 0); // the family does not matter
        int r = fd < 0 ? fd : ioctl(fd, request & 0xFFFF_FFFFL, address);
        Reference.reachabilityFence(memory);
        if (fd >= 0) {
            close(fd);
        }
        if (r < 0) {
            throw new ErrnoException(call, -r, device);
        }
        return new HardwareTimestamping(memory.getInt(IFREQ), memory.getInt(IFREQ + 4), memory.getInt(IFREQ + 8));
    }
}
