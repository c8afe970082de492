package io.baresock.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No run of 12 lines stands twice in the sources of all modules: what two places need is in one. Comments, empty lines, imports and
 * spaces do not count.
 */
class DuplicatesTest {

    private static final Path ROOT = Modules.ROOT;
    private static final int RUN = 12;

    private record Line(String place, String text) {}

    /** The lines of a file that count. */
    private static List<Line> lines(String name, List<String> text) {
        List<Line> lines = new ArrayList<>();
        boolean comment = false;
        for (int i = 0; i < text.size(); i++) {
            String line = text.get(i).strip().replaceAll("\\s+", " ");
            boolean begins = line.startsWith("/*");
            if (!comment && !begins && !line.isEmpty() && !line.matches("(//|import |package |#include).*")) {
                lines.add(new Line(name + ":" + (i + 1), line));
            }
            comment = (comment || begins) && !line.contains("*/");
        }
        return lines;
    }

    /** Where each run begins that stands in one of the files, or in two of them, for the second time; with its first place. */
    private static List<String> repeated(List<List<Line>> files) {
        Map<List<String>, String> first = new HashMap<>();
        List<String> found = new ArrayList<>();
        for (List<Line> file : files) {
            List<String> texts = file.stream().map(Line::text).toList();
            boolean before = false;
            for (int i = 0; i + RUN <= texts.size(); i++) {
                String place = file.get(i).place();
                String other = first.putIfAbsent(texts.subList(i, i + RUN), place);
                if (other != null && !before) {
                    found.add(place + " is as " + other);
                }
                before = other != null;
            }
        }
        return found;
    }

    private static List<Path> folders() throws IOException {
        List<Path> folders = new ArrayList<>(Modules.folders("src/main"));
        Stream.of("benchmarks/src/main", "native/src", "native/include")
                .map(ROOT::resolve)
                .forEach(folders::add);
        return folders;
    }

    @Test
    void noRunOfTwelveLines_standsTwice() throws IOException {
        List<List<Line>> files = new ArrayList<>();
        for (Path folder : folders()) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path file : all.filter(p -> p.toString().matches(".*\\.(java|c|h)"))
                        .sorted()
                        .toList()) {
                    files.add(lines(ROOT.relativize(file).toString(), Files.readAllLines(file)));
                }
            }
        }
        assertTrue(files.size() >= 400, () -> "only " + files.size() + " files");
        assertEquals(List.of(), repeated(files));
    }

    @Test
    void aRun_isFound_whateverItsSpacesAndComments() {
        List<String> run = new ArrayList<>();
        for (int i = 0; i < RUN; i++) {
            run.add("call(" + i + ");");
        }
        List<String> other = new ArrayList<>(List.of("other();"));
        for (String line : run) {
            other.addAll(List.of("    " + line.replace("(", "(  "), "", "// why", "/* more", " * more", " */"));
        }
        run.replaceAll(line -> line.replace("(", "( "));
        List<Line> a = lines("a", run);
        assertEquals(List.of("b:2 is as a:1"), repeated(List.of(a, lines("b", other))));
        assertEquals(List.of("a:1 is as a:1"), repeated(List.of(a, a)));
        Collections.swap(other, 1, 7);
        assertEquals(List.of(), repeated(List.of(a, lines("b", other))));
        assertEquals(List.of(), repeated(List.of(a.subList(1, RUN), a.subList(0, RUN - 1))));
    }
}
