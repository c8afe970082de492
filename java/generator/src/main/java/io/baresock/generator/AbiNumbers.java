package io.baresock.generator;

import static java.util.Objects.requireNonNull;

import io.baresock.generator.AbiStructs.Field;
import io.baresock.generator.AbiStructs.Struct;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The numbers of {@code baresock.h}, its macros and the places of its fields: for Java as constants, for the C compiler to check. */
final class AbiNumbers {

    private static final Pattern MACRO = Pattern.compile("^#define BS_([A-Z0-9_]+) +(\\d+)", Pattern.MULTILINE);

    private AbiNumbers() {}

    /** The class of all constants. They are constants of the compiler, so it is not loaded when a program runs. */
    static String java(String header) {
        Map<String, Struct> structs = AbiStructs.parse(header);
        return """
                package io.baresock.internal.backend;

                /**
                 * The numbers of {@code native/include/baresock.h}: its macros without {@code BS_}, and a class for each struct, with the place
                 * of each field and the size of the whole, in bytes.
                 */
                public final class Header {

                    private Header() {}

                %s%s}
                """
                .formatted(
                        MACRO.matcher(header)
                                .results()
                                .map(m -> constant("    ", m.group(1), Integer.parseInt(m.group(2))))
                                .collect(Collectors.joining()),
                        structs.values().stream()
                                .filter(s -> structs.values().stream().noneMatch(whole -> isPart(s.cName(), whole)))
                                .map(s -> type(s, structs))
                                .collect(Collectors.joining()));
    }

    /** Whether the struct of that name is a part of the other one, as {@code bs_message_c} is of {@code bs_message}. */
    private static boolean isPart(String cName, Struct of) {
        return cName.startsWith(of.cName() + "_")
                && of.fields().stream().anyMatch(f -> f.type().equals(cName));
    }

    private static String type(Struct struct, Map<String, Struct> structs) {
        Map<String, Integer> places = new LinkedHashMap<>();
        for (Field f : struct.fields()) {
            if (isPart(f.type(), struct)) {
                Struct part = requireNonNull(structs.get(f.type()));
                part.fields().forEach(inner -> places.put(inner.cName(), f.offset() + inner.offset()));
            } else {
                places.put(f.cName(), f.offset());
            }
        }
        places.remove("reserved");
        return """

                    /** {@code %s}. */
                    public static final class %s {

                        private %s() {}

                %s    }
                """
                .formatted(
                        struct.cName(),
                        className(struct.cName()),
                        className(struct.cName()),
                        places.entrySet().stream()
                                        .map(e ->
                                                constant("        ", e.getKey().toUpperCase(Locale.ROOT), e.getValue()))
                                        .collect(Collectors.joining())
                                + constant("        ", "SIZE", struct.size()));
    }

    private static String constant(String indent, String name, int value) {
        return "%spublic static final int %s = %d;%n"
                .formatted(indent, name, value)
                .replace("\r", "");
    }

    private static String className(String cName) {
        Matcher words = Pattern.compile("_([a-z])").matcher(cName.replaceFirst("bs", ""));
        return words.replaceAll(m -> m.group(1).toUpperCase(Locale.ROOT));
    }

    /** What the C compiler must find to be so. */
    static String checks(String header) {
        return AbiStructs.parse(header).values().stream()
                .map(s ->
                        "_Static_assert(sizeof(%s) == %d, \"size of %s\");\n".formatted(s.cName(), s.size(), s.cName())
                                + s.fields().stream()
                                        .map(f -> "_Static_assert(offsetof(%1$s, %2$s) == %3$d, \"%1$s.%2$s\");\n"
                                                .formatted(s.cName(), f.cName(), f.offset()))
                                        .collect(Collectors.joining()))
                .collect(Collectors.joining());
    }
}
