package patina.app.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import patina.app.session.DisplacementBenchRequest;
import patina.app.session.DisplacementTrial;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code patina bench displacement}. */
@Command(
        name = "displacement",
        description =
                "Register textured volumes locally whose displacement is a formula, and tell how near the points come,"
                        + " whether their stated uncertainty is true, and how many are found a second.")
final class DisplacementBenchCommand implements Callable<Integer> {
    private final Desk desk;

    @Mixin
    Common common = new Common();

    @Mixin
    Help help = new Help();

    @Mixin
    Seeds seeds = new Seeds(1);

    @Option(
            names = "--field",
            split = ",",
            paramLabel = "KIND",
            description =
                    "still; shift: 0.6, -0.3, 0.45 voxel; strain: 0.6 %% along x, -0.2 %% along y; sine: 0.3 voxel"
                            + " over a period of 0.8 of the volume; without it all four.")
    List<DisplacementBenchRequest.Field> fields = List.of(DisplacementBenchRequest.Field.values());

    @Option(names = "--size", paramLabel = "N", description = "Voxels along an edge; default ${DEFAULT-VALUE}.")
    int size = 160;

    @Option(
            names = "--noise",
            paramLabel = "S",
            description = "Of both scans, as a share of the grey range, of which the texture's standard deviation is"
                    + " 0.094; default ${DEFAULT-VALUE}.")
    double noise = 0.025;

    @Option(names = "--radius", paramLabel = "N", description = "Half edge of the subsets; default ${DEFAULT-VALUE}.")
    int radius = 12;

    @Option(
            names = "--spacing",
            paramLabel = "N",
            description = "Voxels from point to point; default ${DEFAULT-VALUE}.")
    int spacing = 8;

    @Option(names = "--threads", paramLabel = "N", description = "How many blocks are worked on at once.")
    int threads;

    @Option(names = "--json", description = "One line of JSON a field and seed.")
    boolean json;

    DisplacementBenchCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws IOException {
        if (!json) {
            desk.out()
                    .println("field    seed  points  lost  outliers     rms  worst axis   bound  rms/bound  u/rms"
                            + "  covered  at the rim  points/s   (voxels)");
        }
        try (ProgressLine progress = desk.watch(common)) {
            desk.session()
                    .benchDisplacement(
                            new DisplacementBenchRequest(
                                    fields, seeds.count, seeds.first, size, noise, radius, spacing, threads),
                            progress,
                            this::print);
        }
        return CommandLineRun.DONE;
    }

    private void print(DisplacementTrial t) {
        if (json) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("field", t.field());
            tree.put("seed", t.seed());
            tree.put("points", t.points());
            tree.put("lost", t.lost());
            tree.put("outliers", t.outliers());
            tree.put("rms_voxel", Json.finite(t.rms()));
            tree.put("worst_axis_rms_voxel", Json.finite(t.worstRms()));
            tree.put("bound_voxel", Json.finite(t.bound()));
            tree.put("stated_voxel", Json.finite(t.stated()));
            tree.put("covered", Json.finite(t.covered()));
            tree.put("rim_covered", Json.finite(t.rimCovered()));
            tree.put("points_per_s", Json.finite(t.pointsPerSecond()));
            desk.out().println(Json.line(tree));
        } else {
            desk.out()
                    .println(String.format(
                            Locale.ROOT,
                            "%-6s %6d %7d %5d %9d %7.4f %11.4f %7.4f %10.3f %6.2f %6.1f %% %9.1f %% %9.0f",
                            t.field(),
                            t.seed(),
                            t.points(),
                            t.lost(),
                            t.outliers(),
                            t.rms(),
                            t.worstRms(),
                            t.bound(),
                            t.rms() / t.bound(),
                            t.stated() / t.rms(),
                            100 * t.covered(),
                            100 * t.rimCovered(),
                            t.pointsPerSecond()));
        }
        desk.out().flush();
    }
}
