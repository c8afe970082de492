package io.baresock.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What sources and documents refer to is there: files, and decisions by their numbers. Documents keep the form that they promise. */
class DocumentsTest {

    private static final Path ROOT = Modules.ROOT;
    private static final Pattern ADR = Pattern.compile("\\bADRs? (\\d+)");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");
    private static final Pattern ANCHOR = Pattern.compile("\\]\\(([^)#:\\s]*)#([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern MARKDOWN = Pattern.compile("[\\w./-]+\\.md\\b");
    private static final List<String> FOLDERS = List.of(
            "native/constants", "native/src", "native/include", "native/test", "benchmarks/src", "docs", "cmake");

    private static final int DECISION_LINES = 40;
    private static final int LINE_LENGTH = 160;
    private static final Pattern DECISION = Pattern.compile(
            "# \\d+\\. .*\\*\\*Context\\.\\*\\*.*\\*\\*Decision\\.\\*\\*.*\\*\\*Consequences\\.\\*\\*.*",
            Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile("\\b[PZG]\\d{1,2}\\b|Parrot");
    /** G1 alone is a garbage collector. */
    private static final Pattern ROW_IN_SOURCES =
            Pattern.compile("\\b[PZ][1-9]\\d?\\b|\\bG(?!1\\b)[1-9]\\d?\\b|\\b[Rr]ows? G1\\b|(?i:parrot)");

    private static List<Path> files() throws IOException {
        List<Path> all = new ArrayList<>(List.of(
                ROOT.resolve("README.md"),
                ROOT.resolve("CONTRIBUTING.md"),
                ROOT.resolve("CHANGELOG.md"),
                ROOT.resolve("SECURITY.md")));
        List<Path> folders = new ArrayList<>(Modules.folders("src"));
        FOLDERS.stream().map(ROOT::resolve).forEach(folders::add);
        for (Path folder : folders) {
            try (Stream<Path> list = Files.walk(folder)) {
                list.filter(p -> p.toString().matches(".*\\.(java|c|h|md|txt|sh|cmake)"))
                        .forEach(all::add);
            }
        }
        return all;
    }

    private static List<Path> markdown(String folder, String name) throws IOException {
        try (Stream<Path> list = Files.list(ROOT.resolve(folder))) {
            return list.filter(p -> p.getFileName().toString().matches(name))
                    .sorted()
                    .toList();
        }
    }

    private static Set<Integer> decisions() throws IOException {
        return markdown("docs/adr", "\\d{4}-.*\\.md").stream()
                .map(p -> Integer.valueOf(p.getFileName().toString().substring(0, 4)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void whatIsReferredTo_isThere() throws IOException {
        Set<Integer> decisions = decisions();
        List<String> missing = new ArrayList<>();
        int seen = 0;
        for (Path file : files()) {
            String text = Files.readString(file);
            for (Matcher m = ADR.matcher(text); m.find(); seen++) {
                if (!decisions.contains(Integer.valueOf(m.group(1)))) {
                    missing.add(file + ": " + m.group());
                }
            }
            boolean document = file.toString().endsWith(".md");
            Path from = document ? file.getParent() : ROOT;
            for (Matcher m = (document ? LINK : MARKDOWN).matcher(text); m.find(); seen++) {
                String name = document ? m.group(1) : m.group().replaceFirst("^(\\.\\./)+", "");
                if (!Files.exists(from.resolve(name))) {
                    missing.add(file + ": " + name);
                }
            }
        }
        assertEquals(List.of(), missing);
        int found = seen;
        assertTrue(found >= 50, () -> "only " + found + " references");
    }

    /** The names that GitHub and the site give to a page's headings. */
    private static Set<String> anchors(Path page) throws IOException {
        return HEADING.matcher(Files.readString(page))
                .results()
                .map(m -> m.group(1)
                        .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
                        .strip())
                .map(h -> h.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
                        .replaceAll("\\s", "-"))
                .collect(Collectors.toSet());
    }

    @Test
    void aLinkIntoAPage_leadsToAHeading() throws IOException {
        List<String> missing = new ArrayList<>();
        int seen = 0;
        for (Path file : files()) {
            if (!file.toString().endsWith(".md")) {
                continue;
            }
            for (Matcher m = ANCHOR.matcher(Files.readString(file)); m.find(); ) {
                Path page = m.group(1).isEmpty() ? file : file.resolveSibling(m.group(1));
                if (page.toString().endsWith(".md")) {
                    seen++;
                    if (!Files.exists(page) || !anchors(page).contains(m.group(2))) {
                        missing.add(file + ": " + m.group());
                    }
                }
            }
        }
        assertEquals(List.of(), missing);
        int found = seen;
        assertTrue(found >= 30, () -> "only " + found + " links to headings");
    }

    @Test
    void theListOfDecisions_hasEach() throws IOException {
        String list = Files.readString(ROOT.resolve("docs/adr/README.md"));
        for (int number : decisions()) {
            assertTrue(
                    list.matches("(?s).*\\n\\| " + number + " \\| \\[[^\\]]+\\]\\(" + String.format("%04d", number)
                            + "-[\\w-]+\\.md\\) \\|\\n.*"),
                    "ADR " + number);
        }
    }

    @Test
    void aDecision_isContextDecisionAndConsequences_inFortyLines() throws IOException {
        List<Path> all = markdown("docs/adr", "\\d{4}-.*\\.md");
        assertTrue(all.size() >= 17, all::toString);
        for (Path file : all) {
            String text = Files.readString(file);
            assertTrue(DECISION.matcher(text).matches(), () -> file + " has not its three parts in their order");
            List<String> lines = text.lines().toList();
            assertTrue(lines.size() <= DECISION_LINES, () -> file + " has " + lines.size() + " lines");
            lines.stream()
                    .filter(l -> !l.startsWith("|"))
                    .forEach(l -> assertTrue(l.length() <= LINE_LENGTH, () -> file + ": " + l));
        }
    }

    @Test
    void whatUsersRead_namesNoRow() throws IOException {
        List<Path> all = new ArrayList<>(
                List.of(ROOT.resolve("README.md"), ROOT.resolve("CHANGELOG.md"), ROOT.resolve("SECURITY.md")));
        all.addAll(markdown("docs/guide", ".*\\.md"));
        assertTrue(all.size() >= 8, all::toString);
        for (Path file : all) {
            Matcher m = ROW.matcher(Files.readString(file));
            assertFalse(m.find(), () -> file + ": " + m.group());
        }
    }

    @Test
    void mainSources_nameNoRow() throws IOException {
        List<String> found = new ArrayList<>();
        int seen = 0;
        for (Path file : files()) {
            String name = ROOT.relativize(file).toString();
            if (name.matches("(.*/src/main|native/(src|include|constants))/.*")) {
                seen++;
                for (Matcher m = ROW_IN_SOURCES.matcher(Files.readString(file)); m.find(); ) {
                    found.add(name + ": " + m.group());
                }
            }
        }
        assertEquals(List.of(), found);
        int all = seen;
        assertTrue(all >= 400, () -> "only " + all + " files");
    }
}
