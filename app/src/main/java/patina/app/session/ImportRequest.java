package patina.app.session;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.series.Cut;

/**
 * Files that become a series.json.
 *
 * @param files scans in order of exposure
 * @param out the series.json to write
 * @param voxelSizeUm one edge or three (x, y, z); empty to take each file's own
 * @param exposures one a file; empty for 0, 1, 2 ...
 * @param exposureUnit s, min, h, d, 1 or m; null for the quantity's usual one
 * @param quantity time, cycles or distance
 * @param name what the series is called; null for the name of the folder
 * @param cut what is taken of each file
 */
public record ImportRequest(
        List<Path> files,
        Path out,
        List<Double> voxelSizeUm,
        List<Double> exposures,
        @Nullable String exposureUnit,
        String quantity,
        @Nullable String name,
        Cut cut) {
    /** All of every file. */
    public ImportRequest(
            List<Path> files,
            Path out,
            List<Double> voxelSizeUm,
            List<Double> exposures,
            @Nullable String exposureUnit,
            String quantity,
            @Nullable String name) {
        this(files, out, voxelSizeUm, exposures, exposureUnit, quantity, name, Cut.NONE);
    }
}
