package io.baresock.generator;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The layout of an option's value.
 *
 * @param type the Java type of a value
 * @param made the class or method that makes the option: of {@code OptionLayouts} or {@code SocketOption}; empty for a value class
 * @param form which of several layouts of a value class, such as {@code Mreqn}; empty if it has one
 */
record Codec(String type, String made, String form) {

    private static final Map<String, Codec> KNOWN = Map.of(
            "boolean", new Codec("Boolean", "SocketOption.ofBoolean", ""),
            "bytes", new Codec("byte[]", "new OptionLayouts.Bytes", ""),
            "duration", new Codec("Duration", "new OptionLayouts.Timeval", ""),
            "int", new Codec("Integer", "SocketOption.ofInt", ""),
            "ints", new Codec("int[]", "new OptionLayouts.Ints", ""),
            "long", new Codec("Long", "new OptionLayouts.Number64", ""),
            "network-int", new Codec("Integer", "new OptionLayouts.NetworkOrder", ""),
            "string", new Codec("String", "new OptionLayouts.Text", ""),
            "time", new Codec("Integer", "new OptionLayouts.Time", ""));

    /** The codec for a word: one of the list above, or a value class of the option package, {@code Class} or {@code Class:Form}. */
    static Optional<Codec> of(String word) {
        if (word.matches("[A-Z][A-Za-z0-9]*(:[A-Z][A-Za-z0-9]*)?")) {
            String[] parts = (word + ":").split(":", 2);
            return Optional.of(new Codec(parts[0], "", parts[1].replace(":", "")));
        }
        return Optional.ofNullable(KNOWN.get(word));
    }

    boolean isValueClass() {
        return made.isEmpty();
    }

    boolean isSized() {
        return type.equals("byte[]") || type.equals("int[]") || type.equals("String");
    }

    boolean isTime() {
        return type.equals("Duration") || made.endsWith(".Time");
    }

    /** The constant of the value class that says how many bytes this form has. */
    String size() {
        return type + "." + (form.isEmpty() ? "" : form.toUpperCase(Locale.ROOT) + "_") + "SIZE";
    }
}
