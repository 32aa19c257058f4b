package patina.app.cli;

import picocli.CommandLine.Option;

/** The option by which every command explains itself. */
final class Help {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;
}
