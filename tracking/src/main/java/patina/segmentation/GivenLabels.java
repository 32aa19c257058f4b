package patina.segmentation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import patina.blocks.Grid;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.blocks.Source;
import patina.chunks.ScratchVolume;
import patina.geometry.Extent;
import patina.geometry.ScanMap;

/**
 * The user's own segmentation of a scan, in place of what would be detected: whole numbers from 1 name features, 0 is
 * none. A feature need not be connected.
 *
 * @param labels the volume of labels, on a grid of its own
 * @param gridToLabels voxels of the reference grid to voxels of {@code labels}
 */
public record GivenLabels(Source labels, ScanMap gridToLabels) {
    /**
     * The same on the reference grid, by the nearest voxel.
     *
     * @param volume labels 1 ... n in order of the user's
     * @param ids the user's label of each, from element 0
     */
    record Placed(ScratchVolume volume, List<Integer> ids) {}

    Placed placed(Runner runner, Path work, Extent extent, Progress progress) throws IOException {
        Grid grid = Grid.of(extent);
        ScratchVolume own = ScratchVolume.create(work.resolve("own-labels"), extent, ScratchVolume.Type.INT32);
        int[] ids = runner.run(new PlaceLabels(labels, gridToLabels, own.sink()), grid, progress).stream()
                .mapToInt(Integer::intValue)
                .toArray();
        ScratchVolume dense = ScratchVolume.create(work.resolve("given-labels"), extent, ScratchVolume.Type.INT32);
        runner.run(new NumberLabels(own.source(), ids, dense.sink()), grid, progress);
        own.delete();
        return new Placed(dense, java.util.Arrays.stream(ids).boxed().toList());
    }
}
