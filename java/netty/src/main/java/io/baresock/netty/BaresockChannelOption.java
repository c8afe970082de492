package io.baresock.netty;

import io.baresock.SocketOption;
import io.netty.channel.ChannelOption;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Options of a {@link BaresockDatagramChannel}, beside those of {@link ChannelOption}. {@link #of} makes one of each socket option that
 * Baresock knows, such as {@code BaresockChannelOption.of(SocketOptions.SO_BUSY_POLL)}.
 *
 * <p>A bootstrap of Netty logs an option that the system refuses, and goes on without it. To get the exception instead, set it by
 * {@code channel.config().setOption(option, value)}.
 *
 * @param <T> the type of its value
 */
public final class BaresockChannelOption<T> extends ChannelOption<T> {

    private static final ConcurrentMap<SocketOption<?>, BaresockChannelOption<?>> OF = new ConcurrentHashMap<>();
    private static final int BATCH_MAX = 1024;

    /**
     * How many datagrams one system call receives or sends at most, 1 to 1024; 64 if not set. A send with {@link #GSO} takes up to four
     * times as many. With {@link #GRO} a receive takes up to 2 pieces of 64 KiB. Set it before the channel is bound or connected. Each
     * channel that receives keeps memory for so many datagrams.
     */
    public static final ChannelOption<Integer> BATCH =
            new BaresockChannelOption<>("BATCH", Integer.class, 1, BATCH_MAX);

    /**
     * How many datagrams of one size and one destination must follow each other in one flush to be given to the kernel in one piece (GSO):
     * 2 or more; 16 if not set. 0 sends no pieces. See {@link io.baresock.Gso}.
     */
    public static final ChannelOption<Integer> GSO =
            new BaresockChannelOption<>("GSO", Integer.class, 0, Integer.MAX_VALUE);

    /**
     * Whether the kernel merges received datagrams that follow each other (UDP_GRO, Linux 5.0). The channel takes them apart again, without
     * a copy, so handlers see no difference. Each buffer is 64 KiB then, and stays in use until the last of its datagrams is released.
     */
    public static final ChannelOption<Boolean> GRO = new BaresockChannelOption<>("GRO", Boolean.class, 0, 1);

    /** Whether a received packet says to which address of this host it was sent, and by which interface it came: IP_PKTINFO. */
    public static final ChannelOption<Boolean> PKTINFO = new BaresockChannelOption<>("PKTINFO", Boolean.class, 0, 1);

    /** Whether a received packet says its type of service and ECN bits: IP_RECVTOS, IPV6_RECVTCLASS. */
    public static final ChannelOption<Boolean> TOS = new BaresockChannelOption<>("TOS", Boolean.class, 0, 1);

    private final @Nullable SocketOption<T> option;
    private final Class<T> type;
    private final int min;
    private final int max;

    @SuppressWarnings("deprecation") // of ChannelOption's constructors no other is for subclasses
    private BaresockChannelOption(String name, Class<T> type, int min, int max) {
        super("io.baresock.netty#" + name);
        this.type = type;
        this.min = min;
        this.max = max;
        option = null;
    }

    @SuppressWarnings("deprecation")
    private BaresockChannelOption(SocketOption<T> option) {
        super("io.baresock#" + option.label());
        this.option = option;
        type = option.type();
        min = 0;
        max = 0;
    }

    /**
     * Makes a channel option of a socket option.
     *
     * @param <T> the type of its value
     * @param option one of the tables in {@code io.baresock.option}, or one made by hand
     * @return always the same object for the same option
     */
    @SuppressWarnings("unchecked") // each key has a value of its own type
    public static <T> ChannelOption<T> of(SocketOption<T> option) {
        Objects.requireNonNull(option, "BaresockChannelOption.of: the option is null");
        return (ChannelOption<T>) OF.computeIfAbsent(option, BaresockChannelOption::make);
    }

    private static <T> BaresockChannelOption<T> make(SocketOption<T> option) {
        return new BaresockChannelOption<>(option);
    }

    /** The socket option; null if it is one of the channel's own. */
    @Nullable
    SocketOption<T> option() {
        return option;
    }

    /**
     * Checks a value.
     *
     * @param value a value
     * @throws IllegalArgumentException if it is not one of the option's
     */
    @Override
    public void validate(T value) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(
                    "option " + name() + ": the value " + value + " is not a " + type.getSimpleName());
        }
        if (value instanceof Integer n && option == null && (n < min || n > max)) {
            throw new IllegalArgumentException("option " + name() + ": " + n + " is not in " + min + ".." + max);
        }
    }
}
