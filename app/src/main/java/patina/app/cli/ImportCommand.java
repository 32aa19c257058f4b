package patina.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import patina.app.session.ImportRequest;
import patina.series.Cut;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patina import}. */
@Command(
        name = "import",
        description = "Write a series.json for scans, in order of exposure; the scans stay where they are.")
final class ImportCommand implements Callable<Integer> {
    private final Desk desk;

    @Mixin
    Common common = new Common();

    @Mixin
    Help help = new Help();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Scans: files, or folders of slices.")
    List<Path> files = List.of();

    @Option(names = "--out", required = true, paramLabel = "series.json", description = "The file to write.")
    Path out = Path.of("series.json");

    @Option(
            names = "--voxel-size",
            split = ",",
            paramLabel = "UM",
            description = "Voxel size in micrometres, one number or three (x,y,z); without it each file's own.")
    List<Double> voxelSizeUm = List.of();

    @Option(
            names = "--exposure",
            split = ",",
            paramLabel = "E",
            description =
                    "One number a file, in the order of the files, such as 0,24,48; without it 0,1,2 ... in the order of names.")
    List<Double> exposures = List.of();

    @Option(
            names = "--exposure-unit",
            paramLabel = "UNIT",
            description = "s, min, h or d; 1 for cycles; m for distance.")
    @Nullable
    String exposureUnit;

    @Option(
            names = "--quantity",
            defaultValue = "time",
            paramLabel = "Q",
            description = "time, cycles or distance (default: ${DEFAULT-VALUE}).")
    String quantity = "time";

    @Option(names = "--name", paramLabel = "N", description = "What the series is called.")
    @Nullable
    String name;

    @Option(
            names = "--crop",
            defaultValue = "",
            paramLabel = "X0:X1,Y0:Y1,Z0:Z1",
            description =
                    "What is taken of each file, in voxels, first and one past the last; an end left out is the file's.")
    String crop = "";

    @Option(
            names = "--bin",
            defaultValue = "1",
            paramLabel = "N",
            description = "How many voxels along each axis become one (default: ${DEFAULT-VALUE}).")
    int bin = 1;

    ImportCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws IOException {
        List<String> assumed = desk.session()
                .importSeries(new ImportRequest(
                        files, out, voxelSizeUm, exposures, exposureUnit, quantity, name, Cut.of(crop, bin)));
        assumed.forEach(sentence -> desk.tell(common, sentence));
        desk.out().println(out);
        return CommandLineRun.DONE;
    }
}
