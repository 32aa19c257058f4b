package patina.app.gui.view;

import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import patina.geometry.Affine;
import patina.geometry.Point;
import patina.store.FeatureRow;

/**
 * How a feature is cut for its filmstrip: through its middle, down along the surface's inward normal (or its own second
 * axis where there is no surface near), to the right along its long axis, or across its thin one for a crack's opening.
 *
 * @param middle micrometres
 * @param right unit vector
 * @param down unit vector
 * @param sizeUm edge of the square that holds the feature at all scans, with some room
 */
record FeatureFrame(Point middle, Point right, Point down, double sizeUm) {
    private static final int RINGS = 12;

    /**
     * Finds it from the latest scan's labels and the reference scan's grey.
     *
     * @param across whether to look along the long axis
     */
    static Optional<FeatureFrame> of(VolumeStack stack, int track, boolean across) throws IOException {
        SortedMap<Integer, FeatureRow> history = stack.history(track);
        if (history.isEmpty()) {
            return Optional.empty();
        }
        int last = history.lastKey();
        FeatureRow row = java.util.Objects.requireNonNull(history.get(last));
        double[][] shape = shape(stack, last, row);
        Point middle = new Point(shape[0][0], shape[0][1], shape[0][2]);
        Point[] axes = SymmetricAxes.of(shape[1]);
        double extent = 0;
        for (FeatureRow each : history.values()) {
            extent = Math.max(extent, Math.max(each.box()[3], Math.max(each.box()[4], each.box()[5])));
        }
        double voxel = stack.voxelSize().meanUm();
        double size = Math.max(28, 1.7 * extent) * voxel;
        Point inward = inward(stack, middle, Math.max(8 * voxel, 0.6 * extent * voxel));
        Point down = inward.length() > 0.08 ? inward.unit() : axes[1];
        Point wanted = across ? axes[2] : axes[0];
        Point right = wanted.minus(down.times(wanted.dot(down)));
        if (right.length() < 0.2) {
            wanted = axes[across ? 1 : 2];
            right = wanted.minus(down.times(wanted.dot(down)));
        }
        if (right.length() < 0.2) {
            wanted = axes[across ? 0 : 1];
            right = wanted.minus(down.times(wanted.dot(down)));
        }
        return Optional.of(new FeatureFrame(middle, right.unit(), down, size));
    }

    /** Mean place and covariance (xx yy zz xy xz yz) of a feature's voxels, micrometres. */
    private static double[][] shape(VolumeStack stack, int scan, FeatureRow row) throws IOException {
        double[] mean = {row.xUm(), row.yUm(), row.zUm()};
        BrickVolume labels = stack.labels(scan);
        long[] box = row.box();
        double[] c = {box[3] * box[3], box[4] * box[4], box[5] * box[5], 0, 0, 0};
        if (labels == null) {
            return new double[][] {mean, c};
        }
        int number = 0;
        while (number < labels.levels() - 1 && (box[3] * box[4] * box[5]) >> (3 * number) > 4_000_000) {
            number++;
        }
        BrickVolume.Level level = labels.level(number);
        Affine toUm = labels.toVoxel(number).inverse();
        double[] sum = new double[10];
        int shift = number;
        for (long z = box[2] >> shift; z <= box[2] + box[5] >> shift && z < level.extent.z(); z++) {
            for (long y = box[1] >> shift; y <= box[1] + box[4] >> shift && y < level.extent.y(); y++) {
                for (long x = box[0] >> shift; x <= box[0] + box[3] >> shift && x < level.extent.x(); x++) {
                    Object brick = level.get((int) (x >> 6), (int) (y >> 6), (int) (z >> 6));
                    if (brick instanceof int[] l
                            && stack.name(scan, l[(int) ((z & 63) << 12 | (y & 63) << 6 | (x & 63))])
                                    == row.trackId()) {
                        Point p = toUm.apply(x, y, z);
                        double[] v = {p.x(), p.y(), p.z()};
                        sum[9]++;
                        for (int a = 0; a < 3; a++) {
                            sum[a] += v[a];
                            sum[3 + a] += v[a] * v[a];
                        }
                        sum[6] += v[0] * v[1];
                        sum[7] += v[0] * v[2];
                        sum[8] += v[1] * v[2];
                    }
                }
            }
        }
        if (sum[9] > 0) {
            for (int a = 0; a < 3; a++) {
                mean[a] = sum[a] / sum[9];
            }
            for (int a = 0; a < 3; a++) {
                c[a] = sum[3 + a] / sum[9] - mean[a] * mean[a];
            }
            c[3] = sum[6] / sum[9] - mean[0] * mean[1];
            c[4] = sum[7] / sum[9] - mean[0] * mean[2];
            c[5] = sum[8] / sum[9] - mean[1] * mean[2];
        }
        return new double[][] {mean, c};
    }

    /** Towards the reference scan's metal: first moment over a ball of what is metal; its length is 0 amid metal. */
    private static Point inward(VolumeStack stack, Point middle, double radius) throws IOException {
        BrickVolume grey = stack.greys(stack.reference());
        if (grey == null) {
            return Point.ORIGIN;
        }
        double metal = stack.histogram(stack.reference()).middle();
        BrickVolume.Level level = grey.level(0);
        Affine toVoxel = grey.toVoxel(0);
        Point sum = Point.ORIGIN;
        int n = 0;
        for (int k = -RINGS; k <= RINGS; k++) {
            for (int j = -RINGS; j <= RINGS; j++) {
                for (int i = -RINGS; i <= RINGS; i++) {
                    if (i * i + j * j + k * k > RINGS * RINGS) {
                        continue;
                    }
                    Point unit = new Point(i, j, k).times(1.0 / RINGS);
                    Point v = toVoxel.apply(middle.plus(unit.times(radius)));
                    long x = Math.round(v.x());
                    long y = Math.round(v.y());
                    long z = Math.round(v.z());
                    if (!level.extent.contains(x, y, z)) {
                        continue;
                    }
                    n++;
                    if (level.get((int) (x >> 6), (int) (y >> 6), (int) (z >> 6)) instanceof short[] g) {
                        int stored = g[(int) ((z & 63) << 12 | (y & 63) << 6 | (x & 63))] & 0xffff;
                        if (stored != 0 && level.offset() + level.slope() * stored > metal) {
                            sum = sum.plus(unit);
                        }
                    }
                }
            }
        }
        return n == 0 ? Point.ORIGIN : sum.times(1.0 / n);
    }
}
