package io.baresock.tool;

import io.baresock.internal.Printable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The sockets of a process, or all, as a table. */
final class Stat {

    private static final String ROW = "%-5s %-10s %7s %7s %-26s %-26s %s%n";
    private static final String LINK = "socket:[";

    private Stat() {}

    /** All sockets of this network namespace. */
    static String all() throws IOException {
        return table(SockDiag.all());
    }

    /**
     * The sockets that a process has open.
     *
     * @param pid its number
     * @throws IOException if there is no such process, or this user may not look at it
     */
    static String of(String pid) throws IOException {
        if (!pid.matches("[0-9]{1,10}")) {
            throw new IllegalArgumentException("stat " + Printable.of(pid) + ": must be the number of a process");
        }
        Path process = Path.of("/proc", pid);
        try {
            Set<Long> inodes = inodes(process.resolve("fd"));
            List<SockDiag.Entry> all = SockDiag.all().stream()
                    .filter(e -> inodes.contains(e.inode()))
                    .toList();
            return table(all) + others(pid, process, inodes.size() - all.size());
        } catch (NoSuchFileException e) {
            throw new IOException("stat " + pid + ": there is no process of that number", e);
        } catch (AccessDeniedException e) {
            throw new IOException(
                    "stat " + pid
                            + ": not permitted to see its descriptors. Run this as the user of that process, or as root",
                    e);
        }
    }

    private static Set<Long> inodes(Path descriptors) throws IOException {
        Set<Long> inodes = new HashSet<>();
        List<Path> links;
        try (Stream<Path> list = Files.list(descriptors)) {
            links = list.toList();
        }
        for (Path link : links) {
            String target;
            try {
                target = Files.readSymbolicLink(link).toString();
            } catch (NoSuchFileException e) {
                continue; // closed since it was listed
            }
            if (target.startsWith(LINK)) {
                inodes.add(Long.parseLong(target.substring(LINK.length(), target.length() - 1)));
            }
        }
        return inodes;
    }

    /** Why some of its sockets are not in the table. */
    private static String others(String pid, Path process, int count) throws IOException {
        if (count <= 0) {
            return "";
        }
        Path here = Files.readSymbolicLink(Path.of("/proc/self/ns/net"));
        return here.equals(Files.readSymbolicLink(process.resolve("ns/net")))
                ? "and " + count + " of other kinds, such as netlink, packet and raw\n"
                : "and " + count + " that are not shown: the process is in another network namespace. Run this inside, "
                        + "such as by nsenter -t " + pid + " -n\n";
    }

    private static String table(List<SockDiag.Entry> entries) {
        StringBuilder out =
                new StringBuilder(String.format(ROW, "kind", "state", "recv-q", "send-q", "local", "peer", "more"));
        for (SockDiag.Entry e : entries) {
            out.append(String.format(
                    ROW, e.kind(), e.state(), e.receiveQueue(), e.sendQueue(), e.local(), e.peer(), e.more()));
        }
        return out.toString();
    }
}
