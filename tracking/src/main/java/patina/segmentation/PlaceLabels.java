package patina.segmentation;

import java.util.List;
import java.util.TreeSet;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Output;
import patina.blocks.Patch;
import patina.blocks.Sink;
import patina.blocks.Source;
import patina.geometry.Point;
import patina.geometry.Region;
import patina.geometry.ScanMap;

/**
 * Brings a volume of labels to another grid: each voxel gets the label of the nearest voxel, 0 beyond the volume's ends and
 * between stacks.
 * Result: the labels that occur, ascending, without 0.
 *
 * @param gridToLabels voxels of the grid to voxels of {@code labels}
 */
record PlaceLabels(Source labels, ScanMap gridToLabels, Sink out) implements Kernel<TreeSet<Integer>> {
    @Override
    public List<Input> inputs() {
        return gridToLabels.stacks().stream()
                .<Input>map(stack -> new Input.LabelsImage(labels, stack.map(), 1))
                .toList();
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output.Labels(out));
    }

    @Override
    public TreeSet<Integer> merge(TreeSet<Integer> earlier, TreeSet<Integer> later) {
        earlier.addAll(later);
        return earlier;
    }

    @Override
    public TreeSet<Integer> apply(Block block) {
        TreeSet<Integer> found = new TreeSet<>();
        int[] to = block.output(0).labels();
        int at = 0;
        int last = 0;
        for (long z = block.region().z(); z < block.region().endZ(); z++) {
            for (long y = block.region().y(); y < block.region().endY(); y++) {
                for (long x = block.region().x(); x < block.region().endX(); x++, at++) {
                    Point voxel = new Point(x, y, z);
                    if (!gridToLabels.holds(voxel)) {
                        continue;
                    }
                    int stack = gridToLabels.stackAt(voxel);
                    Patch from = block.patch(stack);
                    Region has = from.region();
                    Point p = gridToLabels.stacks().get(stack).map().apply(voxel);
                    long i = Math.round(p.x());
                    long j = Math.round(p.y());
                    long k = Math.round(p.z());
                    if (i >= has.x()
                            && j >= has.y()
                            && k >= has.z()
                            && i < has.endX()
                            && j < has.endY()
                            && k < has.endZ()) {
                        int label = from.labels()[from.index(i, j, k)];
                        to[at] = label;
                        if (label != 0 && label != last) {
                            found.add(label);
                            last = label;
                        }
                    }
                }
            }
        }
        return found;
    }
}
