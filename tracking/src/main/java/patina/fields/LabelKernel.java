package patina.fields;

import java.util.Arrays;
import java.util.List;
import patina.blocks.Block;
import patina.blocks.Grid;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.geometry.Region;

/**
 * Finds and measures connected components in the fold: each block is labelled by itself, and what touches across its
 * faces, edges and corners is joined when the results merge. No volume of labels is made; {@link Labelling#relabel} makes
 * one where it is wanted, from the runs of voxels if they were few enough to be kept, else by labelling once more.
 *
 * <p>Components, their order and every sum are the same for any block size and thread count.
 *
 * @param classifier what to label
 * @param connectivity which voxels are neighbours
 * @param grid the grid this kernel is run over
 * @param contacts whether to count the faces that components share with other classes; costs about as much again
 */
public record LabelKernel(Classifier classifier, Connectivity connectivity, Grid grid, boolean contacts)
        implements Kernel<Labelling> {
    public LabelKernel {
        if (classifier.classes() < 1
                || classifier.classes() > 127
                || classifier.passive() < 0
                || classifier.passive() > 127) {
            throw new IllegalArgumentException("A classifier has 1 to 127 classes and 0 to 127 passive ones, not "
                    + classifier.classes() + " and " + classifier.passive() + ".");
        }
    }

    /** Without contact counts. */
    public LabelKernel(Classifier classifier, Connectivity connectivity, Grid grid) {
        this(classifier, connectivity, grid, false);
    }

    @Override
    public List<Input> inputs() {
        return classifier.inputs();
    }

    @Override
    public Labelling merge(Labelling earlier, Labelling later) {
        return earlier.merge(later);
    }

    @Override
    public Labelling apply(Block block) {
        Region region = block.region();
        byte[] classes = block.workspace().bytes(region.voxels());
        Arrays.fill(classes, 0, region.voxels(), (byte) 0);
        float[][] weights = new float[classifier.weights()][];
        for (int w = 0; w < weights.length; w++) {
            weights[w] = block.workspace().floats(region.voxels());
            Arrays.fill(weights[w], 0, region.voxels(), 0);
        }
        classifier.classify(block, classes, weights);
        Runs runs = Runs.of(classes, region.nx(), region.ny(), region.nz(), connectivity);
        ComponentRows rows = new ComponentRows(
                contacts ? classifier.passive() + 1 + classifier.classes() + 1 : 0, weights.length, runs.components);
        measure(region, runs, weights, rows);
        if (contacts) {
            new Contacts(rows, classifier.passive(), region, grid.extent()).count(classes, runs);
        }
        return new Labelling(this, block(region), rows, BlockFaces.of(region, runs, contacts ? classes : null), runs);
    }

    private void measure(Region region, Runs runs, float[][] weights, ComponentRows rows) {
        double perStep = 1 / classifier.weightStep();
        int row = 0;
        for (int k = 0; k < region.nz(); k++) {
            for (int j = 0; j < region.ny(); j++, row++) {
                long y = region.y() + j;
                long z = region.z() + k;
                long start = grid.extent().index(region.x(), y, z);
                for (int r = runs.rows[row]; r < runs.rows[row + 1]; r++) {
                    int from = runs.from[r];
                    int to = runs.to[r];
                    int component = runs.component[r];
                    rows.addRun(component, runs.category[r], start + from, from, to, j, k);
                    for (int w = 0; w < weights.length; w++) {
                        rows.addWeights(
                                component,
                                w,
                                weights[w],
                                row * region.nx() + from,
                                to - from,
                                perStep,
                                start + from,
                                region.x() + from,
                                y,
                                z);
                    }
                }
            }
        }
        rows.moveTo(region.x(), region.y(), region.z());
    }

    /** The number of the grid's block that is {@code region}. */
    long block(Region region) {
        long across = (grid.extent().x() + grid.blockX() - 1) / grid.blockX();
        long along = (grid.extent().y() + grid.blockY() - 1) / grid.blockY();
        long index =
                (region.z() / grid.blockZ() * along + region.y() / grid.blockY()) * across + region.x() / grid.blockX();
        if (index >= grid.blocks() || !grid.block(index).equals(region)) {
            throw new IllegalArgumentException("Labels were to be made over blocks of " + grid.blockX() + " x "
                    + grid.blockY() + " x " + grid.blockZ() + " voxels, but " + region
                    + " is none of them. Run the kernel over its own grid.");
        }
        return index;
    }
}
