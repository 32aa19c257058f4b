package patina.app.cli;

import java.util.concurrent.Callable;
import patina.app.session.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command without a name: says what there is. */
@Command(
        name = "patina",
        description = "Measures how a specimen degrades from repeated X-ray CT scans.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = PatinaCommand.Line.class,
        footer = {"", "Begin with 'patina demo'. Each command explains itself with --help."})
final class PatinaCommand implements Callable<Integer> {
    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show name, version and Java.")
    boolean version;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Mixin
    Common common = new Common();

    @Override
    public Integer call() {
        throw new UsageException("Say what to do: one of the commands, such as 'patina demo'.");
    }

    /** What --version prints. */
    static final class Line implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {Version.line()};
        }
    }
}
