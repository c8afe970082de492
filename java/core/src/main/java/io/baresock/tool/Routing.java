package io.baresock.tool;

import static io.baresock.Bsd.*;

import io.baresock.Bsd;
import io.baresock.internal.Printable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Links and routes of this network namespace, and their changes: rtnetlink(7). */
final class Routing implements AutoCloseable {

    // linux/rtnetlink.h, if_link.h
    private static final int RTM_NEWLINK = 16;
    private static final int RTM_DELLINK = 17;
    private static final int RTM_GETLINK = 18;
    private static final int RTM_NEWROUTE = 24;
    private static final int RTM_DELROUTE = 25;
    private static final int RTM_GETROUTE = 26;
    private static final int RTMGRP_LINK = 1;
    private static final int RTMGRP_IPV4_ROUTE = 0x40;
    private static final int RTMGRP_IPV6_ROUTE = 0x400;
    private static final int LINK_MESSAGE = 16; // struct ifinfomsg
    private static final int ROUTE_MESSAGE = 12; // struct rtmsg
    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_MTU = 4;
    private static final int IFLA_OPERSTATE = 16;
    private static final int IFLA_STATS64 = 23;
    private static final int RTA_DST = 1;
    private static final int RTA_OIF = 4;
    private static final int RTA_GATEWAY = 5;
    private static final int RTA_PRIORITY = 6;
    private static final int RTA_PREFSRC = 7;
    private static final int RTA_TABLE = 15;
    private static final int RT_TABLE_MAIN = 254;

    private static final String[] OPERATIONAL = {
        "UNKNOWN", "NOTPRESENT", "DOWN", "LOWERLAYERDOWN", "TESTING", "DORMANT", "UP"
    };

    private final boolean routes;
    private final Netlink netlink;
    private final Map<Integer, String> names = new HashMap<>();

    private Routing(boolean routes, Netlink netlink) {
        this.routes = routes;
        this.netlink = netlink;
    }

    /** For routes or for links; its changes are heard of from here on. */
    static Routing open(boolean routes) throws IOException {
        int groups = RTMGRP_LINK | (routes ? RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_ROUTE : 0);
        return new Routing(routes, Netlink.open(NETLINK_ROUTE, groups));
    }

    /** Prints all that there are. */
    void list() throws IOException {
        netlink.list("links", RTM_GETLINK, Netlink.body(LINK_MESSAGE), this::print);
        if (routes) {
            netlink.list("routes", RTM_GETROUTE, Netlink.body(ROUTE_MESSAGE), this::print);
        }
    }

    /** Prints each change, until the process ends. */
    void watch() throws IOException {
        netlink.listen(this::print);
    }

    private void print(int type, ByteBuffer b) {
        boolean isLink = type == RTM_NEWLINK || type == RTM_DELLINK;
        String line = isLink ? link(b) : type == RTM_NEWROUTE || type == RTM_DELROUTE ? route(b) : null;
        if (line != null && isLink != routes) {
            System.out.println((type == RTM_DELLINK || type == RTM_DELROUTE ? "deleted " : "") + line);
        }
    }

    private String link(ByteBuffer b) {
        Map<Integer, ByteBuffer> a = Netlink.attributes(b, LINK_MESSAGE);
        int index = b.getInt(4);
        ByteBuffer name = a.get(IFLA_IFNAME);
        names.put(index, name == null ? "link" + index : text(name));
        StringBuilder line = new StringBuilder(index + ": " + names.get(index));
        line.append(" mtu ").append(number(a.get(IFLA_MTU)));
        ByteBuffer state = a.get(IFLA_OPERSTATE);
        int operational = state == null ? 0 : state.get(0);
        line.append(" state ").append(operational < OPERATIONAL.length ? OPERATIONAL[operational] : "" + operational);
        ByteBuffer address = a.get(IFLA_ADDRESS);
        if (address != null) {
            line.append(" address ").append(HexFormat.ofDelimiter(":").formatHex(Netlink.bytes(address)));
        }
        ByteBuffer stats = a.get(IFLA_STATS64);
        if (stats != null && stats.capacity() >= 64) {
            String[] fields = {
                "rx-packets", "tx-packets", "rx-bytes", "tx-bytes", "rx-errors", "tx-errors", "rx-dropped", "tx-dropped"
            };
            for (int i = 0; i < fields.length; i++) {
                line.append(' ')
                        .append(fields[i])
                        .append(' ')
                        .append(Long.toUnsignedString(stats.getLong(i * Long.BYTES)));
            }
        }
        return line.toString();
    }

    private static String text(ByteBuffer name) {
        String s = new String(Netlink.bytes(name), StandardCharsets.UTF_8);
        return Printable.of(s.endsWith("\0") ? s.substring(0, s.length() - 1) : s);
    }

    private static long number(@Nullable ByteBuffer attribute) {
        return attribute == null ? 0 : Integer.toUnsignedLong(attribute.getInt(0));
    }

    /** A route of the main table; null for another. */
    private @Nullable String route(ByteBuffer b) {
        Map<Integer, ByteBuffer> a = Netlink.attributes(b, ROUTE_MESSAGE);
        int family = b.get(0);
        boolean inet = family == AF_INET || family == AF_INET6;
        long table = a.containsKey(RTA_TABLE) ? number(a.get(RTA_TABLE)) : b.get(4) & 0xff;
        if (!inet || table != RT_TABLE_MAIN) {
            return null;
        }
        ByteBuffer to = a.get(RTA_DST);
        int bits = b.get(1) & 0xff;
        boolean host = bits == (family == AF_INET ? 32 : 128);
        StringBuilder line = new StringBuilder(to == null ? "default" : address(family, to) + (host ? "" : "/" + bits));
        append(line, " via ", a.get(RTA_GATEWAY), family);
        if (a.containsKey(RTA_OIF)) {
            int index = (int) number(a.get(RTA_OIF));
            line.append(" dev ").append(names.getOrDefault(index, "link" + index));
        }
        append(line, " src ", a.get(RTA_PREFSRC), family);
        if (a.containsKey(RTA_PRIORITY)) {
            line.append(" metric ").append(number(a.get(RTA_PRIORITY)));
        }
        return line.toString();
    }

    private static void append(StringBuilder line, String what, @Nullable ByteBuffer address, int family) {
        if (address != null) {
            line.append(what).append(address(family, address));
        }
    }

    private static String address(int family, ByteBuffer bytes) {
        return String.valueOf(Bsd.inet_ntop(family, Netlink.bytes(bytes))).toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        netlink.close();
    }
}
