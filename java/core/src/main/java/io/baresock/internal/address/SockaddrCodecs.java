package io.baresock.internal.address;

import static io.baresock.internal.address.SockaddrLayout.AF_INET;
import static io.baresock.internal.address.SockaddrLayout.AF_INET6;
import static io.baresock.internal.address.SockaddrLayout.AF_UNIX;

import io.baresock.internal.Library;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** The text of an address of any family. What {@link #format} writes, {@link #parse} reads back to an equal address. */
public final class SockaddrCodecs {

    private SockaddrCodecs() {}

    /** The text form of its family; the form for raw bytes if it is not a well-formed address of that family. */
    public static String format(ByteBuffer packed) {
        int family = SockaddrLayout.family(packed, 0, packed.capacity());
        String text = family == AF_INET
                ? InetCodec.format4(packed)
                : family == AF_INET6
                        ? InetCodec.format6(packed)
                        : family == AF_UNIX ? UnixCodec.format(packed) : formatOther(packed);
        return text != null ? text : RawCodec.format(packed);
    }

    /** The same for an address in native memory; null if there is none. */
    public static @Nullable String format(long address, int length) {
        if (address == 0 || length < SockaddrLayout.DATA) {
            return null;
        }
        ByteBuffer at = Library.backend().memoryView(address, length).order(ByteOrder.nativeOrder());
        return format(SockaddrLayout.copy(at, 0, length));
    }

    /** The same for an address that a call has filled in ({@link SockaddrSlot}). */
    public static @Nullable String formatSlot(long slot) {
        if (slot == 0) {
            return null;
        }
        ByteBuffer at = Library.backend().memoryView(slot, SockaddrSlot.BYTES).order(ByteOrder.nativeOrder());
        return format(slot + SockaddrSlot.ADDRESS, SockaddrSlot.length(at, 0));
    }

    /** Each of these returns null for an address of another family. */
    private static @Nullable String formatOther(ByteBuffer packed) {
        String text = PacketCodec.format(packed);
        text = text != null ? text : VsockCodec.format(packed);
        text = text != null ? text : AlgCodec.format(packed);
        for (NumberCodec codec : NumberCodec.ALL) {
            text = text != null ? text : codec.format(packed);
        }
        return text;
    }

    /**
     * The packed address.
     *
     * @throws IllegalArgumentException if the text is malformed
     */
    public static ByteBuffer parse(String text) {
        return switch (text.substring(0, Math.max(text.indexOf(':'), 0))) {
            case "unix" -> UnixCodec.parse(text);
            case "packet" -> PacketCodec.parse(text);
            case "vsock" -> VsockCodec.parse(text);
            case "alg" -> AlgCodec.parse(text);
            case "family" -> RawCodec.parse(text);
            case "netlink" -> NumberCodec.NETLINK.parse(text);
            case "can" -> NumberCodec.CAN.parse(text);
            case "tipc" -> NumberCodec.TIPC.parse(text);
            case "qipcrtr" -> NumberCodec.QIPCRTR.parse(text);
            default -> text.startsWith("[") ? InetCodec.parse6(text) : InetCodec.parse4(text);
        };
    }
}
