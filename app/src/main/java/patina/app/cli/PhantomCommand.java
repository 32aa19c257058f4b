package patina.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import patina.app.session.PhantomRequest;
import patina.app.session.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patina phantom}. */
@Command(name = "phantom", description = "Make a series whose truth is known: TIFF files, series.json and truth.json.")
final class PhantomCommand implements Callable<Integer> {
    private final Desk desk;

    @Mixin
    Common common = new Common();

    @Mixin
    Help help = new Help();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Which; --list names them.")
    @Nullable
    String name;

    @Option(names = "--list", description = "Name the phantoms and say what each shows.")
    boolean list;

    @Option(names = "--out", paramLabel = "DIR", description = "The folder to write to.")
    @Nullable
    Path out;

    @Option(names = "--size", paramLabel = "N", description = "Edge of the volumes, voxels.")
    @Nullable
    Integer size;

    @Option(names = "--steps", paramLabel = "N", description = "How many scans.")
    @Nullable
    Integer steps;

    @Option(names = "--seed", paramLabel = "N", description = "Of the random numbers.")
    @Nullable
    Long seed;

    @Option(names = "--noise", paramLabel = "SHARE", description = "White noise, as a share of metal minus air (0.04).")
    @Nullable
    Double noise;

    @Option(names = "--blur", paramLabel = "VOXELS", description = "Sigma of the blur, voxels (0.7).")
    @Nullable
    Double blur;

    @Option(
            names = "--opening",
            paramLabel = "VOXELS",
            description = "Largest opening of thin-crack and opening-crack, in voxels (1).")
    @Nullable
    Double opening;

    @Option(
            names = "--thinning",
            paramLabel = "VOXELS",
            description = "What thinning takes off every surface by the last scan, in voxels (2).")
    @Nullable
    Double thinning;

    @Option(
            names = "--stitched",
            paramLabel = "VOXELS",
            description =
                    "Stitch the last scan from two stacks along z, of which the upper lies so far off the lower (0).")
    @Nullable
    Double stitched;

    PhantomCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws IOException {
        if (list) {
            for (Session.Phantom phantom : desk.session().phantoms()) {
                desk.out().println(String.format("%-18s %s", phantom.name(), phantom.sentence()));
            }
            return CommandLineRun.DONE;
        }
        if (name == null || out == null) {
            throw new UsageException("Say which phantom and where to put it: patina phantom NAME --out DIR.");
        }
        List<String> names =
                desk.session().phantoms().stream().map(Session.Phantom::name).toList();
        if (!names.contains(name)) {
            throw new UsageException(
                    "No phantom is called '" + name + "'; there are " + String.join(", ", names) + ".");
        }
        Path series;
        try (ProgressLine progress = desk.watch(common)) {
            series = desk.session()
                    .phantom(
                            new PhantomRequest(name, out, size, steps, seed, noise, blur, opening, thinning, stitched),
                            progress);
        }
        desk.out().println(series);
        return CommandLineRun.DONE;
    }
}
