package io.baresock.generator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code Generate constants LISTS SOURCES}: an interface for each list, and {@code Constants}, which extends them all. Each list is its own
 * type, because the first use of a constant looks up all constants of its type.
 */
final class ConstantSources {

    private static final String PACKAGE = "io.baresock.constants";

    private ConstantSources() {}

    static void write(Path lists, Path sources) throws IOException {
        Path folder = sources.resolve(PACKAGE.replace('.', '/'));
        List<ConstantList> all = ConstantList.readAll(lists);
        for (ConstantList list : all) {
            Sources.write(folder.resolve(list.type() + ".java"), source(list));
        }
        Sources.write(folder.resolve("Constants.java"), every(all));
    }

    static String source(ConstantList list) {
        StringBuilder out = new StringBuilder("package ").append(PACKAGE).append(";\n\n");
        out.append("import io.baresock.internal.Abi;\n\n");
        out.append("/** ").append(list.doc()).append(" */\n");
        out.append("public interface ").append(list.type()).append(" {\n");
        for (ConstantList.Group group : list.groups()) {
            out.append("\n    // ").append(group.title()).append("\n\n");
            for (ConstantList.Constant constant : group.constants()) {
                out.append("    /** ").append(sentence(constant)).append(" See ");
                out.append(group.pages()).append(". */\n");
                out.append("    int ").append(constant.name());
                out.append(" = Abi.constant(\"").append(constant.name()).append("\");\n");
            }
        }
        return out.append("}\n").toString();
    }

    private static String sentence(ConstantList.Constant constant) {
        String doc = constant.doc();
        return constant.systems().isEmpty()
                ? doc
                : doc.substring(0, doc.length() - 1) + ", " + constant.systems() + ".";
    }

    private static String every(List<ConstantList> lists) {
        String types = lists.stream().map(ConstantList::type).collect(Collectors.joining(",\n                "));
        return "package " + PACKAGE + ";\n\n"
                + "/** Every constant, for {@code io.baresock.Bsd} to inherit. */\n"
                + "public interface Constants\n        extends " + types + " {}\n";
    }
}
