package patina.fields;

import java.util.ArrayList;
import java.util.List;
import patina.blocks.ArrayVolume;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.KernelContract;
import patina.blocks.Patch;
import patina.blocks.Runner;
import patina.blocks.Source;
import patina.geometry.Extent;
import patina.geometry.VoxelSize;

class FieldsKernelContractTest extends KernelContract {
    private static final Extent EXTENT = new Extent(97, 66, 41);
    private static final Source WHOLE =
            ArrayVolume.of(EXTENT, Volumes.blobs(EXTENT, 11)).source();
    private static final Source PARTLY = Volumes.partlySeen(EXTENT, 12).source();
    private static final Source STRIPES = stripes();

    /** Five labels, each in several pieces, with nothing between. */
    private static Source stripes() {
        int[] labels = new int[(int) EXTENT.voxels()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i / 13 % 7 < 5 ? i / 13 % 7 + 1 : 0;
        }
        return ArrayVolume.of(EXTENT, labels).source();
    }

    /** Three levels, two of them connected, with the grey value and its square as weights. */
    private record Levels(Source source) implements Classifier {
        @Override
        public List<Input> inputs() {
            return List.of(new Input.Window(source, 0));
        }

        @Override
        public int classes() {
            return 2;
        }

        @Override
        public int passive() {
            return 2;
        }

        @Override
        public int weights() {
            return 2;
        }

        @Override
        public void classify(Block block, byte[] classes, float[][] weights) {
            Patch patch = block.patch(0);
            for (int i = 0; i < block.region().voxels(); i++) {
                float v = patch.values()[i];
                classes[i] = (byte) (patch.valid()[i] == 0 ? -2 : v > 2 ? 2 : v > 1 ? 1 : v < -2 ? -1 : 0);
                weights[0][i] = v;
                weights[1][i] = v * v;
            }
        }
    }

    @Override
    protected List<Trial<?>> trials() {
        List<Trial<?>> trials = new ArrayList<>();
        for (Source source : List.of(WHOLE, PARTLY)) {
            String seen = source.equals(WHOLE) ? "whole" : "partly seen";
            trials.add(values("Gaussian, " + seen, (grid, sinks) -> Gaussian.of(source, EXTENT, 2, sinks.get(0))));
            trials.add(values(
                    "local distance, " + seen,
                    (grid, sinks) ->
                            new LocalDistance(new Sites.Above(source, 2), new VoxelSize(5, 4, 7), 21, sinks.get(0))));
            trials.add(values("median, " + seen, (grid, sinks) -> new Median(source, EXTENT, sinks.get(0))));
            for (Hessian.Measure measure : List.of(Hessian.Measure.LARGEST, Hessian.Measure.DARK_SHEET)) {
                trials.add(values(
                        "Hessian, " + measure + ", " + seen,
                        (grid, sinks) -> new Hessian(source, EXTENT, 1.5, measure, sinks.get(0))));
            }
            trials.add(new Trial<>(
                    "surface area, " + seen,
                    EXTENT,
                    0,
                    false,
                    (grid, sinks) -> new SurfaceArea(source, EXTENT, new VoxelSize(5, 4, 7), 0.7f),
                    sums -> serialised(sums.total())));
            trials.add(new Trial<>(
                    "measured labels, " + seen,
                    EXTENT,
                    0,
                    true,
                    (grid, sinks) -> new MeasureLabels(STRIPES, 5, 1, new Levels(source), grid),
                    sums -> serialised(sums.components())));
            for (Connectivity connectivity : Connectivity.values()) {
                trials.add(new Trial<>(
                        "labels by " + connectivity + ", " + seen,
                        EXTENT,
                        0,
                        true,
                        (grid, sinks) -> new LabelKernel(new Levels(source), connectivity, grid, true),
                        labels -> serialised(labels.components())));
                trials.add(new Trial<>(
                        "relabelling by " + connectivity + ", " + seen,
                        EXTENT,
                        1,
                        true,
                        (grid, sinks) -> {
                            try (Runner runner = Runner.sequential()) {
                                LabelKernel kernel = new LabelKernel(Classifier.above(source, 1), connectivity, grid);
                                Labelling labelling = runner.run(kernel, grid);
                                // Both ways of relabelling are to give the same bytes.
                                if (grid.blockX() == 64) {
                                    labelling.forgetRuns();
                                }
                                return labelling.relabel(sinks.get(0));
                            }
                        },
                        none -> new byte[0]));
            }
        }
        return trials;
    }

    private static Trial<Kernel.None> values(String name, Maker<Kernel.None> maker) {
        return new Trial<>(name, EXTENT, 1, false, maker, none -> new byte[0]);
    }
}
