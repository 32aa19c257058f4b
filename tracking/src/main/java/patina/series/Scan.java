package patina.series;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import patina.blocks.Source;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.VoxelSize;

/**
 * One scan of a series: what series.json says of it, completed from its file's header.
 *
 * @param index 0-based position in series.json, skipped scans counted
 * @param file as series.json names it
 * @param path where it is
 * @param exposure in the series' unit
 * @param voxelSize from series.json, else from the file
 * @param type the samples' type as users say it: uint8, uint16, int16, float32 ...
 * @param source the voxels, with validity (NaN, mask, fill outside the field of view)
 * @param hidden where the user says that nothing was seen; not valid in {@code source}
 * @param labels the user's own segmentation, when given
 * @param body a mask of the specimen, when several things are in view
 * @param stacks from low z to high z, where the scan was stitched from several; empty for a scan of one piece
 * @param transform specimen frame to this scan's frame, micrometres, when the user gave one
 * @param transformIsFinal whether {@code transform} is taken as it is or as a start
 * @param skip the reason this scan is left out, or null
 * @param notes what the manifest says besides (acquired, conditions, ct, note), as text for the record
 */
public record Scan(
        int index,
        String file,
        Path path,
        Role role,
        double exposure,
        Extent extent,
        VoxelSize voxelSize,
        String type,
        Source source,
        List<HiddenShape> hidden,
        @Nullable UserLabels labels,
        @Nullable Source body,
        List<Stack> stacks,
        @Nullable Affine transform,
        boolean transformIsFinal,
        @Nullable String skip,
        Map<String, String> notes,
        List<String> assumed) {}
