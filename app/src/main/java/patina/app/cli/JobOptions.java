package patina.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import patina.app.session.RunRequest;
import patina.app.session.RunResult;
import patina.app.session.Stage;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Options of a job on a series. */
final class JobOptions {
    @Parameters(paramLabel = "SERIES", description = "series.json, or a folder that holds one.")
    Path series = Path.of("series.json");

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The inspection's folder.")
    Path out = Path.of(".");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings as JSON; 'patina config --print' shows them all.")
    @Nullable
    Path config;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many blocks are worked on at once; without it as many as there are processors.")
    int threads;

    @Option(
            names = "--force",
            description = "Begin anew where the folder holds the work of another series or of other settings.")
    boolean force;

    RunResult run(Desk desk, Common common, Stage upTo) throws IOException {
        if (threads < 0) {
            throw new UsageException("--threads wants a number of 1 or more, not " + threads + ".");
        }
        RunResult result;
        try (ProgressLine progress = desk.watch(common)) {
            result = desk.session().run(new RunRequest(series, out, config, upTo, threads, force), progress);
        }
        if (result.nothingToDo()) {
            desk.tell(common, "'" + out + "' is finished and left as it is.");
        }
        for (String remark : result.remarks()) {
            desk.tell(common, remark);
        }
        return result;
    }
}
