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
import patina.app.session.DamageBenchRequest;
import patina.app.session.DamageBenchRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code patina bench damage}. */
@Command(
        name = "damage",
        description =
                "Inspect seeded phantoms and tell what was found, missed and invented, and how far the numbers are off.")
final class DamageBenchCommand implements Callable<Integer> {
    private final Desk desk;

    @Mixin
    Common common = new Common();

    @Mixin
    Help help = new Help();

    @Mixin
    Seeds seeds = new Seeds(5);

    @Option(
            names = "--scene",
            split = ",",
            required = true,
            paramLabel = "NAME",
            description = "Phantoms; 'patina phantom --list' names them.")
    List<String> scenes = List.of();

    @Option(names = "--size", paramLabel = "N", description = "Voxels along an edge; default ${DEFAULT-VALUE}.")
    int size = 128;

    @Option(names = "--steps", paramLabel = "N", description = "Scans; without it the phantom's own number.")
    @Nullable
    Integer steps;

    @Option(names = "--noise", paramLabel = "S", description = "As a share of metal minus air.")
    @Nullable
    Double noise;

    @Option(
            names = "--opening",
            paramLabel = "VOXELS",
            description = "Largest opening of the crack of thin-crack and opening-crack.")
    @Nullable
    Double opening;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings to inspect them with, such as registration.local; without it the defaults.")
    @Nullable
    Path config;

    @Option(names = "--last", paramLabel = "N", description = "Take errors from the last N scans; without it from all.")
    int last;

    @Option(names = "--json", description = "One line of JSON a phantom.")
    boolean json;

    DamageBenchCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws IOException {
        List<DamageBenchRow> rows;
        try (ProgressLine progress = desk.watch(common)) {
            rows = desk.session()
                    .damageBench(
                            new DamageBenchRequest(
                                    scenes, seeds.count, seeds.first, size, steps, noise, opening, config, last),
                            progress);
        }
        for (DamageBenchRow row : rows) {
            if (json) {
                desk.out().println(Json.line(tree(row)));
            } else {
                print(row, desk.out());
            }
        }
        return CommandLineRun.DONE;
    }

    private static void print(DamageBenchRow row, PrintStream out) {
        out.println(String.format(
                Locale.ROOT,
                "%s: %d series, in %d of them all of the last scan found, %d without anything false",
                row.scene(),
                row.series(),
                row.wholes(),
                row.quiet()));
        out.println(String.format(
                Locale.ROOT,
                "  features (one a scan): %d true; %d found and resolved, %d found only, %d below the detection limit, %d missed;"
                        + " %d false; kinds %d right, %d wrong",
                row.features(),
                row.resolved(),
                row.unresolved(),
                row.belowLimit(),
                row.missed(),
                row.falseFeatures(),
                row.kindsRight(),
                row.kindsWrong()));
        if (!row.errors().isEmpty()) {
            out.println("  measured - true                n       mean         sd      worst");
        }
        for (DamageBenchRow.Errors e : row.errors()) {
            out.println(String.format(
                    Locale.ROOT,
                    "  %-26s %5d %10.3f %10.3f %10.3f %s",
                    e.name(),
                    e.n(),
                    e.mean(),
                    e.standardDeviation(),
                    e.worst(),
                    e.unit()));
        }
    }

    private static Map<String, Object> tree(DamageBenchRow row) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("scene", row.scene());
        tree.put("series", row.series());
        tree.put("whole", row.wholes());
        tree.put("quiet", row.quiet());
        tree.put("true", row.features());
        tree.put("resolved", row.resolved());
        tree.put("unresolved", row.unresolved());
        tree.put("below_limit", row.belowLimit());
        tree.put("missed", row.missed());
        tree.put("false", row.falseFeatures());
        tree.put("kinds_right", row.kindsRight());
        tree.put("kinds_wrong", row.kindsWrong());
        List<Object> errors = new ArrayList<>();
        for (DamageBenchRow.Errors e : row.errors()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("quantity", e.name());
            one.put("unit", e.unit());
            one.put("n", e.n());
            one.put("mean", Json.finite(e.mean()));
            one.put("sd", Json.finite(e.standardDeviation()));
            one.put("worst", Json.finite(e.worst()));
            errors.add(one);
        }
        tree.put("errors", errors);
        return tree;
    }
}
