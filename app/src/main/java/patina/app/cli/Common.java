package patina.app.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command. */
final class Common {
    @Option(
            names = {"-q", "--quiet"},
            description = "Show no progress.")
    boolean quiet;

    @Option(names = "--verbose", description = "When something goes wrong, show where in the program.")
    boolean verbose;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = "Java's heap, such as 4g or 1500m; without it a quarter of the machine's memory, at least "
                    + "512 MB and at most 4 GB.")
    @Nullable
    String memory;
}
