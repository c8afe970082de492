package io.baresock.tool;

import io.baresock.Baresock;
import io.baresock.internal.Printable;

/** What this machine supports, as text for people. Put it into a bug report. */
public final class Report {

    private Report() {}

    /**
     * Makes the report.
     *
     * @return lines that end with a newline
     */
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
        for (KernelProbe.Answer answer : KernelProbe.all()) {
            out.append(String.format("  %-28s %s%n", answer.what(), answer.result()));
        }
        return out.toString();
    }

    private static String version() {
        String version = Report.class.getPackage().getImplementationVersion();
        return version == null ? "(not from a jar)" : version;
    }

    private static void line(StringBuilder out, String what, String value) {
        out.append(String.format("%-10s %s%n", what, Printable.of(value)));
    }
}
