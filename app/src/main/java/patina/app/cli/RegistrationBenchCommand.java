package patina.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import patina.app.session.PairTrial;
import patina.app.session.RegistrationBenchRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code patina bench registration}. */
@Command(
        name = "registration",
        description =
                "Register pairs whose truth is known, and tell how near they come and whether the stated uncertainty is"
                        + " true.")
final class RegistrationBenchCommand implements Callable<Integer> {
    private final Desk desk;

    @Mixin
    Common common = new Common();

    @Mixin
    Help help = new Help();

    @Mixin
    Seeds seeds = new Seeds(5);

    @Option(
            names = "--pairs",
            defaultValue = "damage",
            paramLabel = "KIND",
            description =
                    "damage: phantoms before and after damage; start: phantoms turned by up to 180 degrees and shifted"
                            + " by up to a third of the view; stitched: as damage, the last scan's upper part half a voxel off, and each of"
                            + " its stacks for itself; texture: a volume's two halves of a small turn and shift, binned; still:"
                            + " the same without turn and shift (default: ${DEFAULT-VALUE}).")
    RegistrationBenchRequest.Kind kind = RegistrationBenchRequest.Kind.DAMAGE;

    @Option(
            names = "--volume",
            split = ",",
            paramLabel = "FILE",
            description = "Volumes of texture and still; bone, cement, sand: whatever has texture.")
    List<Path> volumes = List.of();

    @Option(names = "--scene", paramLabel = "NAME", description = "Another phantom than the kind's own.")
    @Nullable
    String scene;

    @Option(
            names = "--size",
            paramLabel = "N",
            description = "Voxels along a phantom's edge; default ${DEFAULT-VALUE}.")
    int size = 128;

    @Option(
            names = "--noise",
            paramLabel = "S",
            description =
                    "As a share of metal minus air; of volumes from their darkest to their brightest hundredth; default"
                            + " ${DEFAULT-VALUE}.")
    double noise = 0.04;

    @Option(
            names = "--thinning",
            paramLabel = "D",
            description =
                    "How many voxels the scene 'thinning' loses on all sides in all; without it the phantom's own.")
    @Nullable
    Double thinning;

    @Option(names = "--json", description = "One line of JSON a pair.")
    boolean json;

    RegistrationBenchCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws IOException {
        List<PairTrial> trials = new ArrayList<>();
        if (!json) {
            desk.out()
                    .println(
                            "pair                            seed  error  worst corner  stated  bound  covered  quality"
                                    + "   (voxels)");
        }
        try (ProgressLine progress = desk.watch(common)) {
            desk.session()
                    .benchRegistration(
                            new RegistrationBenchRequest(
                                    kind, volumes, scene, seeds.count, seeds.first, size, noise, thinning),
                            progress,
                            trial -> {
                                trials.add(trial);
                                print(trial);
                            });
        }
        if (!json) {
            summarise(trials);
        }
        return CommandLineRun.DONE;
    }

    private void print(PairTrial t) {
        if (json) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("name", t.name());
            tree.put("seed", t.seed());
            tree.put("rms_voxel", Json.finite(t.rms()));
            tree.put("corners_rms_voxel", Json.finite(t.cornersRms()));
            tree.put("corners_worst_voxel", Json.finite(t.cornersWorst()));
            tree.put("stated_voxel", Json.finite(t.stated()));
            tree.put("corners_stated_voxel", Json.finite(t.cornersStated()));
            tree.put("bound_voxel", Json.finite(t.bound()));
            tree.put("corners_covered", t.cornersCovered());
            tree.put("scale_error", Json.finite(t.scaleError()));
            tree.put("quality", t.quality());
            tree.put("trusted", t.trusted());
            desk.out().println(Json.line(tree));
        } else if (t.refusal() != null) {
            desk.out().println(String.format(Locale.ROOT, "%-28s %7d  %s", t.name(), t.seed(), t.refusal()));
        } else {
            desk.out()
                    .println(String.format(
                            Locale.ROOT,
                            "%-28s %7d %6.4f %13.4f %7.4f %6.4f %6d/8 %8.2f%s",
                            t.name(),
                            t.seed(),
                            t.rms(),
                            t.cornersWorst(),
                            t.stated(),
                            t.bound(),
                            t.cornersCovered(),
                            t.quality(),
                            t.trusted() ? t.right() ? "" : "  wrong" : "  not trusted"));
        }
        desk.out().flush();
    }

    private void summarise(List<PairTrial> all) {
        long right = all.stream().filter(PairTrial::right).count();
        long wrong = all.stream().filter(PairTrial::silentlyWrong).count();
        say(
                "Of %d pairs %d are right (trusted, within %.1f voxel over the corners), %d refused, %d wrong without a word.",
                all.size(), right, PairTrial.FOUND_VOXELS, all.size() - right - wrong, wrong);
        List<PairTrial> trials = all.stream().filter(PairTrial::right).toList();
        if (trials.isEmpty()) {
            return;
        }
        say(
                "Error over the specimen, rms: median %.4f voxel, largest %.4f; over the corners: median %.4f, largest %.4f,"
                        + " worst corner %.4f.",
                median(trials, PairTrial::rms),
                largest(trials, PairTrial::rms),
                median(trials, PairTrial::cornersRms),
                largest(trials, PairTrial::cornersRms),
                largest(trials, PairTrial::cornersWorst));
        say(
                "Cramér-Rao bound over the specimen: median %.4f voxel; the error is %.2f times that (median).",
                median(trials, PairTrial::bound), median(trials, t -> t.rms() / t.bound()));
        long corners = trials.stream().mapToLong(PairTrial::cornersCovered).sum();
        long whole = trials.stream().filter(t -> t.cornersCovered() == 8).count();
        say(
                "95 %% regions hold the truth at %.1f %% of the corners, and at all eight of %.1f %% of the pairs.",
                100.0 * corners / (8 * trials.size()), 100.0 * whole / trials.size());
        say(
                "Mean stated error over mean actual error: %.2f over the specimen, %.2f over the corners.",
                mean(trials, PairTrial::stated) / mean(trials, PairTrial::rms),
                mean(trials, PairTrial::cornersStated) / mean(trials, PairTrial::cornersRms));
    }

    private void say(String format, Object... values) {
        desk.out().println(String.format(Locale.ROOT, format, values));
    }

    private static double median(List<PairTrial> trials, ToDoubleFunction<PairTrial> of) {
        double[] sorted = trials.stream().mapToDouble(of).sorted().toArray();
        return 0.5 * (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]);
    }

    private static double largest(List<PairTrial> trials, ToDoubleFunction<PairTrial> of) {
        return trials.stream().mapToDouble(of).max().orElse(Double.NaN);
    }

    private static double mean(List<PairTrial> trials, ToDoubleFunction<PairTrial> of) {
        return trials.stream().mapToDouble(of).average().orElse(Double.NaN);
    }
}
