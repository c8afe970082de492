package io.baresock.generator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Makes sources from a list, so that the list is the only place to change.
 *
 * <p>Usage: {@code Generate KIND ARGUMENT...}. The build calls it: Maven for Java, CMake for C. CMake compiles it with nothing but a JDK,
 * so it uses no other library.
 */
public final class Generate {

    private Generate() {}

    /** The class of each kind describes its arguments. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2) {
            throw new IllegalArgumentException("usage: Generate KIND ARGUMENT..., not " + Arrays.toString(arguments));
        }
        List<Path> paths = Arrays.stream(arguments).skip(1).map(Path::of).toList();
        switch (arguments[0]) {
            case "constants" -> ConstantSources.write(paths.get(0), paths.get(1));
            case "options" -> {
                OptionSources.write(paths.get(0), paths.get(1));
                StatisticsSources.write(paths.get(0).resolve("statistics"), paths.get(1));
            }
            case "guide" -> OptionGuide.write(paths.get(0), paths.get(1));
            case "abi-c" -> AbiKinds.c(paths.get(0), paths.get(1));
            case "abi-java" -> AbiKinds.java(paths.get(0), paths.get(1));
            default -> throw new IllegalArgumentException("no kind " + arguments[0] + " for " + paths);
        }
    }
}
