package patina.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import patina.app.session.Demo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code patina demo}. */
@Command(
        name = "demo",
        description = "Make a series with pits, a crack, wear and pores whose truth is known, do the whole job on it, "
                + "and print where the report is.")
final class DemoCommand implements Callable<Integer> {
    private final Desk desk;

    @Mixin
    Common common = new Common();

    @Mixin
    Help help = new Help();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "patina-demo",
            description = "Where to put it all (default: ${DEFAULT-VALUE}).")
    Path out = Path.of("patina-demo");

    @Option(names = "--gui", description = "Then look at it in the desktop application.")
    boolean gui;

    DemoCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws IOException {
        Path report;
        try (ProgressLine progress = desk.watch(common)) {
            report = Demo.make(desk.session(), out, progress);
        }
        desk.out().println(report);
        if (gui) {
            desk.desktop().open(desk.session(), Demo.inspection(out), desk.stopped()::get);
        }
        return CommandLineRun.DONE;
    }
}
