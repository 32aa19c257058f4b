package patina.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import patina.app.session.Score;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patina score}. */
@Command(name = "score", description = "Hold a finished inspection of a phantom against its truth.")
final class ScoreCommand implements Callable<Integer> {
    private final Desk desk;

    @Mixin
    Common common = new Common();

    @Mixin
    Help help = new Help();

    @Parameters(paramLabel = "DIR", description = "The inspection's folder.")
    Path inspection = Path.of(".");

    @Option(names = "--truth", required = true, paramLabel = "truth.json", description = "The phantom's truth.")
    Path truth = Path.of("truth.json");

    @Option(names = "--json", description = "One line of JSON.")
    boolean json;

    ScoreCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws IOException {
        Score score = desk.session().score(inspection, truth);
        if (json) {
            desk.out().println(Json.line(ScoreSheet.tree(score)));
        } else {
            ScoreSheet.print(score, desk.out());
        }
        return CommandLineRun.DONE;
    }
}
