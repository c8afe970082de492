package io.baresock.net;

import io.baresock.SocketOption;
import io.baresock.option.CanOptions;
import io.baresock.option.IpOptions;
import io.baresock.option.Ipv6Options;
import io.baresock.option.MptcpOptions;
import io.baresock.option.NetlinkOptions;
import io.baresock.option.PacketOptions;
import io.baresock.option.RawOptions;
import io.baresock.option.SocketOptions;
import io.baresock.option.TcpOptions;
import io.baresock.option.TlsOptions;
import io.baresock.option.UdpOptions;
import io.baresock.option.UnixOptions;
import io.baresock.option.VsockOptions;
import java.lang.reflect.Field;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The options of {@code io.baresock.option} by their names. */
final class OptionNames {

    private static final List<Class<?>> TABLES = List.of(
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

    private static final int NEAREST = 3;

    private static final Map<String, SocketOption<?>> ALL = all();

    private OptionNames() {}

    private static Map<String, SocketOption<?>> all() {
        Map<String, SocketOption<?>> all = new TreeMap<>();
        try {
            for (Class<?> table : TABLES) {
                for (Field field : table.getFields()) {
                    if (field.get(null) instanceof SocketOption<?> option) {
                        all.put(field.getName(), option);
                    }
                }
            }
        } catch (IllegalAccessException e) {
            throw new AssertionError(e); // they are public
        }
        return all;
    }

    /**
     * The option of a name.
     *
     * @throws IllegalArgumentException if there is none; it says which names are nearest
     */
    static SocketOption<?> get(String name) {
        SocketOption<?> option = ALL.get(name);
        if (option == null) {
            throw new IllegalArgumentException("there is no option " + name + "; the nearest names are " + nearest(name)
                    + ". The classes of io.baresock.option have them all");
        }
        return option;
    }

    private static String nearest(String name) {
        return ALL.keySet().stream()
                .sorted(Comparator.comparingInt(known -> distance(name, known)))
                .limit(NEAREST)
                .collect(Collectors.joining(", "));
    }

    /** How many letters must be put in, left out or changed (Levenshtein); the case of a letter does not count. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                boolean same = Character.toUpperCase(a.charAt(i - 1)) == b.charAt(j - 1);
                int change = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
