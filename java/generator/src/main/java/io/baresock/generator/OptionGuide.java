package io.baresock.generator;

import io.baresock.generator.OptionList.Option;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code Generate guide LISTS PAGE}: the guide's page of all options, one table. */
final class OptionGuide {

    private static final Map<String, String> PRIMITIVES =
            Map.of("Boolean", "boolean", "Integer", "int", "Long", "long");

    private static final String HEAD =
            """
            # Options

            Every socket option that has a typed field. The classes are in `io.baresock.option`: `socket.setOption(TcpOptions.TCP_NODELAY, true)`,
            `int size = socket.getOption(SocketOptions.SO_RCVBUF)`. This page is made from `java/core/src/main/options`, as are the classes.

            - No option name is in two of the classes, so `import static` of several of them works. `Bsd` has the numbers of the options by the same names: beside
              `import static io.baresock.Bsd.*` write `TcpOptions.TCP_NODELAY`, or import the option itself.
            - *Systems*: the number after Linux is the first release that has the option. Without a number, 2.6.32 has it.
            - *Needs*: what setting it takes. `TCP_REPAIR`: the socket is in repair mode.
            - `option.isSupported()` says whether it works here, `option.reason()` why not.

            | Option | What it does | Class | Type | Unit | Access | Systems | Needs |
            |---|---|---|---|---|---|---|---|
            """;

    private OptionGuide() {}

    static void write(Path lists, Path page) throws IOException {
        Sources.write(page, page(OptionList.readAll(lists)));
    }

    static String page(List<OptionList> lists) {
        StringBuilder out = new StringBuilder(HEAD);
        for (OptionList list : lists) {
            for (Option option : list.options()) {
                out.append(row(list, option));
            }
        }
        return out.toString();
    }

    private static String row(OptionList list, Option option) {
        String type = option.codec().type();
        String direction = option.direction().isEmpty() ? "" : option.direction() + " only";
        List<String> cells = List.of(
                "`" + option.name() + "`",
                markdown(option.doc()),
                "`" + list.type() + "`",
                "`" + PRIMITIVES.getOrDefault(type, type) + "`",
                option.word("unit"),
                direction,
                option.systemsText(),
                option.word("needs"));
        return "| " + String.join(" | ", cells) + " |\n";
    }

    /** Javadoc as Markdown: the tags that our texts use. */
    private static String markdown(String doc) {
        return doc.replaceAll("\\{@(?:code|link) #?([^}]*)}", "`$1`").replace("|", "\\|");
    }
}
