package patina.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code patina gui}. */
@Command(
        name = "gui",
        description = "Open the desktop application: look at an inspection, run one, correct it, report it.")
final class GuiCommand implements Callable<Integer> {
    private final Desk desk;

    @Mixin
    Common common = new Common();

    @Mixin
    Help help = new Help();

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR|SERIES",
            description = "An inspection's folder, or a series.json to run; without it what was open last.")
    @Nullable
    Path what;

    GuiCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws IOException {
        desk.desktop().open(desk.session(), what, desk.stopped()::get);
        return desk.stopped().get() ? CommandLineRun.STOPPED : CommandLineRun.DONE;
    }
}
