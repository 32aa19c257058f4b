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

    @Option(
            names = "--json",
            description = "The defaults as a configuration file, to be changed and given to --config.")
    boolean json;

    ConfigCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        if (!print) {
            throw new UsageException("Say what to do with the settings: --print.");
        }
        if (json) {
            desk.out().println(configuration());
            return CommandLineRun.DONE;
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

    private String configuration() {
        StringBuilder lines = new StringBuilder("{");
        for (Setting setting : desk.session().settings()) {
            lines.append(lines.length() == 1 ? "\n" : ",\n");
            lines.append("  \"").append(setting.key()).append("\": ").append(setting.value());
        }
        return lines.append("\n}").toString();
    }
}
