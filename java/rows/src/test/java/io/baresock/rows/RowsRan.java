package io.baresock.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.commons.support.AnnotationSupport;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Holds {@code docs/rows.md} against what ran: every test that it names exists and all its cases passed, in each run of the
 * matrix; what was skipped is in its table of skips. Runs after the matrix, in an execution of its own, and reads the reports.
 */
class RowsRan {

    private static final Path TABLE = Path.of("../../docs/rows.md");
    private static final List<Path> MODULES = List.of(Path.of("../core"), Path.of("../examples"));
    private static final List<String> RUNS = List.of("jdk17-jni", "jdk25-jni", "jdk25-ffm");
    private static final Pattern TEST = Pattern.compile("(io\\.baresock(?:\\.\\w+)+)#(\\w+)");
    private static final Pattern STATUS = Pattern.compile("works|partly: .+|later: .+|not here: .+");

    /** One line: row, what it is, tests, status. */
    private record Row(String name, List<String> tests, String status) {}

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(TABLE)) {
            String[] cells = line.split("\\|", -1);
            if (cells.length == 6 && cells[1].strip().matches("[PZG]\\d+")) {
                List<String> tests = new ArrayList<>();
                for (Matcher m = TEST.matcher(cells[3]); m.find(); ) {
                    tests.add(m.group(1) + '#' + m.group(2));
                }
                rows.add(new Row(cells[1].strip(), tests, cells[4].strip()));
            }
        }
        return rows;
    }

    /** One line: which tests, in which runs, what they say when they are skipped; {@code passed} if they run and show nothing. */
    private record Skip(Pattern tests, Pattern runs, Pattern message, boolean counts) {
        boolean covers(String test, String run, String said) {
            return tests.matcher(test).matches()
                    && runs.matcher(run).matches()
                    && message.matcher(said).find();
        }
    }

    private static final String PASSED = "passed";
    private static final String NONE = "no test ran";

    /** The table of skips: those that are known, each with its reason. */
    private static List<Skip> skips() throws IOException {
        List<Skip> skips = new ArrayList<>();
        for (String line : Files.readAllLines(TABLE)) {
            String[] cells = line.split("(?<!\\\\)\\|", -1);
            if (cells.length == 6 && cells[1].strip().startsWith("io.baresock.")) {
                skips.add(new Skip(
                        Pattern.compile(quoted(cells[1])),
                        Pattern.compile(quoted(cells[2])),
                        Pattern.compile(cells[3].strip().replace("\\|", "|")),
                        cells[4].strip().equals("yes")));
            }
        }
        return skips;
    }

    /** A name of which {@code *} stands for any part. */
    private static String quoted(String glob) {
        return Pattern.quote(glob.strip()).replace("*", "\\E.*\\Q");
    }

    /** The rows of which no test runs on this system. */
    private static Set<String> absent(OS system) throws IOException {
        Set<String> rows = new TreeSet<>();
        for (String line : Files.readAllLines(TABLE)) {
            String[] cells = line.split("\\|", -1);
            if (cells.length == 5
                    && cells[1].strip().matches("[PZG]\\d+(, [PZG]\\d+)*")
                    && List.of(cells[2].strip().split(", ")).contains(Systems.name(system))) {
                rows.addAll(List.of(cells[1].strip().split(", ")));
            }
        }
        return rows;
    }

    /** What came of all cases of one test in one run. */
    static final class Outcome {
        final List<String> passed = new ArrayList<>();
        final List<String> failed = new ArrayList<>();
        final Map<String, String> skipped = new TreeMap<>();

        /** Empty if each case passed or was skipped for a reason that is in the table, and there is one that counts. */
        String whyNotShown(String test, String run, List<Skip> known) {
            if (!failed.isEmpty()) {
                return "failed: " + failed;
            }
            boolean counts = !passed.isEmpty(); // or the run cannot show what it is about
            for (Map.Entry<String, String> s : skipped.entrySet()) {
                List<Skip> covering = known.stream()
                        .filter(k -> k.covers(test, run, s.getValue()))
                        .toList();
                if (covering.isEmpty()) {
                    return "skipped, which docs/rows.md does not list: " + s;
                }
                counts |= covering.stream().anyMatch(Skip::counts);
            }
            return counts ? "" : "no case passed";
        }

        /** Empty if all was skipped. */
        String whyNotAbsent() {
            return passed.isEmpty() && failed.isEmpty() ? "" : "ran, and its row is said to be absent on this system";
        }
    }

    /** What came of the tests in one folder of reports, by class#method without what dynamic tests add. */
    static Map<String, Outcome> outcomes(Path reports) throws Exception {
        Map<String, Outcome> all = new TreeMap<>();
        List<Path> files;
        try (Stream<Path> list = Files.list(reports)) {
            files = list.filter(p -> p.getFileName().toString().startsWith("TEST-"))
                    .toList();
        }
        for (Path file : files) {
            // The class is in the file's name; the attribute has its @DisplayName, if it has one.
            String className = file.getFileName().toString().replaceAll("^TEST-|\\.xml$", "");
            NodeList cases = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile())
                    .getElementsByTagName("testcase");
            if (cases.getLength() == 0) { // skipped before its first test: nothing says so
                all.computeIfAbsent(className + "#all of it", n -> new Outcome())
                        .failed
                        .add("no test ran");
            }
            for (int i = 0; i < cases.getLength(); i++) {
                Element test = (Element) cases.item(i);
                String name = test.getAttribute("name");
                Outcome outcome =
                        all.computeIfAbsent(className + '#' + name.replaceAll("\\W.*", ""), n -> new Outcome());
                NodeList skipped = test.getElementsByTagName("skipped");
                if (Stream.of("failure", "error")
                        .anyMatch(tag -> test.getElementsByTagName(tag).getLength() > 0)) {
                    outcome.failed.add(name);
                } else if (skipped.getLength() > 0) {
                    Element why = (Element) skipped.item(0);
                    outcome.skipped.put(
                            name,
                            why.getAttribute("message")
                                    + why.getTextContent().lines().findFirst().orElse(""));
                } else {
                    outcome.passed.add(name);
                }
            }
        }
        return all;
    }

    /** The same for a folder of all modules; not each has each. */
    private static Map<String, Outcome> reported(String folder) throws Exception {
        Map<String, Outcome> all = new TreeMap<>();
        for (Path module : MODULES) {
            Path reports = module.resolve("target").resolve(folder);
            if (Files.isDirectory(reports)) {
                all.putAll(outcomes(reports));
            }
        }
        assertFalse(all.isEmpty(), () -> "no reports in " + folder);
        return all;
    }

    @Test
    void table_hasEveryRowOnce_withAStatus() throws IOException {
        Set<String> expected = new LinkedHashSet<>();
        for (int i = 1; i <= 13; i++) {
            expected.add("P" + i);
        }
        for (int i = 1; i <= 23; i++) {
            expected.add("Z" + i);
        }
        for (int i = 1; i <= 15; i++) {
            expected.add("G" + i);
        }
        List<Row> rows = rows();
        assertEquals(List.copyOf(expected), rows.stream().map(Row::name).toList());
        for (Row row : rows) {
            assertTrue(STATUS.matcher(row.status()).matches(), row.name() + ": " + row.status());
            assertFalse(row.status().matches("works|partly.*") && row.tests().isEmpty(), row.name() + " names no test");
        }
    }

    @Test
    void everyTestOfTheTable_existsAndAllItsCasesPassed_inEachRun() throws Exception {
        List<Skip> known = skips();
        Map<String, Map<String, Outcome>> runs = new TreeMap<>();
        for (String run : RUNS) {
            runs.put(run, reported("failsafe-reports/" + run));
        }
        Map<String, Outcome> units = reported("surefire-reports");
        units.putAll(reported("failsafe-reports/packaging")); // about the jar, whatever runs it
        Set<String> absent = absent(OS.current());
        List<String> missing = new ArrayList<>();
        for (Row row : rows()) {
            for (String test : row.tests()) {
                Map<String, Map<String, Outcome>> where = !units.containsKey(test) ? runs : Map.of("once", units);
                where.forEach((run, outcomes) -> {
                    Outcome o = outcomes.get(test);
                    String why = o == null
                            ? "did not run"
                            : absent.contains(row.name()) ? o.whyNotAbsent() : o.whyNotShown(test, run, known);
                    if (!why.isEmpty()) {
                        missing.add(row.name() + ": " + test + " in " + run + ": " + why);
                    }
                });
            }
        }
        assertEquals(List.of(), missing);
    }

    /** Elsewhere only the table says which rows are absent, so it is held against the tests' annotations. */
    @Test
    void rowsThatASystemDoesNotHave_areThoseOfWhichNoTestRunsThere() throws Exception {
        for (OS system : List.of(OS.LINUX, OS.MAC, OS.FREEBSD)) {
            Set<String> none = new TreeSet<>();
            for (Row row : rows()) {
                boolean runs = false;
                for (String test : row.tests()) {
                    runs |= Systems.have(system, test);
                }
                if (!runs) {
                    none.add(row.name());
                }
            }
            assertEquals(none, absent(system), system::toString);
        }
    }

    /** A skip that nobody knows of may be all there is of a test: each is in the table, whether a row names the test or not. */
    @Test
    void everySkip_isInTheTable() throws Exception {
        List<Skip> known = skips();
        assertFalse(known.isEmpty());
        List<String> unknown = new ArrayList<>();
        Map<String, Integer> said = new TreeMap<>();
        for (String run : Stream.concat(RUNS.stream(), Stream.of("forced", "auto", "ring", "packaging"))
                .toList()) {
            reported("failsafe-reports/" + run).forEach((test, o) -> {
                o.skipped.forEach((name, why) -> {
                    said.merge(run + ": " + test + ": " + why, 1, Integer::sum);
                    if (known.stream().noneMatch(k -> k.covers(test, run, why))) {
                        unknown.add(run + ": " + test + ' ' + name + ": " + why);
                    }
                });
                if (o.failed.contains(NONE)) {
                    unknown.add(run + ": " + test + ": " + NONE + ", and nothing says why");
                }
                if (!o.passed.isEmpty() && known.stream().anyMatch(k -> k.covers(test, run, PASSED))) {
                    said.merge(run + ": " + test + ": shows nothing there", o.passed.size(), Integer::sum);
                }
            });
        }
        said.forEach((what, cases) -> System.out.println("skipped here, " + cases + " cases, " + what));
        assertEquals(List.of(), unknown);
    }

    /** The names of a class's tests, its own and those that it inherits. */
    private static Set<String> tests(Class<?> type) {
        Set<String> names = new TreeSet<>();
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            for (Method m : c.getDeclaredMethods()) {
                if (Stream.of(Test.class, TestFactory.class, TestTemplate.class)
                        .anyMatch(a -> AnnotationSupport.isAnnotated(m, a))) {
                    names.add(m.getName());
                }
            }
        }
        return names;
    }

    /** A factory that makes no test, and a class that an assumption leaves before its first test, pass without a word. */
    @Test
    void everyTest_hasACaseThatRanOrWasSkipped_inEachRun() throws Exception {
        List<String> silent = new ArrayList<>();
        for (String run : Stream.concat(RUNS.stream(), Stream.of("forced", "auto", "ring", "packaging"))
                .toList()) {
            Map<String, Outcome> outcomes = reported("failsafe-reports/" + run);
            Set<String> classes = new TreeSet<>();
            outcomes.keySet().forEach(test -> classes.add(test.substring(0, test.indexOf('#'))));
            for (String name : classes) {
                for (String test : tests(Class.forName(name, false, RowsRan.class.getClassLoader()))) {
                    if (!outcomes.containsKey(name + '#' + test)) {
                        silent.add(run + ": " + name + '#' + test);
                    }
                }
            }
        }
        assertEquals(List.of(), silent);
    }

    @Test
    void aTest_isNotShown_byOneCaseOfMany(@TempDir Path reports) throws Exception {
        Files.writeString(
                reports.resolve("TEST-io.baresock.Some.xml"),
                """
                <testsuite>
                <testcase name="all(int)[1]"/><testcase name="all(int)[2]"/>
                <testcase name="one(int)[1]"/><testcase name="one(int)[2]"><failure message="no"/></testcase>
                <testcase name="known()[1]"/><testcase name="known()[2]"><skipped message="no tun device"/></testcase>
                <testcase name="unknown()[1]"/><testcase name="unknown()[2]"><skipped message="not today"/></testcase>
                <testcase name="none()"><skipped message="no tun device"/></testcase>
                </testsuite>
                """);
        List<Skip> known = List.of(new Skip(
                Pattern.compile(quoted("io.baresock.*")), Pattern.compile(".*"), Pattern.compile("tun"), false));
        Map<String, Outcome> outcomes = outcomes(reports);
        Map<String, String> why = new TreeMap<>();
        outcomes.forEach((test, o) -> why.put(test, o.whyNotShown(test, "jdk17-jni", known)));
        assertEquals("", why.get("io.baresock.Some#all"));
        assertEquals("failed: [one(int)[2]]", why.get("io.baresock.Some#one"));
        assertEquals("", why.get("io.baresock.Some#known"));
        assertTrue(why.get("io.baresock.Some#unknown").contains("not today"), why::toString);
        assertEquals("no case passed", why.get("io.baresock.Some#none"));
        assertEquals("", outcomes.get("io.baresock.Some#none").whyNotAbsent());
        assertFalse(outcomes.get("io.baresock.Some#known").whyNotAbsent().isEmpty());
        assertFalse(outcomes.get("io.baresock.Some#one").whyNotAbsent().isEmpty());
    }
}
