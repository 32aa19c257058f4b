package patina.app.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import patina.app.session.PairRequest;
import patina.app.session.PairResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patina register-pair}. */
@Command(
        name = "register-pair",
        description = "Find how one volume lies to another: a matrix that maps FIXED to MOVING, in micrometres.")
final class RegisterPairCommand implements Callable<Integer> {
    private final Desk desk;

    @Mixin
    Common common = new Common();

    @Mixin
    Help help = new Help();

    @Parameters(index = "0", paramLabel = "FIXED", description = "The volume whose frame is kept.")
    Path fixed = Path.of(".");

    @Parameters(index = "1", paramLabel = "MOVING", description = "The volume that is brought into it.")
    Path moving = Path.of(".");

    @Option(
            names = "--voxel-size",
            split = ",",
            paramLabel = "UM",
            description = "Voxel size of both in micrometres, one number or three (x,y,z); without it each file's own.")
    List<Double> voxelSizeUm = List.of();

    @Option(
            names = "--model",
            defaultValue = "auto",
            paramLabel = "MODEL",
            description = "rigid, similarity, affine, or auto: rigid, with a scale where the inside tells one (default:"
                    + " ${DEFAULT-VALUE}).")
    PairRequest.Model model = PairRequest.Model.AUTO;

    @Option(
            names = "--metric",
            defaultValue = "intensity",
            paramLabel = "METRIC",
            description =
                    "intensity, or information where MOVING's greys mean something else, as at another energy (default:"
                            + " ${DEFAULT-VALUE}).")
    Metric metric = Metric.INTENSITY;

    /** How greys are compared. */
    enum Metric {
        INTENSITY,
        INFORMATION
    }

    @Option(
            names = "--start",
            paramLabel = "FILE",
            description =
                    "A transform to begin with: 4 x 4 as .csv or .json in micrometres, or ITK's .tfm in millimetres.")
    @Nullable
    Path start;

    @Option(
            names = "--final",
            paramLabel = "FILE",
            description = "A transform to take as it is, and say how good it is.")
    @Nullable
    Path given;

    @Option(
            names = "--mask",
            paramLabel = "FILE",
            description = "A volume over FIXED's voxels, above 0 where FIXED may be used.")
    @Nullable
    Path mask;

    @Option(
            names = "--stacks",
            split = ",",
            paramLabel = "Z",
            description =
                    "MOVING was stitched from stacks: how many of its planes lie below each seam, such as 420,835; or auto, to"
                            + " part it where what one map leaves over jumps. Each stack gets a map of its own.")
    List<String> stacks = List.of();

    @Option(
            names = "--write",
            paramLabel = "FILE",
            description =
                    "Write the transform to this file too: .csv, .json or .tfm. May be given several times. Of stacks each gets"
                            + " a file, named so with -stack0 and so on before the ending.")
    List<Path> write = List.of();

    @Option(
            names = "--bound",
            description =
                    "Also tell the Cramér-Rao bound: the least that any method could be uncertain by, given the scans'"
                            + " noise and gradients.")
    boolean bound;

    @Option(names = "--threads", paramLabel = "N", description = "How many blocks are worked on at once.")
    int threads;

    @Option(names = "--json", description = "One line of JSON.")
    boolean json;

    RegisterPairCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws IOException {
        if (start != null && given != null) {
            throw new UsageException("Give --start or --final, not both.");
        }
        boolean parts = stacks.equals(List.of("auto"));
        if (!stacks.isEmpty() && (given != null || bound)) {
            throw new UsageException("Give --stacks without --final and --bound, which are about one map.");
        }
        PairResult result;
        try (ProgressLine progress = desk.watch(common)) {
            result = desk.session()
                    .registerPair(
                            new PairRequest(
                                    fixed,
                                    moving,
                                    voxelSizeUm,
                                    model,
                                    metric == Metric.INFORMATION,
                                    given != null ? given : start,
                                    given != null,
                                    mask,
                                    parts,
                                    parts ? List.of() : seams(),
                                    write,
                                    bound,
                                    threads),
                            progress);
        }
        double[] m = result.transform().toArray();
        PrintStream out = desk.out();
        if (json) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("matrix", matrix(m));
            tree.put("seconds", result.seconds());
            tree.put("model", result.model().key());
            tree.put("scale", Json.finite(result.scale()));
            tree.put("tre_u_um", Json.finite(result.treUUm()));
            if (bound) {
                tree.put("bound_um", Json.finite(result.boundUm()));
            }
            tree.put("residual", Json.finite(result.residual()));
            tree.put("trimmed_fraction", Json.finite(result.trimmedFraction()));
            tree.put("quality", Json.finite(result.quality()));
            if (!result.stacks().isEmpty()) {
                List<Map<String, Object>> list = new ArrayList<>();
                for (PairResult.Stack stack : result.stacks()) {
                    Map<String, Object> one = new LinkedHashMap<>();
                    one.put("from", stack.from());
                    one.put("to", stack.to());
                    one.put("matrix", matrix(stack.transform().toArray()));
                    one.put("tre_u_um", Json.finite(stack.treUUm()));
                    one.put("quality", Json.finite(stack.quality()));
                    list.add(one);
                }
                tree.put("stacks", list);
            }
            tree.put("notes", result.notes());
            out.println(Json.line(tree));
            return CommandLineRun.DONE;
        }
        if (!result.stacks().isEmpty()) {
            for (PairResult.Stack stack : result.stacks()) {
                out.println(String.format(
                        Locale.ROOT,
                        "planes %d to %d: uncertainty %.3f um, quality %.2f",
                        stack.from(),
                        stack.to() - 1,
                        stack.treUUm(),
                        stack.quality()));
                print(stack.transform().toArray());
            }
            out.println("as one:");
        }
        print(m);
        out.println(String.format(
                Locale.ROOT,
                "uncertainty %.3f um, quality %.2f, residual %.4f of metal minus air, left out as changed %.1f %%, %.1f s",
                result.treUUm(),
                result.quality(),
                result.residual(),
                100 * result.trimmedFraction(),
                result.seconds()));
        if (bound) {
            out.println(String.format(Locale.ROOT, "Cramér-Rao bound of the uncertainty %.4f um", result.boundUm()));
        }
        result.notes().forEach(out::println);
        return CommandLineRun.DONE;
    }

    private List<Long> seams() {
        List<Long> seams = new ArrayList<>();
        for (String z : stacks) {
            try {
                seams.add(Long.parseLong(z.strip()));
            } catch (NumberFormatException e) {
                throw new UsageException(
                        "--stacks wants whole numbers of planes such as 420,835, or auto; '" + z + "' is neither.");
            }
        }
        return seams;
    }

    private static List<List<Double>> matrix(double[] m) {
        List<List<Double>> matrix = new ArrayList<>();
        for (int row = 0; row < 3; row++) {
            matrix.add(List.of(m[4 * row], m[4 * row + 1], m[4 * row + 2], m[4 * row + 3]));
        }
        return matrix;
    }

    private void print(double[] m) {
        for (int row = 0; row < 3; row++) {
            desk.out()
                    .println(String.format(
                            Locale.ROOT,
                            "%12.8f %12.8f %12.8f %14.4f",
                            m[4 * row],
                            m[4 * row + 1],
                            m[4 * row + 2],
                            m[4 * row + 3]));
        }
    }
}
