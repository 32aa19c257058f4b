package patina.app.cli;

import java.util.concurrent.Callable;
import patina.app.session.Setting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code patina config}. */
@Command(name = "config", description = "Show the settings of a job.")
final class ConfigCommand implements Callable<Integer> {
    private final Desk desk;

    @Mixin
    Common common = new Common();

    @Mixin
    Help help = new Help();

    @Option(names = "--print", description = "Every setting with its default, its unit and what it does.")
    boolean print;

    ConfigCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        if (!print) {
            throw new UsageException("Say what to do with the settings: --print.");
        }
        int width = 0;
        for (Setting setting : desk.session().settings()) {
            width = Math.max(width, setting.key().length());
        }
        for (Setting setting : desk.session().settings()) {
            desk.out()
                    .println(String.format(
                            "%-" + width + "s  %-10s %-6s %s",
                            setting.key(),
                            setting.value(),
                            setting.unit(),
                            setting.sentence()));
        }
        return CommandLineRun.DONE;
    }
}
