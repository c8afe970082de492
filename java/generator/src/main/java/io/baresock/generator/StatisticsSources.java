package io.baresock.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code Generate options LISTS SOURCES}, for the folder {@code statistics} of the lists, whose README.md has the format: a class for
 * each list.
 */
final class StatisticsSources {

    private static final String PACKAGE = "io.baresock.option";
    private static final List<Pattern> HEAD = List.of(
            Pattern.compile("# (.+\\.)"),
            Pattern.compile("option ([A-Z_]+) ([A-Z_]+)"),
            Pattern.compile("page (\\S+) (\\S+)"),
            Pattern.compile("socket (.+)"),
            Pattern.compile("throws (.+)"));
    private static final Pattern FIELD =
            Pattern.compile("([A-Z][A-Z0-9_]*) (\\d+) ([1248])(?::([0-7])\\+([1-7]))? ([A-Z0-9].*\\.)");

    private static final String CLASS =
            """
            package io.baresock.option;

            import io.baresock.Bsd;
            import io.baresock.ErrnoException;
            import io.baresock.Socket;

            /**
             * {doc} {@link #read} fills it without allocating, again and again. Older kernels return a shorter struct: {@link #has}
             * says which fields there are. Not thread-safe.
             *
             * <pre>{@code
             * {type} info = new {type}(); // once
             * long received = info.read(socket).get({type}.Field.BYTES_RECEIVED);
             * }</pre>
             *
             * @see <a href="{address}">{page}</a>
             */
            public final class {type} {

                private final Statistics statistics = new Statistics(512);

                /** The fields. All are unsigned. */
                public enum Field {
            {fields};

                    private final int offset;
                    private final int size;
                    private final int shift;
                    private final int bits;

                    Field(int offset, int size, int shift, int bits) {
                        this.offset = offset;
                        this.size = size;
                        this.shift = shift;
                        this.bits = bits;
                    }
                }

                /** Makes an empty one: it has no field yet. */
                public {type}() {}

                /**
                 * Asks the kernel.
                 *
                 * @param socket {socket}
                 * @return this
                 * @throws ErrnoException {throws}
                 * @throws UnsupportedOperationException if this is not Linux
                 */
                public {type} read(Socket socket) throws ErrnoException {
                    statistics.read(socket, Bsd.{level}, Bsd.{option});
                    return this;
                }

                /** {@return how many bytes the kernel returned; 0 before the first {@link #read}} */
                public int length() {
                    return statistics.length();
                }

                /**
                 * {@return whether the kernel returned a field}
                 *
                 * @param field the field
                 */
                public boolean has(Field field) {
                    return field.offset + field.size <= statistics.length();
                }

                /**
                 * {@return the value of a field; -1 if the kernel did not return it}
                 *
                 * @param field the field
                 */
                public long get(Field field) {
                    return statistics.get(field.offset, field.size, field.shift, field.bits);
                }

                /** The fields that the kernel returned and that are not 0. */
                @Override
                public String toString() {
                    return Statistics.text("{type}", Field.values(), this::has, this::get);
                }
            }
            """;

    private StatisticsSources() {}

    static void write(Path lists, Path sources) throws IOException {
        for (Path list : Sources.lists(lists)) {
            String type = list.getFileName().toString().replace(".txt", "");
            Path file = sources.resolve(PACKAGE.replace('.', '/')).resolve(type + ".java");
            Sources.write(file, source(type, list));
        }
    }

    static String source(String type, Path list) throws IOException {
        List<String> lines = Files.readAllLines(list);
        List<Matcher> head = new ArrayList<>();
        for (Pattern pattern : HEAD) {
            head.add(matched(pattern, list, lines, head.size()));
        }
        StringBuilder fields = new StringBuilder();
        int end = 0;
        for (int i = HEAD.size(); i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                Matcher m = matched(FIELD, list, lines, i);
                int offset = Integer.parseInt(m.group(2));
                if (offset < end && m.group(4) == null) {
                    throw new BadLine(list, i + 1, "begins at " + offset + ", and the one before ends at " + end);
                }
                end = offset + Integer.parseInt(m.group(3));
                fields.append(fields.isEmpty() ? "" : ",\n").append(field(m));
            }
        }
        return CLASS.replace("{doc}", head.get(0).group(1))
                .replace("{level}", head.get(1).group(1))
                .replace("{option}", head.get(1).group(2))
                .replace("{page}", head.get(2).group(1))
                .replace("{address}", head.get(2).group(2))
                .replace("{socket}", head.get(3).group(1))
                .replace("{throws}", head.get(4).group(1))
                .replace("{type}", type)
                .replace("{fields}", fields);
    }

    private static String field(Matcher m) {
        String bits =
                m.group(4) == null ? ", 0, " + 8 * Integer.parseInt(m.group(3)) : ", " + m.group(4) + ", " + m.group(5);
        return "        /** %s */\n        %s(%s, %s%s)"
                .formatted(m.group(6), m.group(1), m.group(2), m.group(3), bits);
    }

    private static Matcher matched(Pattern pattern, Path list, List<String> lines, int at) {
        String line = at < lines.size() ? lines.get(at) : "";
        Matcher m = pattern.matcher(line);
        if (!m.matches()) {
            throw new BadLine(list, at + 1, "is not like " + pattern + ": " + line);
        }
        return m;
    }
}
