package patina.app.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import patina.app.session.CoverageRequest;
import patina.app.session.CoverageRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code patina bench coverage}. */
@Command(
        name = "coverage",
        description = "Inspect seeded phantoms and tell how often the stated 95 %% intervals cover the truth.")
final class CoverageCommand implements Callable<Integer> {
    private final Desk desk;

    @Mixin
    Common common = new Common();

    @Mixin
    Help help = new Help();

    @Mixin
    Seeds seeds = new Seeds(3);

    @Option(
            names = "--scene",
            split = ",",
            paramLabel = "NAME",
            description = "Phantoms; without it growing-pits, merging-pits, cracked-pit and all-at-once.")
    List<String> scenes = CoverageRequest.SCENES;

    @Option(names = "--size", paramLabel = "N", description = "Voxels along an edge; default ${DEFAULT-VALUE}.")
    int size = 128;

    @Option(names = "--steps", paramLabel = "N", description = "Scans; default ${DEFAULT-VALUE}.")
    int steps = 5;

    @Option(names = "--noise", paramLabel = "S", description = "As a share of metal minus air.")
    @Nullable
    Double noise;

    @Option(names = "--json", description = "One line of JSON a quantity.")
    boolean json;

    CoverageCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws IOException {
        List<CoverageRow> rows;
        try (ProgressLine progress = desk.watch(common)) {
            rows = desk.session()
                    .coverage(new CoverageRequest(scenes, seeds.count, seeds.first, size, steps, noise), progress);
        }
        if (!json) {
            desk.out().println("quantity          n  covered       %   mean error / u   sd of error / u");
        }
        for (CoverageRow row : rows) {
            if (json) {
                Map<String, Object> tree = new LinkedHashMap<>();
                tree.put("quantity", row.name());
                tree.put("n", row.n());
                tree.put("covered", row.covered());
                tree.put("percent", Json.finite(row.percent()));
                tree.put("mean_z", Json.finite(row.meanZ()));
                tree.put("sd_z", Json.finite(row.sdZ()));
                desk.out().println(Json.line(tree));
            } else {
                desk.out()
                        .println(String.format(
                                Locale.ROOT,
                                "%-12s %6d %8d %7.1f %16.2f %17.2f",
                                row.name(),
                                row.n(),
                                row.covered(),
                                row.percent(),
                                row.meanZ(),
                                row.sdZ()));
            }
        }
        return CommandLineRun.DONE;
    }
}
