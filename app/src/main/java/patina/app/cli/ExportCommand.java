package patina.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import patina.meshes.MeshFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patina export}. */
@Command(name = "export", description = "Write an inspection's tables as CSV, and inspection.json.")
final class ExportCommand implements Callable<Integer> {
    private final Desk desk;

    @Mixin
    Common common = new Common();

    @Mixin
    Help help = new Help();

    @Parameters(paramLabel = "DIR", description = "The inspection's folder.")
    Path inspection = Path.of(".");

    @Option(names = "--to", required = true, paramLabel = "DIR2", description = "The folder to write to.")
    Path to = Path.of(".");

    @Option(
            names = "--meshes",
            split = ",",
            paramLabel = "F",
            description = "Also write the surfaces of the specimen and of each feature: stl, ply or both.")
    List<MeshFile> meshes = List.of();

    @Option(
            names = "--scan",
            paramLabel = "N",
            description = "The scan whose surfaces are written; without it the last one.")
    @Nullable
    Integer scan;

    ExportCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws IOException {
        desk.session().export(inspection, to).forEach(desk.out()::println);
        if (!meshes.isEmpty()) {
            try (ProgressLine watch = desk.watch(common)) {
                desk.session()
                        .meshes(inspection, scan, EnumSet.copyOf(meshes), to.resolve("meshes"), watch)
                        .forEach(desk.out()::println);
            }
        }
        return CommandLineRun.DONE;
    }
}
