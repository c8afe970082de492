package io.baresock.selftest;

import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import io.baresock.tool.Report;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the tests that need only the machine: no C compiler, no file of the repository, no other program. */
final class Suite {

    static final int FAILED = 1;

    private static final List<String> PACKAGES = List.of(
            "async",
            "batch",
            "bpf",
            "close",
            "contract",
            "errors",
            "errqueue",
            "families",
            "handover",
            "memory",
            "message",
            "option",
            "poll",
            "race",
            "vthread");

    /** Each of these compiles C code, or reads a file of the repository. */
    private static final Set<String> NOT_HERE = Set.of(
            "bpf.EbpfIT",
            "close.EintrIT",
            "close.PollerUnderFireIT",
            "contract.BackendIT",
            "option.OptionTablesIT#eachList_isATable_andNoNameIsInTwo");

    private Suite() {}

    /**
     * Runs them, and ends the JVM with the status.
     *
     * @param args nothing, or a regular expression for the names of classes
     */
    public static void main(String[] args) {
        boolean passed = false;
        try {
            passed = run(args.length == 0 ? "" : args[0]);
        } catch (PatternSyntaxException | UnsatisfiedLinkError e) {
            System.out.println("FAILED: " + e.getMessage());
        }
        System.out.flush();
        System.exit(passed ? 0 : FAILED); // tests may have left threads
    }

    private static boolean run(String regex) {
        String machine = Report.text();
        Progress progress = new Progress(System.out);
        LauncherFactory.create().execute(request(regex), progress);
        System.out.println("\nIf you report a problem, paste what follows.\n");
        System.out.print(machine);
        progress.summary();
        return progress.passed();
    }

    private static LauncherDiscoveryRequest request(String regex) {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(PACKAGES.stream()
                        .map(name -> selectPackage("io.baresock." + name))
                        .toList())
                .filters(includeClassNamePatterns(".*IT"))
                .filters(includeClassNamePatterns(".*(" + Pattern.compile(regex).pattern() + ").*"))
                .filters((PostDiscoveryFilter) test -> FilterResult.includedIf(isForHere(test)))
                .build();
    }

    private static boolean isForHere(TestDescriptor test) {
        if (test.getSource().orElse(null) instanceof MethodSource method) {
            String type = method.getClassName().replaceFirst("^io\\.baresock\\.", "");
            return !NOT_HERE.contains(type) && !NOT_HERE.contains(type + '#' + method.getMethodName());
        }
        return true; // a class that is left without methods is left out too
    }
}
