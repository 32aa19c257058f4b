package patina.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code patina statistics}: the group of its commands. */
@Command(
        name = "statistics",
        description = "Statistics of measured tables: see 'patina statistics extreme-value --help'.",
        synopsisSubcommandLabel = "extreme-value")
final class StatisticsCommand implements Callable<Integer> {
    @Mixin
    Common common = new Common();

    @Mixin
    Help help = new Help();

    @Override
    public Integer call() {
        throw new UsageException("Say which statistics: 'patina statistics extreme-value FILE.csv --column NAME'.");
    }
}
