package patina.app.cli;

import picocli.CommandLine.Option;

/** The options of every bench over seeded phantoms. */
final class Seeds {
    @Option(names = "--seeds", paramLabel = "N", description = "How many of each; default ${DEFAULT-VALUE}.")
    int count;

    @Option(names = "--first-seed", paramLabel = "N", description = "Default ${DEFAULT-VALUE}; the others follow.")
    long first = 1001;

    /** @param count how many unless the user says otherwise */
    Seeds(int count) {
        this.count = count;
    }
}
