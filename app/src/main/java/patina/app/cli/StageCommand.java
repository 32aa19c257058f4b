package patina.app.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import patina.app.session.Stage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code patina register}, {@code segment}, {@code track}, {@code measure}, {@code flag}: the job up to one stage. */
@Command(description = "Do the job up to and with this stage; 'patina run' with the same folder goes on from there.")
final class StageCommand implements Callable<Integer> {
    private final Desk desk;
    private final Stage stage;

    @Mixin
    Common common = new Common();

    @Mixin
    Help help = new Help();

    @Mixin
    JobOptions job = new JobOptions();

    StageCommand(Desk desk, Stage stage) {
        this.desk = desk;
        this.stage = stage;
    }

    @Override
    public Integer call() throws IOException {
        job.run(desk, common, stage);
        desk.out().println(job.out);
        return CommandLineRun.DONE;
    }
}
