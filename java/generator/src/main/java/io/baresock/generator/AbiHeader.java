package io.baresock.generator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The functions that {@code baresock.h} declares. A declaration begins a line with {@code BS_API}; the comment that ends on the line
 * before it is its documentation. A type is {@code int32_t}, {@code int64_t} or a pointer, which is a {@code long} in Java.
 */
final class AbiHeader {

    private static final Pattern DECLARATION =
            Pattern.compile("(?:/\\*((?:(?!\\*/).)*)\\*/\\n)?^BS_API\\s([^;]*);", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern FUNCTION =
            Pattern.compile("(int32_t|int64_t) bs_([a-z0-9_]+)\\((void|[^()]+)\\)", Pattern.DOTALL);
    private static final Pattern PARAMETER =
            Pattern.compile("(int32_t |int64_t |(?:const )?(?:struct )?[a-z0-9_]+ \\*)([a-z0-9_]+)");

    private AbiHeader() {}

    record Parameter(String type, String cName) {

        String name() {
            return camelCase(cName);
        }

        /** {@code int} or {@code long}. */
        String javaType() {
            return type.equals("int32_t") ? "int" : "long";
        }

        boolean isPointer() {
            return type.endsWith("*");
        }
    }

    /** A function; its name is the C name without {@code bs_}. */
    record Function(String result, String cName, List<Parameter> parameters, String comment) {

        String name() {
            return camelCase(cName);
        }

        String className() {
            return name().substring(0, 1).toUpperCase(Locale.ROOT) + name().substring(1);
        }

        String javaResult() {
            return result.equals("int32_t") ? "int" : "long";
        }

        /** {@code int fd, long buf}. */
        String declared() {
            return parameters.stream().map(p -> p.javaType() + " " + p.name()).collect(Collectors.joining(", "));
        }

        /** {@code fd, buf}. */
        String passed() {
            return parameters.stream().map(Parameter::name).collect(Collectors.joining(", "));
        }
    }

    /**
     * Reads the text of the header.
     *
     * @throws IllegalArgumentException for a declaration that does not follow these rules
     */
    static List<Function> parse(String header) {
        List<Function> functions = new ArrayList<>();
        Matcher declaration = DECLARATION.matcher(header);
        while (declaration.find()) {
            String text = declaration.group(2).replaceAll("\\s+", " ");
            Matcher function = FUNCTION.matcher(text);
            if (!function.matches()) {
                throw new IllegalArgumentException("not int32_t or int64_t bs_NAME(PARAMETERS): " + text);
            }
            String comment = declaration.group(1);
            functions.add(new Function(
                    function.group(1),
                    function.group(2),
                    parameters(function.group(3), text),
                    comment == null || comment.startsWith(" ----") ? "" : unwrapped(comment)));
        }
        if (functions.isEmpty()) {
            throw new IllegalArgumentException("no declaration begins with BS_API");
        }
        return functions;
    }

    private static List<Parameter> parameters(String list, String function) {
        if (list.equals("void")) {
            return List.of();
        }
        return Arrays.stream(list.split(", "))
                .map(text -> {
                    Matcher parameter = PARAMETER.matcher(text);
                    if (!parameter.matches()) {
                        throw new IllegalArgumentException(
                                "neither int32_t, int64_t nor a pointer: " + text + " of " + function);
                    }
                    return new Parameter(parameter.group(1).strip(), parameter.group(2));
                })
                .toList();
    }

    /** The lines of a comment, without its stars. */
    private static String unwrapped(String comment) {
        return comment.lines()
                .map(line -> line.replaceFirst("^ \\*", "").strip())
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private static String camelCase(String name) {
        return Pattern.compile("_([a-z0-9])").matcher(name).replaceAll(match -> match.group(1)
                .toUpperCase(Locale.ROOT));
    }
}
