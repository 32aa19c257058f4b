package patina.fields;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import patina.blocks.Block;
import patina.blocks.Grid;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Source;
import patina.geometry.Region;

/**
 * Measures labels that somebody gave as {@link LabelKernel} measures the components it finds: each label is one component,
 * whether its voxels touch or not, and its number is the label.
 *
 * @param labels 1 ... {@code count}, 0 where there is none
 * @param count how many labels there are; each has a voxel
 * @param category class of all components
 * @param classifier what gives voxels their weights; its classes are not used
 */
public record MeasureLabels(Source labels, int count, int category, Classifier classifier, Grid grid)
        implements Kernel<LabelSums> {
    @Override
    public List<Input> inputs() {
        List<Input> inputs = new ArrayList<>(classifier.inputs());
        inputs.add(new Input.Labels(labels, 0));
        return inputs;
    }

    @Override
    public LabelSums merge(LabelSums earlier, LabelSums later) {
        return earlier.merge(later);
    }

    @Override
    public LabelSums apply(Block block) {
        Region region = block.region();
        int[] of = block.patch(classifier.inputs().size()).labels();
        TreeMap<Integer, Integer> rowOf = new TreeMap<>();
        for (int i = 0; i < region.voxels(); i++) {
            if (of[i] != 0) {
                rowOf.putIfAbsent(of[i], rowOf.size());
            }
        }
        ComponentRows rows = new ComponentRows(0, classifier.weights(), rowOf.size());
        if (!rowOf.isEmpty()) {
            float[][] weights = new float[classifier.weights()][region.voxels()];
            classifier.classify(block, new byte[region.voxels()], weights);
            measure(region, of, rowOf, weights, rows);
            rows.moveTo(region.x(), region.y(), region.z());
        }
        return new LabelSums(this, rowOf, rows);
    }

    private void measure(Region region, int[] of, Map<Integer, Integer> rowOf, float[][] weights, ComponentRows rows) {
        double perStep = 1 / classifier.weightStep();
        for (int k = 0; k < region.nz(); k++) {
            for (int j = 0; j < region.ny(); j++) {
                int row = (k * region.ny() + j) * region.nx();
                long y = region.y() + j;
                long z = region.z() + k;
                long start = grid.extent().index(region.x(), y, z);
                for (int from = 0; from < region.nx(); ) {
                    int label = of[row + from];
                    int to = from + 1;
                    while (to < region.nx() && of[row + to] == label) {
                        to++;
                    }
                    if (label != 0) {
                        int component = java.util.Objects.requireNonNull(rowOf.get(label));
                        rows.addRun(component, category, start + from, from, to, j, k);
                        for (int w = 0; w < weights.length; w++) {
                            rows.addWeights(
                                    component,
                                    w,
                                    weights[w],
                                    row + from,
                                    to - from,
                                    perStep,
                                    start + from,
                                    region.x() + from,
                                    y,
                                    z);
                        }
                    }
                    from = to;
                }
            }
        }
    }
}
