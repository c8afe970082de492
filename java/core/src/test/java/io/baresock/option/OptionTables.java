package io.baresock.option;

import io.baresock.SocketOption;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The classes of typed options. */
final class OptionTables {

    static final List<Class<?>> TABLES = List.of(
            CanOptions.class,
            IpOptions.class,
            Ipv6Options.class,
            MptcpOptions.class,
            NetlinkOptions.class,
            PacketOptions.class,
            RawOptions.class,
            SocketOptions.class,
            TcpOptions.class,
            TlsOptions.class,
            UdpOptions.class,
            UnixOptions.class,
            VsockOptions.class);

    private OptionTables() {}

    static SocketOption<?> valueOf(Field field) {
        try {
            return (SocketOption<?>) field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    /** Every field of every table. */
    static List<SocketOption<?>> options() {
        List<SocketOption<?>> all = new ArrayList<>();
        for (Class<?> table : TABLES) {
            Arrays.stream(table.getFields()).map(OptionTables::valueOf).forEach(all::add);
        }
        return all;
    }
}
