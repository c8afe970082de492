package io.baresock.tool;

import io.baresock.Baresock;
import io.baresock.internal.Printable;
import java.util.List;

/** What this machine supports, as text for people. Put it into a bug report. */
public final class Report {

    private Report() {}

    /** {@return the report: lines that end with a newline} */
    public static String text() {
        StringBuilder out = new StringBuilder();
        line(out, "Baresock", version());
        line(out, "OS", Baresock.kernel() + ", " + Baresock.platform());
        line(
                out,
                "JDK",
                Runtime.version() + ", " + System.getProperty("java.vm.name") + ", "
                        + System.getProperty("java.vendor"));
        line(out, "backend", Baresock.backend() + " (" + Baresock.backendReason() + ")");
        line(out, "syscalls", Baresock.syscalls() + " (" + Baresock.syscallsReason() + ")");
        line(out, "library", Baresock.libraryOrigin());
        out.append("kernel\n");
        List<KernelProbe.Answer> probed = KernelProbe.all();
        answers(out, probed);
        List<KernelProbe.Answer> missing = Missing.here(probed);
        out.append(missing.isEmpty() ? "nothing is missing that this program knows of\n" : "to get more\n");
        answers(out, missing);
        return out.toString();
    }

    private static void answers(StringBuilder out, List<KernelProbe.Answer> answers) {
        for (KernelProbe.Answer answer : answers) {
            out.append(String.format("  %-28s %s%n", answer.what(), answer.result()));
        }
    }

    private static String version() {
        String version = Report.class.getPackage().getImplementationVersion();
        return version == null ? "(not from a jar)" : version;
    }

    private static void line(StringBuilder out, String what, String value) {
        out.append(String.format("%-10s %s%n", what, Printable.of(value)));
    }
}
