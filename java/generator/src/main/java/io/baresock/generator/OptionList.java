package io.baresock.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One list of socket options, {@code java/core/src/main/options/<type>.txt}. README.md in that folder has the format.
 *
 * @param type the class that is made of it, such as {@code TcpOptions}
 * @param doc what it holds
 * @param level the level of its options, such as {@code IPPROTO_TCP}
 * @param pages the manual pages of its options with their addresses; the last one is for options that Linux lacks
 */
record OptionList(String type, String doc, String level, Map<String, String> pages, List<Option> options) {

    private static final String WORD = "[A-Za-z0-9_]+";
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]*");
    private static final Pattern SYSTEMS =
            Pattern.compile("(Linux(:[0-9]+(\\.[0-9]+)+)?|macOS|FreeBSD)(,macOS)?(,FreeBSD)?");
    private static final Map<String, Pattern> VALUES = new TreeMap<>(Map.of(
            "kind",
            Pattern.compile(WORD),
            "level",
            NAME,
            "name",
            NAME,
            "needs",
            NAME,
            "on",
            SYSTEMS,
            "page",
            Pattern.compile("\\S+"),
            "size",
            Pattern.compile("[1-9][0-9]*"),
            "unit",
            Pattern.compile("[a-z/]+")));

    /** An option: name, codec, direction ("get", "set" or empty), the words with "=", and the text below its line. */
    record Option(String name, Codec codec, String direction, Map<String, String> words, String doc) {

        /** The name in C. */
        String label() {
            return words.getOrDefault("name", name);
        }

        String word(String key) {
            return words.getOrDefault(key, "");
        }

        boolean onLinux() {
            return word("on").startsWith("Linux");
        }

        /** The systems that have it, by name. */
        List<String> systems() {
            return List.of(word("on").replaceFirst(":[^,]*", "").split(","));
        }

        /** The systems in words, such as "Linux 3.11, FreeBSD". */
        String systemsText() {
            return word("on").replace(":", " ").replace(",", ", ");
        }

        /** The first Linux that has it; empty if that is older than 2.6.32, or not Linux. */
        String since() {
            return word("on").contains(":") ? word("on").split("[:,]")[1] : "";
        }
    }

    /** The manual page of an option. */
    String page(Option option) {
        List<String> all = List.copyOf(pages.keySet());
        return option.words().getOrDefault("page", option.onLinux() ? all.get(0) : all.get(all.size() - 1));
    }

    /** Every list of a folder. Each name must be in only one of them, so that all can be imported together. */
    static List<OptionList> readAll(Path folder) throws IOException {
        List<OptionList> lists = new ArrayList<>();
        Map<String, Path> seen = new HashMap<>();
        for (Path file : Sources.lists(folder)) {
            lists.add(new Reader(file, seen).read());
        }
        return lists;
    }

    /** Reads one file, line by line. */
    private static final class Reader {
        private final Path file;
        private final Map<String, Path> seen;
        private final List<String> lines;
        private int at;

        Reader(Path file, Map<String, Path> seen) throws IOException {
            this.file = file;
            this.seen = seen;
            lines = Files.readAllLines(file);
        }

        OptionList read() {
            String doc = text("# ");
            String level = head("level ").trim();
            Map<String, String> pages = new LinkedHashMap<>();
            do {
                String[] page = head("page ").split(" ");
                check(page.length == 2, "is not \"page NAME ADDRESS\"");
                pages.put(page[0], page[1]);
            } while (peek().startsWith("page "));
            List<Option> options = new ArrayList<>();
            while (at < lines.size()) {
                if (peek().isBlank()) {
                    at++;
                } else {
                    options.add(option(pages.keySet()));
                }
            }
            String type = file.getFileName().toString().replace(".txt", "");
            return new OptionList(type, doc, level, pages, options);
        }

        private Option option(Set<String> pages) {
            String[] words = lines.get(at++).split(" ");
            check(
                    words.length >= 2 && NAME.matcher(words[0]).matches(),
                    "is not \"NAME CODEC [get|set] [key=value]...\"");
            Path other = seen.putIfAbsent(words[0], file);
            check(other == null, words[0] + " is in " + other + " already");
            int line = at;
            Codec codec = Codec.of(words[1])
                    .orElseThrow(() -> new BadLine(file, line, "has no codec of that name: " + words[1]));
            boolean oneWay = words.length > 2 && words[2].matches("get|set");
            Map<String, String> values = new TreeMap<>();
            for (String word : List.of(words).subList(oneWay ? 3 : 2, words.length)) {
                String[] pair = (word + "=").split("=", 3);
                Pattern pattern = VALUES.get(pair[0]);
                check(
                        pattern != null && pattern.matcher(pair[1]).matches(),
                        "has a word that is not one of " + VALUES.keySet() + " with its value: " + word);
                values.put(pair[0], pair[1]);
            }
            checkWords(codec, values, pages);
            return new Option(words[0], codec, oneWay ? words[2] : "", values, text("    "));
        }

        private void checkWords(Codec codec, Map<String, String> values, Set<String> pages) {
            check(!values.getOrDefault("on", "").isEmpty(), "does not say which systems have it (on=)");
            check(
                    codec.isSized() == values.containsKey("size"),
                    "must have size= for string, bytes and ints, and for them only");
            check(!codec.isTime() || values.containsKey("unit"), "is a time and does not say its unit (unit=)");
            String page = values.get("page");
            check(page == null || pages.contains(page), "has a page that is none of the list's: " + page);
        }

        /** Joins the next lines that begin with a prefix. */
        private String text(String prefix) {
            List<String> text = new ArrayList<>();
            while (peek().startsWith(prefix)) {
                text.add(lines.get(at++).substring(prefix.length()).trim());
            }
            at += text.isEmpty() ? 1 : 0;
            check(
                    !text.isEmpty() && text.get(text.size() - 1).endsWith("."),
                    "must be a text that begins with \"" + prefix + "\" and ends with a full stop");
            return String.join(" ", text);
        }

        private String head(String key) {
            String line = peek();
            at++;
            check(line.startsWith(key), "must be \"" + key + "...\"");
            return line.substring(key.length());
        }

        private String peek() {
            return at < lines.size() ? lines.get(at) : "";
        }

        /** What is wrong with the line before this one. */
        private void check(boolean good, String why) {
            if (!good) {
                throw new BadLine(file, at, why);
            }
        }
    }
}
