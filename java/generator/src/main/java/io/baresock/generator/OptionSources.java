package io.baresock.generator;

import io.baresock.generator.OptionList.Option;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code Generate options LISTS SOURCES}: a class for each list, with a field for each option. */
final class OptionSources {

    private static final String PACKAGE = "io.baresock.option";
    private static final List<String> IMPORTS = List.of(
            "io.baresock.Bsd",
            "io.baresock.OptionInfo",
            "io.baresock.SocketKind",
            "io.baresock.SocketOption",
            "java.nio.ByteBuffer",
            "java.time.Duration",
            "java.util.Set");

    private OptionSources() {}

    static void write(Path lists, Path sources) throws IOException {
        for (OptionList list : OptionList.readAll(lists)) {
            Sources.write(sources.resolve(PACKAGE.replace('.', '/')).resolve(list.type() + ".java"), source(list));
        }
    }

    static String source(OptionList list) {
        String body = type(list);
        String imports = IMPORTS.stream()
                .filter(name -> contains(body, name.substring(name.lastIndexOf('.') + 1)))
                .map(name -> "import " + name + ";\n")
                .collect(Collectors.joining());
        return "package " + PACKAGE + ";\n\n" + imports + "\n" + body;
    }

    private static boolean contains(String text, String word) {
        return Pattern.compile("\\b" + word + "\\b").matcher(text).find();
    }

    private static String type(OptionList list) {
        StringBuilder out = new StringBuilder("/**\n * ").append(list.doc()).append("\n *\n");
        list.pages().forEach((page, address) -> out.append(" * @see <a href=\"")
                .append(address.replace("&", "&amp;"))
                .append("\">")
                .append(page)
                .append("</a>\n"));
        out.append(" */\npublic final class ").append(list.type()).append(" {\n\n");
        Map<String, List<String>> systems = new TreeMap<>();
        Map<String, Option> adapters = new TreeMap<>();
        for (Option option : list.options()) {
            systems.put(constant(option.systems()), option.systems());
            if (option.codec().isValueClass()) {
                adapters.put(adapterName(option), option);
            }
        }
        systems.forEach((name, each) -> out.append("    private static final Set<String> ")
                .append(name)
                .append(" = Set.of(\"")
                .append(String.join("\", \"", each))
                .append("\");\n"));
        for (Option option : list.options()) {
            out.append(javadoc(list, option)).append(field(list, option));
        }
        out.append("\n    private ").append(list.type()).append("() {}\n");
        adapters.values().forEach(option -> out.append(adapter(option)));
        return out.append("}\n").toString();
    }

    private static String constant(List<String> systems) {
        return String.join("_", systems).toUpperCase(Locale.ROOT);
    }

    private static String javadoc(OptionList list, Option option) {
        StringBuilder facts = new StringBuilder();
        if (option.codec().type().equals("Duration")) {
            facts.append("The kernel counts ").append(option.word("unit")).append(". ");
        } else if (!option.word("unit").isEmpty()) {
            facts.append("Unit: ").append(option.word("unit")).append(". ");
        }
        switch (option.direction()) {
            case "get" -> facts.append("Get only. ");
            case "set" -> facts.append("Set only. ");
            default -> {}
        }
        if (!option.word("needs").isEmpty()) {
            facts.append("Setting it needs ").append(option.word("needs")).append(". ");
        }
        facts.append("Systems: ")
                .append(option.systemsText())
                .append(". See ")
                .append(list.page(option))
                .append('.');
        return "\n    /**\n     * " + option.doc() + "\n     *\n     * <p>" + facts + "\n     */\n";
    }

    private static String field(OptionList list, Option option) {
        String level = option.word("level").isEmpty() ? list.level() : option.word("level");
        String made = option.codec().isValueClass()
                ? "new " + adapterName(option)
                : option.codec().made();
        String direction =
                option.direction().isEmpty() ? "BOTH" : option.direction().toUpperCase(Locale.ROOT);
        String kind = option.word("kind").isEmpty() ? "null" : "SocketKind." + option.word("kind");
        String size = option.word("size").isEmpty() ? "" : ", " + option.word("size");
        return "    public static final SocketOption<" + option.codec().type() + "> " + option.name() + " = " + made
                + "(\"" + option.label() + "\", Bsd." + level + ", Bsd." + option.label()
                + ", new OptionInfo(OptionInfo.Direction." + direction + ", \"" + option.word("unit") + "\", "
                + constant(option.systems()) + ", \"" + option.since() + "\", \"" + option.word("needs") + "\", "
                + kind + ")" + size + ");\n";
    }

    private static String adapterName(Option option) {
        String prefix = option.direction().isEmpty() ? "Of" : option.direction().equals("get") ? "Get" : "Set";
        return prefix + option.codec().type() + option.codec().form();
    }

    /** The option class for a value class; it calls that class's methods. */
    private static String adapter(Option option) {
        Codec codec = option.codec();
        String encode = option.direction().equals("get")
                ? "throw new IllegalStateException(label() + \" cannot be set\")"
                : "value.encode" + codec.form() + "(out)";
        String decode = option.direction().equals("set")
                ? "throw new IllegalStateException(label() + \" cannot be read\")"
                : "return " + codec.type() + ".decode" + codec.form() + "(in)";
        return """

                    private static final class %1$s extends SocketOption<%2$s> {
                        %1$s(String label, int level, int name, OptionInfo info) {
                            super(label, level, name, %2$s.class, %3$s, info);
                        }

                        @Override
                        protected void encode(%2$s value, ByteBuffer out) {
                            %4$s;
                        }

                        @Override
                        protected %2$s decode(ByteBuffer in) {
                            %5$s;
                        }
                    }
                """
                .formatted(adapterName(option), codec.type(), codec.size(), encode, decode);
    }
}
