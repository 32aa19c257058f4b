package patina.fields;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import patina.blocks.ArrayVolume;
import patina.blocks.Block;
import patina.blocks.Cancelled;
import patina.blocks.GrainSums;
import patina.blocks.Grid;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Patch;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.blocks.Source;
import patina.geometry.Extent;
import patina.geometry.Region;
import patina.geometry.VoxelSize;

/**
 * Times the field algorithms on one volume that is held in memory, with a value of each to compare with other programs.
 *
 * <p>Every run goes through the fold as in a real job, and whole outputs are made, in memory that is used again. The mask is grey above 32768.
 */
public final class Bench {
    private static final float LEVEL = 32768;

    /** Runs of a kernel, and seconds it is run for, where no number is asked for. */
    private static final int FEWEST = 3;

    private static final double LONG_ENOUGH = 2;

    private final Source file;
    private final ArrayVolume volume;
    private final Source source;
    private final Grid grid;
    private final Runner runner;
    private final int repeat;
    private final double bytesPerSecond;
    /** Written by every kernel in turn. */
    private final ArrayVolume output;

    private final ArrayVolume labels;

    /** What can be timed. */
    public enum Timed {
        /** The file, as it lies on disk, block by block; the value is the mean. */
        READ(4),
        /** Sigma 2; the mean. */
        GAUSSIAN(8),
        /** 3 x 3 x 3; the mean. */
        MEDIAN(8),
        /** By faces, with a volume of labels; how many. */
        LABEL6(8),
        /** By faces, edges and corners, with a volume of labels; how many. */
        LABEL26(8),
        /** To the nearest voxel outside the mask; the sum, in voxels. */
        EDT(8),
        /** Label by corners and measure volume, box, centroid and moments of every component; the sum of volumes, in voxels. */
        MEASURE(4),
        /** Marching cubes at 32768; the area, in voxel faces. */
        SURFACE(4),
        /** Largest eigenvalue at sigma 1.5; the sum over voxels at least 8 from the border. */
        HESSIAN(8);

        /** Read and written for each voxel if each were touched once. */
        private final int bytesPerVoxel;

        Timed(int bytesPerVoxel) {
            this.bytesPerVoxel = bytesPerVoxel;
        }

        /** Its name on the command line. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The one of this name. */
        public static Timed named(String key) {
            for (Timed timed : values()) {
                if (timed.key().equals(key)) {
                    return timed;
                }
            }
            List<String> keys = new ArrayList<>();
            for (Timed timed : values()) {
                keys.add(timed.key());
            }
            throw new IllegalArgumentException(
                    "No kernel is called '" + key + "'. There are: " + String.join(", ", keys) + ".");
        }
    }

    /**
     * One result.
     *
     * @param kernel name of what was timed
     * @param seconds the best of all repetitions
     * @param mvoxPerS million voxels a second
     * @param value see {@link Timed}
     * @param bandwidthShare what share of the memory's bandwidth this is, were each voxel read and written once; the
     *     bandwidth is that of a[i] = b[i] + s c[i] on as many threads, measured in the same process
     */
    public record Measurement(String kernel, double seconds, double mvoxPerS, double value, double bandwidthShare) {}

    private Bench(Source file, ArrayVolume volume, Runner runner, int repeat, double bytesPerSecond) {
        this.file = file;
        this.volume = volume;
        this.source = volume.source();
        this.grid = longRows(volume.extent());
        this.runner = runner;
        this.repeat = repeat;
        this.bytesPerSecond = bytesPerSecond;
        this.output = ArrayVolume.ofValues(volume.extent());
        this.labels = ArrayVolume.ofLabels(volume.extent());
    }

    /**
     * Times kernels one after the other.
     *
     * @param file a volume of grey values that fits in memory several times over
     * @param repeat how often each is run; the best counts. 0: for two seconds, three times at least, so that the program has
     *     come up to speed
     * @param each hears of each result as it comes
     */
    public static List<Measurement> run(
            Source file, List<Timed> kernels, int repeat, Runner runner, Consumer<Measurement> each)
            throws IOException {
        if (repeat < 0) {
            throw new IllegalArgumentException("A kernel is not run " + repeat + " times.");
        }
        Bench bench = new Bench(file, ArrayVolume.copyOf(file), runner, repeat, triad(runner.parallelism()));
        List<Measurement> all = new ArrayList<>();
        for (Timed timed : kernels) {
            Measurement measurement = bench.measure(timed);
            all.add(measurement);
            each.accept(measurement);
        }
        return all;
    }

    /** Blocks with longer rows than usual: less halo, longer loops. */
    private static Grid longRows(Extent extent) {
        return new Grid(extent, 256, 64, 64);
    }

    private Measurement measure(Timed timed) throws IOException {
        double best = Double.POSITIVE_INFINITY;
        double value = 0;
        double spent = 0;
        for (int i = 0; repeat > 0 ? i < repeat : i < FEWEST || spent < LONG_ENOUGH; i++) {
            long start = System.nanoTime();
            value = value(timed);
            double seconds = (System.nanoTime() - start) * 1e-9;
            best = Math.min(best, seconds);
            spent += seconds;
        }
        long voxels = volume.extent().voxels();
        return new Measurement(
                timed.key(),
                best,
                voxels / best * 1e-6,
                value,
                (double) timed.bytesPerVoxel * voxels / best / bytesPerSecond);
    }

    private double value(Timed timed) throws IOException {
        Extent extent = volume.extent();
        return switch (timed) {
            case READ -> mean(file);
            case GAUSSIAN -> {
                runner.run(Gaussian.of(source, extent, 2, output.sink()), grid);
                yield mean(output.source());
            }
            case MEDIAN -> {
                runner.run(new Median(source, extent, output.sink()), grid);
                yield mean(output.source());
            }
            case LABEL6 -> labels(Connectivity.FACES);
            case LABEL26 -> labels(Connectivity.CORNERS);
            case EDT -> {
                DistanceTransform distance = new DistanceTransform(
                        new Sites.NotAbove(source, LEVEL), extent, VoxelSize.cube(1), output.sink());
                distance.run(runner, labels.source(), labels.sink(), Progress.NONE);
                yield total(output.source(), 0)[0];
            }
            case MEASURE -> {
                Components components = runner.run(
                                new LabelKernel(Classifier.above(source, LEVEL), Connectivity.CORNERS, grid), grid)
                        .components();
                double sum = 0;
                for (Component component : components.list()) {
                    sum += component.voxels();
                }
                yield sum;
            }
            case SURFACE ->
                runner.run(new SurfaceArea(source, extent, VoxelSize.cube(1), LEVEL), grid)
                        .total()[0];
            case HESSIAN -> {
                runner.run(new Hessian(source, extent, 1.5, Hessian.Measure.LARGEST, output.sink()), grid);
                yield total(output.source(), 8)[0];
            }
        };
    }

    private double labels(Connectivity connectivity) throws IOException {
        Labelling labelling = runner.run(new LabelKernel(Classifier.above(source, LEVEL), connectivity, grid), grid);
        runner.run(labelling.relabel(labels.sink()), grid);
        return labelling.count();
    }

    private double mean(Source of) throws IOException {
        double[] total = total(of, 0);
        return total[0] / total[1];
    }

    /** Sum and number of the valid voxels at least {@code margin} from the border. */
    private double[] total(Source of, int margin) throws IOException {
        return runner.run(new Total(of, volume.extent(), margin), grid).total();
    }

    private record Total(Source source, Extent extent, int margin) implements Kernel<GrainSums> {
        @Override
        public List<Input> inputs() {
            return List.of(new Input.Window(source, 0));
        }

        @Override
        public GrainSums merge(GrainSums earlier, GrainSums later) {
            return earlier.merge(later);
        }

        @Override
        public GrainSums apply(Block block) {
            Patch patch = block.patch(0);
            return GrainSums.over(block.region(), extent, 2, (grain, sums) -> sum(patch, grain, sums));
        }

        private void sum(Patch patch, Region grain, double[] sums) {
            byte[] ones = new byte[Grid.GRAIN];
            Arrays.fill(ones, (byte) 1);
            long toX = Math.min(grain.endX(), extent.x() - margin);
            for (long z = Math.max(grain.z(), margin); z < Math.min(grain.endZ(), extent.z() - margin); z++) {
                for (long y = Math.max(grain.y(), margin); y < Math.min(grain.endY(), extent.y() - margin); y++) {
                    long fromX = Math.max(grain.x(), margin);
                    int at = patch.index(fromX, y, z);
                    sum(patch.values(), patch.valid(), ones, at, (int) (toX - fromX), sums);
                }
            }
        }

        private static void sum(float[] values, byte[] valid, byte[] ones, int at, int n, double[] sums) {
            // What is not valid is 0.
            double a = 0;
            double b = 0;
            double c = 0;
            double d = 0;
            int i = 0;
            for (; i + 3 < n; i += 4) {
                a += values[at + i];
                b += values[at + i + 1];
                c += values[at + i + 2];
                d += values[at + i + 3];
            }
            for (; i < n; i++) {
                a += values[at + i];
            }
            int count = n;
            if (!Arrays.equals(valid, at, at + n, ones, 0, n)) {
                count = 0;
                for (int j = 0; j < n; j++) {
                    count += valid[at + j];
                }
            }
            sums[0] += a + b + c + d;
            sums[1] += count;
        }
    }

    /** Bytes a second of a[i] = b[i] + s c[i] (McCalpin's STREAM triad) with so many threads, best of five. */
    private static double triad(int threads) throws IOException {
        int n = 1 << 22;
        float[][][] arrays = new float[threads][3][n];
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            double best = 0;
            for (int i = 0; i < 5; i++) {
                List<Callable<Boolean>> tasks = new ArrayList<>();
                for (float[][] abc : arrays) {
                    tasks.add(() -> {
                        triad(abc[0], abc[1], abc[2], 3);
                        return true;
                    });
                }
                long start = System.nanoTime();
                for (Future<Boolean> done : pool.invokeAll(tasks)) {
                    done.get();
                }
                best = Math.max(best, 12.0 * n * threads / ((System.nanoTime() - start) * 1e-9));
            }
            return best;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private static void triad(float[] a, float[] b, float[] c, float s) {
        for (int i = 0; i < a.length; i++) {
            a[i] = b[i] + s * c[i];
        }
    }
}
