package io.baresock.report;

import io.baresock.run.RunFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code report run.json}: draws a stored run. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Draws a run that was kept: as a page, as Markdown, or as both.")
@SuppressWarnings("NullAway.Init") // picocli sets them
public final class ReportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "RUN", description = "the run.json of a run")
    private Path run;

    @Option(names = "--html", description = "the page to write; report.html beside RUN if nothing else is asked for")
    private @Nullable Path html;

    @Option(names = "--markdown", description = "the Markdown to write, such as docs/benchmarks.md")
    private @Nullable Path markdown;

    @Option(names = "--beside", description = "the run.json of a second run, for a column of its own in the Markdown")
    private @Nullable Path beside;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (beside != null && markdown == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--beside " + beside + ": only the Markdown has such a column; add --markdown FILE");
        }
        RunFile file = RunFile.read(run);
        if (markdown != null) {
            Files.writeString(markdown, ReportMarkdown.text(file, beside == null ? null : RunFile.read(beside)));
        }
        if (html != null || markdown == null) {
            Path page = html != null ? html : run.resolveSibling("report.html");
            Files.writeString(page, ReportPage.html(file));
            System.out.println(page.toAbsolutePath());
        }
        return 0;
    }
}
