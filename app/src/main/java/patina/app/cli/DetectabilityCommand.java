package patina.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import patina.app.session.DetectabilityRequest;
import patina.app.session.DetectabilityRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patina detectability}. */
@Command(
        name = "detectability",
        description =
                "Put flaws of known size into one of an inspection's own scans and tell how small a flaw is found: "
                        + "a90, and a90/95, of which 95 %% is sure (hit and miss, as MIL-HDBK-1823A).")
final class DetectabilityCommand implements Callable<Integer> {
    private final Desk desk;

    @Mixin
    Common common = new Common();

    @Mixin
    Help help = new Help();

    @Parameters(paramLabel = "DIR", description = "A finished inspection's folder, which stays as it is.")
    Path inspection = Path.of(".");

    @Option(
            names = "--shape",
            split = ",",
            paramLabel = "NAME",
            description =
                    "pit (half a ball), shallow (six times as wide as deep), crack (a slot of one voxel); without it "
                            + "all three.")
    List<String> shapes = DetectabilityRequest.SHAPES;

    @Option(names = "--flaws", paramLabel = "N", description = "Of each shape; default ${DEFAULT-VALUE}.")
    int flaws = 120;

    @Option(
            names = "--scan",
            paramLabel = "K",
            description = "The scan they are put into, from 0; without it the first that is not the reference scan.")
    @Nullable
    Integer scan;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of the flaws' places and sizes; default ${DEFAULT-VALUE}.")
    long seed = 1;

    @Option(names = "--threads", paramLabel = "N", description = "How many blocks are worked on at once.")
    int threads;

    @Option(names = "--trials", paramLabel = "FILE.csv", description = "Write every flaw and what came of it.")
    @Nullable
    Path trials;

    @Option(names = "--json", description = "One line of JSON a shape.")
    boolean json;

    DetectabilityCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws IOException {
        List<DetectabilityRow> rows;
        try (ProgressLine progress = desk.watch(common)) {
            rows = desk.session()
                    .detectability(new DetectabilityRequest(inspection, shapes, flaws, seed, scan, threads), progress);
        }
        if (trials != null) {
            StringBuilder csv = new StringBuilder("shape,depth_um,found\n");
            for (DetectabilityRow row : rows) {
                for (DetectabilityRow.Trial t : row.trials()) {
                    csv.append(String.format(Locale.ROOT, "%s,%.4f,%b%n", row.shape(), t.depthUm(), t.found()));
                }
            }
            Files.writeString(trials, csv.toString().replace("\r\n", "\n"));
        }
        if (!json) {
            desk.out()
                    .printf(
                            Locale.ROOT,
                            "%-9s %5s %6s %9s %9s %12s %6s %12s%n",
                            "shape",
                            "n",
                            "found",
                            "a50 (um)",
                            "a90 (um)",
                            "a90/95 (um)",
                            "looks",
                            "false calls");
        }
        for (DetectabilityRow row : rows) {
            if (json) {
                Map<String, Object> tree = new LinkedHashMap<>();
                tree.put("shape", row.shape());
                tree.put("scan", row.scan());
                tree.put("n", row.flaws());
                tree.put("found", row.found());
                tree.put("a50_um", Json.finite(row.a50Um()));
                tree.put("a90_um", Json.finite(row.a90Um()));
                tree.put("a90_95_um", Json.finite(row.a9095Um()));
                tree.put("looks", row.looks());
                tree.put("false_calls", row.falseCalls());
                desk.out().println(Json.line(tree));
            } else {
                desk.out()
                        .printf(
                                Locale.ROOT,
                                "%-9s %5d %6d %9.2f %9.2f %12.2f %6d %12d%n",
                                row.shape(),
                                row.flaws(),
                                row.found(),
                                row.a50Um(),
                                row.a90Um(),
                                row.a9095Um(),
                                row.looks(),
                                row.falseCalls());
            }
        }
        return CommandLineRun.DONE;
    }
}
