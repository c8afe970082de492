package io.baresock.selftest;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Prints a line for each class of tests when it ends; counts, and keeps what failed and what was skipped. */
final class Progress implements TestExecutionListener {

    private static final int FRAMES = 6; // of a failure's stack trace

    private final PrintStream out;
    private final List<String> failures = new ArrayList<>();
    private final Map<String, Integer> skips = new TreeMap<>(); // by reason
    private long classes;
    private int ended; // classes
    private int passed;
    private int failed;
    private int skipped;
    private int passedBefore; // when the class began
    private int failedBefore;
    private int skippedBefore;

    Progress(PrintStream out) {
        this.out = out;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        classes = plan.countTestIdentifiers(Progress::isClass);
        out.println("tests in " + classes + " classes; this takes some minutes");
    }

    private static boolean isClass(TestIdentifier test) {
        return test.getSource().filter(ClassSource.class::isInstance).isPresent();
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        if (isClass(test)) {
            begin();
        }
    }

    private void begin() {
        passedBefore = passed;
        failedBefore = failed;
        skippedBefore = skipped;
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        skip(reason);
        if (isClass(test)) {
            skippedBefore = skipped - 1;
            passedBefore = passed;
            failedBefore = failed;
            end(test);
        }
    }

    private void skip(String reason) {
        skipped++;
        skips.merge(reason.lines().findFirst().orElse("no reason"), 1, Integer::sum);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        switch (result.getStatus()) {
            case SUCCESSFUL -> passed += test.isTest() ? 1 : 0;
            case ABORTED -> skip(String.valueOf(
                    result.getThrowable().map(Throwable::getMessage).orElse("no reason")));
            case FAILED -> {
                failed++;
                failures.add(describe(test, result.getThrowable()));
            }
        }
        if (isClass(test)) {
            end(test);
        }
    }

    private void end(TestIdentifier test) {
        ended++;
        int bad = failed - failedBefore;
        out.printf(
                "[%3d/%d] %-40s %d passed%s%s%n",
                ended,
                classes,
                test.getLegacyReportingName().replace("io.baresock.", ""),
                passed - passedBefore,
                bad == 0 ? "" : ", " + bad + " FAILED",
                skipped == skippedBefore ? "" : ", " + (skipped - skippedBefore) + " skipped");
    }

    private static String describe(TestIdentifier test, Optional<Throwable> thrown) {
        StringBuilder text = new StringBuilder(test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getClassName() + "#")
                .orElse(""));
        text.append(test.getDisplayName());
        thrown.ifPresent(t -> {
            text.append("\n    ").append(t);
            StackTraceElement[] frames = t.getStackTrace();
            int shown = 0;
            for (int i = 0; i < frames.length && shown < FRAMES; i++) {
                if (frames[i].getClassName().startsWith("io.baresock.")) {
                    text.append("\n        at ").append(frames[i]);
                    shown++;
                }
            }
        });
        return text.toString();
    }

    /** Prints the counts, each failure, and why tests were skipped. */
    void summary() {
        out.println("tests      " + passed + " passed, " + failed + " failed, " + skipped + " skipped");
        skips.forEach((reason, count) -> out.println("  skipped  " + count + ": " + reason));
        failures.forEach(failure -> out.println("  FAILED   " + failure));
        out.println(passed() ? "PASSED" : passed + failed == 0 ? "FAILED: no test ran" : "FAILED");
    }

    boolean passed() {
        return failed == 0 && passed > 0;
    }
}
