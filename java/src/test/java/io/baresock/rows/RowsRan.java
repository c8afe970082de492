package io.baresock.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Holds {@code docs/rows.md} against what ran: every test that it names exists and passed, in each run of the matrix. Runs
 * after the matrix, in an execution of its own, and reads the reports.
 */
class RowsRan {

    private static final Path TABLE = Path.of("../docs/rows.md");
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

    /** The tests that passed in one folder of reports, as class#method without what dynamic tests add. */
    private static Set<String> passed(Path reports) throws Exception {
        Set<String> passed = new HashSet<>();
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
            for (int i = 0; i < cases.getLength(); i++) {
                Element test = (Element) cases.item(i);
                boolean bad = Stream.of("failure", "error", "skipped")
                        .anyMatch(tag -> test.getElementsByTagName(tag).getLength() > 0);
                if (!bad) {
                    passed.add(className + '#' + test.getAttribute("name").replaceAll("\\W.*", ""));
                }
            }
        }
        return passed;
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
    void everyTestOfTheTable_existsAndPassed_inEachRun() throws Exception {
        Map<String, Set<String>> runs = new HashMap<>();
        for (String run : List.of("jdk17-jni", "jdk25-jni", "jdk25-ffm")) {
            runs.put(run, passed(Path.of("target/failsafe-reports", run)));
        }
        Set<String> units = passed(Path.of("target/surefire-reports"));
        units.addAll(passed(Path.of("target/failsafe-reports/packaging"))); // about the jar, whatever runs it
        List<String> missing = new ArrayList<>();
        for (Row row : rows()) {
            for (String test : row.tests()) {
                if (units.contains(test)) {
                    continue;
                }
                runs.forEach((run, passed) -> {
                    if (!passed.contains(test)) {
                        missing.add(row.name() + ": " + test + " did not pass in " + run);
                    }
                });
            }
        }
        assertEquals(List.of(), missing);
    }
}
