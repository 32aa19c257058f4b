package patina.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import patina.app.session.VolumeInfo;
import patina.geometry.VoxelSize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patina info}. */
@Command(
        name = "info",
        description = "Tell what a volume or a series is: size, type, voxel size, and what was assumed.")
final class InfoCommand implements Callable<Integer> {
    private final Desk desk;

    @Mixin
    Common common = new Common();

    @Mixin
    Help help = new Help();

    @Parameters(paramLabel = "FILE|DIR", description = "A scan, a folder of slices, a series.json or its folder.")
    Path path = Path.of(".");

    @Option(
            names = "--voxel-size",
            split = ",",
            paramLabel = "UM",
            description = "Voxel size in micrometres, one number or three (x,y,z).")
    List<Double> voxelSizeUm = List.of();

    @Option(names = "--json", description = "One line of JSON.")
    boolean json;

    InfoCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws IOException {
        VolumeInfo info = desk.session().info(path, voxelSizeUm);
        if (json) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("path", info.path());
            tree.put("format", info.format());
            tree.put(
                    "size",
                    List.of(info.size().x(), info.size().y(), info.size().z()));
            tree.put("scans", info.scans());
            tree.put("type", info.type());
            VoxelSize voxel = info.voxelSize();
            tree.put("voxelSizeUm", voxel == null ? null : List.of(voxel.xUm(), voxel.yUm(), voxel.zUm()));
            tree.put("assumed", info.assumed());
            desk.out().println(Json.line(tree));
            return CommandLineRun.DONE;
        }
        line("path", info.path());
        line("format", info.format());
        line("size", info.size() + " voxels");
        line("scans", String.valueOf(info.scans()));
        line("type", info.type());
        VoxelSize voxel = info.voxelSize();
        line("voxel size", voxel == null ? "not known; give it with --voxel-size" : text(voxel));
        for (String sentence : info.assumed()) {
            line("assumed", sentence);
        }
        return CommandLineRun.DONE;
    }

    private static String text(VoxelSize voxel) {
        return voxel.xUm() + " x " + voxel.yUm() + " x " + voxel.zUm() + " um";
    }

    private void line(String name, String value) {
        desk.out().println((name + "           ").substring(0, 12) + value);
    }
}
