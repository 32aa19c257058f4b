package patina.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import patina.app.session.RunResult;
import patina.app.session.Stage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code patina run}: the whole job. */
@Command(
        name = "run",
        description = {
            "Do the whole job on a series: register, segment, track, measure, flag; then the tables and the report.",
            "An unfinished folder is resumed, a finished one is left as it is, and a series that has grown is added to."
        })
final class RunCommand implements Callable<Integer> {
    private final Desk desk;

    @Mixin
    Common common = new Common();

    @Mixin
    Help help = new Help();

    @Mixin
    JobOptions job = new JobOptions();

    RunCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws IOException {
        RunResult result = job.run(desk, common, Stage.FLAG);
        for (Path file : desk.session().export(job.out, job.out.resolve("exports"))) {
            desk.out().println(file);
        }
        List<Path> reports = List.of(job.out.resolve("report.html"), job.out.resolve("report.pdf"));
        // A finished inspection is left as it is, its report too.
        boolean there = result.nothingToDo() && reports.stream().allMatch(Files::isRegularFile);
        for (Path file : there ? reports : desk.session().report(job.out, ReportCommand.BOTH, job.out)) {
            desk.out().println(file);
        }
        return CommandLineRun.DONE;
    }
}
