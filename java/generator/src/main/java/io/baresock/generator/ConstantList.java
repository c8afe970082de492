package io.baresock.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One list of constants, {@code native/constants/<topic>.txt}. README.md in that folder has the format.
 *
 * @param type the interface that is made of it, such as {@code SocketConstants}
 * @param doc what it holds, one sentence
 */
record ConstantList(String type, String doc, List<Group> groups) {

    /** Constants that belong together, with the manual pages that describe them. */
    record Group(String title, String pages, List<Constant> constants) {}

    /** A name, the systems that have it as a list in words (empty if the line has none), and one sentence. */
    record Constant(String name, String systems, String doc) {}

    private static final Pattern GROUP = Pattern.compile("## (.+): (\\S.*)");
    private static final Pattern SYSTEM = Pattern.compile("(Linux|macOS|FreeBSD|OpenBSD|BSD)( [0-9]+(\\.[0-9]+)*)?");
    private static final Pattern CONSTANT = Pattern.compile(
            "([A-Za-z_][A-Za-z0-9_]*)" // name
                    + "(?: (?:-?[0-9]+|0x[0-9A-Fa-f]+))?" // Linux's number, which is for C only
                    + "(?: \\(([^)]*)\\))?" // systems
                    + ": (\\S.*\\.)"); // sentence

    /** Every list of a folder. Each name must be in only one of them. */
    static List<ConstantList> readAll(Path folder) throws IOException {
        List<ConstantList> lists = new ArrayList<>();
        Map<String, Path> seen = new HashMap<>();
        Map<Integer, String> hashes = new HashMap<>();
        hashes.put(0, "an empty place in the table"); // see bs_constant_slots
        for (Path file : Sources.lists(folder)) {
            lists.add(read(file, seen, hashes));
        }
        return lists;
    }

    private static ConstantList read(Path file, Map<String, Path> seen, Map<Integer, String> hashes)
            throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty() || !lines.get(0).matches("# .+\\.")) {
            throw new BadLine(file, 1, "must be \"# What the list holds.\"");
        }
        List<Group> groups = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher group = GROUP.matcher(line);
            if (group.matches()) {
                groups.add(new Group(group.group(1), group.group(2), new ArrayList<>()));
            } else if (!line.isBlank()) {
                if (groups.isEmpty()) {
                    throw new BadLine(file, i + 1, "comes before the first \"## Group: page(section)\"");
                }
                Constant constant = constant(file, i + 1, line);
                Path other = seen.putIfAbsent(constant.name(), file);
                if (other != null) {
                    throw new BadLine(file, i + 1, constant.name() + " is in " + other + " already");
                }
                String same = hashes.putIfAbsent(constant.name().hashCode(), constant.name());
                if (same != null) {
                    throw new BadLine(file, i + 1, constant.name() + " has the same String.hashCode as " + same);
                }
                groups.get(groups.size() - 1).constants().add(constant);
            }
        }
        return new ConstantList(type(file), lines.get(0).substring(2), groups);
    }

    private static Constant constant(Path file, int number, String line) {
        Matcher m = CONSTANT.matcher(line);
        if (!m.matches()) {
            throw new BadLine(file, number, "is not \"NAME [number] [(systems)]: Sentence.\": " + line);
        }
        String systems = m.group(2);
        if (systems == null) {
            return new Constant(m.group(1), "", m.group(3));
        }
        for (String system : systems.split(", ", -1)) {
            if (!SYSTEM.matcher(system).matches()) {
                throw new BadLine(file, number, "has no system of that name: " + system);
            }
        }
        return new Constant(m.group(1), systems.replace(", ", " and "), m.group(3));
    }

    private static String type(Path file) {
        String topic = file.getFileName().toString().replace(".txt", "");
        return topic.substring(0, 1).toUpperCase(Locale.ROOT) + topic.substring(1) + "Constants";
    }
}
