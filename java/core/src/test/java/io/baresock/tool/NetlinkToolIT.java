package io.baresock.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.testkit.Netns;
import io.baresock.testkit.Peer;
import io.baresock.testkit.Program;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** {@code stat}, {@code link} and {@code route} in a network namespace list what ss(8) and ip(8) list there. */
@EnabledOnOs(OS.LINUX)
class NetlinkToolIT {

    private static Map<String, List<String>> sections(String output) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        for (String line : output.split("\n")) {
            if (line.startsWith("== ")) {
                lines = new ArrayList<>();
                all.put(line.substring(3), lines);
            } else {
                lines.add(line);
            }
        }
        return all;
    }

    /** Kind, state, queues and addresses: what both programs print first. */
    private static Set<String> fields(List<String> lines) {
        Set<String> all = new TreeSet<>();
        for (String line : lines) {
            String[] words = line.trim().split("\\s+");
            int count = words[0].startsWith("u_") ? 8 : 6;
            if (words.length >= count && !words[0].equals("kind")) {
                all.add(String.join(" ", Arrays.copyOf(words, count)));
            }
        }
        return all;
    }

    private static String line(List<String> lines, String start) {
        return lines.stream().filter(l -> l.startsWith(start)).findFirst().orElseThrow(() -> new AssertionError(lines));
    }

    private static String found(String pattern, String in) {
        Matcher m = Pattern.compile(pattern).matcher(in);
        assertTrue(m.find(), () -> pattern + " in " + in);
        return m.group(1);
    }

    @Test
    void stat_listsWhatSsLists() throws Exception {
        Peer.find("ss");
        try (Netns ns = Netns.create()) {
            Map<String, List<String>> all = sections(ns.java(StatProgram.class));
            Set<String> expected = fields(all.get("ss"));
            assertEquals(expected, fields(all.get("stat")));
            assertTrue(expected.size() >= 13, () -> "" + expected);
            Set<String> own = fields(all.get("stat PID"));
            assertEquals(12, own.stream().filter(l -> !l.contains("TIME-WAIT")).count(), () -> "" + own);
            compareDetails(all.get("stat"), all.get("ss -tim"));
        }
    }

    /** The memory of the datagram socket that drops, and the congestion window of the connection with unread bytes. */
    private static void compareDetails(List<String> stat, List<String> ss) {
        String full = stat.stream()
                .filter(l -> l.startsWith("udp") && !l.contains("drops=0"))
                .findFirst()
                .orElseThrow();
        String address = found("(127\\.0\\.0\\.1:\\d+) +0\\.0\\.0\\.0:\\*", full);
        String same = ss.stream()
                .filter(l -> l.startsWith("udp") && l.contains(address + " ") && l.contains("UNCONN"))
                .findFirst()
                .orElseThrow();
        Matcher m = Pattern.compile("skmem:\\(r(\\d+),rb(\\d+),t(\\d+),tb(\\d+),.*d(\\d+)\\)")
                .matcher(same);
        assertTrue(m.find(), same);
        String memory = "rmem=" + m.group(1) + "/" + m.group(2) + " wmem=" + m.group(3) + "/" + m.group(4) + " drops="
                + m.group(5);
        assertTrue(full.contains(memory), full + " has not " + memory);
        String connection = line(stat, "tcp   ESTAB            5");
        String peers = found("(127\\.0\\.0\\.1:\\d+ +127\\.0\\.0\\.1:\\d+)", connection);
        String[] ends = peers.split(" +");
        String theirs = ss.stream()
                .filter(l -> l.matches(".*" + ends[0] + " +" + ends[1] + " .*"))
                .findFirst()
                .orElseThrow();
        assertEquals(found("cwnd:(\\d+)", theirs), found("cwnd=(\\d+)", connection));
        assertEquals(found(" mss:(\\d+)", theirs), found("mss=(\\d+)", connection));
    }

    @Test
    void linkAndRoute_listWhatIpLists() throws Exception {
        try (Netns ns = Netns.create()) {
            ns.ip("link", "add", "bs0", "type", "veth", "peer", "name", "bs1");
            ns.ip("link", "set", "bs0", "mtu", "1400", "up");
            ns.ip("link", "set", "bs1", "up");
            ns.ip("address", "add", "10.1.2.3/24", "dev", "bs0");
            ns.ip("address", "add", "fd00:1::3/64", "dev", "bs0", "nodad");
            ns.ip("route", "add", "default", "via", "10.1.2.1", "metric", "7");
            ns.ip("route", "add", "10.9.0.1", "dev", "bs1");
            Set<String> links = new TreeSet<>();
            Pattern link = Pattern.compile(
                    "(\\d+): ([^:@]+)(?:@[^:]+)?:.* mtu (\\d+) .*state (\\w+) .*link/\\w+ ([0-9a-f:]+) ");
            for (String l : ns.ip("-o", "link").split("\n")) {
                Matcher m = link.matcher(l);
                assertTrue(m.find(), l);
                links.add(m.group(1) + ": " + m.group(2) + " mtu " + m.group(3) + " state " + m.group(4) + " address "
                        + m.group(5));
            }
            assertEquals(3, links.size());
            assertEquals(links, lines(ns.java(Main.class, "link"), " rx-packets.*"));
            String noise = "( (proto|scope|pref) \\w+)|( linkdown)|(^unreachable.*)";
            Set<String> routes = lines(ns.ip("-4", "route") + ns.ip("-6", "route"), noise);
            assertTrue(routes.size() >= 4, () -> "" + routes);
            assertEquals(routes, lines(ns.java(Main.class, "route"), noise));
        }
    }

    private static Set<String> lines(String text, String without) {
        Set<String> all = new TreeSet<>();
        Stream.of(text.split("\n"))
                .map(l -> l.replaceAll(without, "").strip())
                .filter(l -> !l.isEmpty())
                .forEach(all::add);
        return all;
    }

    @Test
    void changesOfLinks_arePrinted() throws Exception {
        try (Netns ns = Netns.create();
                Peer p = watch(ns, "link")) {
            p.awaitText("1: lo mtu 65536 ");
            ns.ip("link", "set", "lo", "mtu", "1234");
            p.awaitText("1: lo mtu 1234 ");
        }
    }

    @Test
    void changesOfRoutes_arePrinted() throws Exception {
        try (Netns ns = Netns.create()) {
            ns.ip("address", "add", "10.1.2.3/24", "dev", "lo");
            ns.ip("route", "add", "10.8.0.0/16", "dev", "lo");
            try (Peer p = watch(ns, "route")) {
                p.awaitText("10.8.0.0/16 dev lo");
                ns.ip("route", "add", "10.9.0.0/16", "dev", "lo", "metric", "9");
                p.awaitText("10.9.0.0/16 dev lo metric 9");
                ns.ip("route", "del", "10.9.0.0/16");
                p.awaitText("deleted 10.9.0.0/16 dev lo metric 9");
            }
        }
    }

    private static Peer watch(Netns ns, String what) throws Exception {
        List<String> command = new ArrayList<>(List.of("netns", "exec", ns.name()));
        command.addAll(Program.command(Main.class, what, "-w"));
        return Peer.start("ip", command);
    }

    @Test
    void whatIsNotPermittedOrNotThere_isSaidClearly() throws Exception {
        assertEquals("stat 4194999: there is no process of that number", failed("stat", "4194999"));
        assertEquals("stat x1: must be the number of a process", failed("stat", "x1"));
        assertEquals(
                "stat 1: not permitted to see its descriptors. Run this as the user of that process, or as root",
                failed("stat", "1"));
    }

    /** The message of a run as nobody. */
    private static String failed(String... arguments) throws Exception {
        List<String> command = Program.command(Main.class, arguments);
        boolean isRoot = System.getProperty("user.name").equals("root");
        if (isRoot) {
            command.addAll(0, List.of(Peer.find("setpriv"), "--reuid", "65534", "--regid", "65534", "--clear-groups"));
        }
        Process p = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(1, p.waitFor(), said);
        return said.lines()
                .filter(l -> l.startsWith("baresock: "))
                .map(l -> l.substring("baresock: ".length()))
                .findFirst()
                .orElse(said);
    }

    @Test
    void help_isNoError_andBadArgumentsAre() throws Exception {
        try (Netns ns = Netns.create()) {
            assertTrue(ns.java(Main.class, "stat", "--help").contains("stat [PID]"));
            List<String> bad = Program.command(Main.class, "route", "-x");
            assertEquals(false, ns.succeeds(bad));
        }
    }
}
