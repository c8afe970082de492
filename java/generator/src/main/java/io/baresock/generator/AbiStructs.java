package io.baresock.generator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The structs that {@code baresock.h} declares, with the place of each field by the rules of 64-bit platforms. The comment of a field
 * begins with its place, which must be right. In the library the C compiler checks all of it once more ({@link AbiC}).
 *
 * <p>A struct that lives long has parts: {@code bs_message} has a {@code bs_message_java} and a {@code bs_message_c}. The fields of its
 * parts count as its own.
 */
final class AbiStructs {

    private static final Pattern STRUCT =
            Pattern.compile("^(?:typedef )?struct (bs_[a-z_]+) \\{\\n(.*?)^\\}", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern FIELD = Pattern.compile(
            "\\s*((?:struct )?[a-z0-9_]+)\\s*(\\*?)\\s*([a-z_]+)(?:\\[(\\d*)])?;\\s*/\\* (\\d+)(?:(?!\\*/).)*\\*/",
            Pattern.DOTALL);
    private static final Map<String, Integer> PRIMITIVES = Map.of("uint8_t", 1, "char", 1, "int32_t", 4, "int64_t", 8);
    private static final int POINTER = 8;

    private final Map<String, Struct> all = new LinkedHashMap<>();

    private AbiStructs() {}

    record Field(String type, String cName, int offset) {}

    record Struct(String cName, List<Field> fields, int size, int alignment) {}

    /**
     * Reads the text of the header.
     *
     * @throws IllegalArgumentException for a field that does not follow these rules, or whose comment has another place
     */
    static Map<String, Struct> parse(String header) {
        AbiStructs structs = new AbiStructs();
        for (Matcher m = STRUCT.matcher(header); m.find(); ) {
            structs.all.put(m.group(1), structs.struct(m.group(1), m.group(2)));
        }
        return structs.all;
    }

    private Struct struct(String name, String body) {
        List<Field> fields = new ArrayList<>();
        int end = 0;
        int widest = 1;
        Matcher m = FIELD.matcher(body);
        int parsed = 0;
        for (; m.lookingAt(); m.region(parsed, body.length())) {
            boolean pointer = !m.group(2).isEmpty();
            int alignment = pointer ? POINTER : alignment(m.group(1), name);
            int size = pointer ? POINTER : size(m.group(1));
            int offset = up(end, alignment);
            if (offset != Integer.parseInt(m.group(5))) {
                throw new IllegalArgumentException(
                        name + "." + m.group(3) + " is at " + offset + ", and its comment says " + m.group(5));
            }
            fields.add(new Field(pointer ? "pointer" : m.group(1), m.group(3), offset));
            String count = m.group(4);
            end = offset + size * (count == null ? 1 : count.isEmpty() ? 0 : Integer.parseInt(count));
            widest = Math.max(widest, alignment);
            parsed = m.end();
        }
        if (!body.substring(parsed).isBlank()) {
            throw new IllegalArgumentException(name + ": not TYPE NAME; /* PLACE: TEXT */: " + body.substring(parsed));
        }
        return new Struct(name, fields, up(end, widest), widest);
    }

    private int alignment(String type, String of) {
        Struct nested = all.get(type);
        Integer primitive = PRIMITIVES.get(type);
        if (nested == null && primitive == null) {
            throw new IllegalArgumentException(of + " has a field of the unknown type " + type);
        }
        return nested != null ? nested.alignment() : primitive;
    }

    private int size(String type) {
        Struct nested = all.get(type);
        return nested != null ? nested.size() : PRIMITIVES.get(type);
    }

    private static int up(int offset, int alignment) {
        return (offset + alignment - 1) / alignment * alignment;
    }
}
