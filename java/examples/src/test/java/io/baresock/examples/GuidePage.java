package io.baresock.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the guide that has the sources of programs. It is written by hand but for them: a comment before each program has its name. */
public final class GuidePage {

    private static final Path ROOT = Path.of("../..");
    private static final Pattern PROGRAM = Pattern.compile("<!-- (\\w+) -->\n```java\n(.*?)```\n", Pattern.DOTALL);

    private GuidePage() {}

    /** Where a page is, such as {@code docs/guide/cookbook.md}. */
    public static Path file(String page) {
        return ROOT.resolve(page);
    }

    /** The names of a page's programs. */
    public static List<String> programs(String page) throws IOException {
        return new ArrayList<>(PROGRAM.matcher(Files.readString(file(page)))
                .results()
                .map(m -> m.group(1))
                .toList());
    }

    /** The text of a page with each program as it is in its file, without the line of its package. */
    public static String withSources(String text, Function<String, Path> source) {
        return PROGRAM.matcher(text).replaceAll(m -> Matcher.quoteReplacement(program(m, source)));
    }

    private static String program(MatchResult m, Function<String, Path> source) {
        try {
            String code = Files.readString(source.apply(m.group(1))).replaceFirst("package .*;\n\n", "");
            return "<!-- " + m.group(1) + " -->\n```java\n" + code + "```\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
