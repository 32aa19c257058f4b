package patina.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import patina.app.session.Session.ReportFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patina report}. */
@Command(name = "report", description = "Write an inspection's report.")
final class ReportCommand implements Callable<Integer> {
    static final Set<ReportFormat> BOTH = Set.of(ReportFormat.HTML, ReportFormat.PDF);

    private final Desk desk;

    @Mixin
    Common common = new Common();

    @Mixin
    Help help = new Help();

    @Parameters(paramLabel = "DIR", description = "The inspection's folder.")
    Path inspection = Path.of(".");

    @Option(
            names = "--format",
            split = ",",
            defaultValue = "html,pdf",
            paramLabel = "F",
            description = "html, pdf or both (default: ${DEFAULT-VALUE}).")
    List<ReportFormat> formats = List.of();

    @Option(
            names = "--out",
            paramLabel = "DIR2",
            description = "Where to write it; without it the inspection's folder.")
    @Nullable
    Path out;

    ReportCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws IOException {
        Path to = out == null ? inspection : out;
        desk.session().report(inspection, EnumSet.copyOf(formats), to).forEach(desk.out()::println);
        return CommandLineRun.DONE;
    }
}
