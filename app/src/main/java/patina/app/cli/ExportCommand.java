package patina.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patina export}. */
@Command(name = "export", description = "Write an inspection's tables as CSV, and inspection.json.")
final class ExportCommand implements Callable<Integer> {
    private final Desk desk;

    @Mixin
    Common common = new Common();

    @Mixin
    Help help = new Help();

    @Parameters(paramLabel = "DIR", description = "The inspection's folder.")
    Path inspection = Path.of(".");

    @Option(names = "--to", required = true, paramLabel = "DIR2", description = "The folder to write to.")
    Path to = Path.of(".");

    ExportCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws IOException {
        desk.session().export(inspection, to).forEach(desk.out()::println);
        return CommandLineRun.DONE;
    }
}
