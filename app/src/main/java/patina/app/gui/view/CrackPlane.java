package patina.app.gui.view;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import patina.geometry.Point;
import patina.store.FeatureRow;

/**
 * A crack seen along its plane's normal: how far it is open at one scan, and where its front was at all.
 *
 * <p>The opening at a place is what is missing of the grey, from metal's to air's, summed along the normal; so blur does
 * not change it, and it is told below a voxel. It counts from the reference scan, or from whole metal where the crack was
 * there already.
 *
 * @param pixelUm edge of a pixel, micrometres
 * @param n pixels along each edge
 * @param openingUm by pixel, row by row; NaN where there is no crack at that scan
 * @param within by scan, whether the crack reaches a pixel
 */
record CrackPlane(double pixelUm, int n, float[] openingUm, SortedMap<Integer, boolean[]> within) {
    /** Planes on either side of the middle, and beyond the labelled voxels. */
    private static final int MOST_PLANES = 48;

    private static final int BEYOND = 3;

    /**
     * Reads it; empty when the crack is not there, or something newer waits.
     *
     * @param scan whose opening is wanted
     */
    static Optional<CrackPlane> of(VolumeStack stack, int track, int scan, BooleanSupplier late) throws IOException {
        Optional<FeatureFrame> cut = FeatureFrame.of(stack, track, false);
        if (cut.isEmpty()) {
            return Optional.empty();
        }
        FeatureFrame f = cut.get();
        double voxel = stack.voxelSize().meanUm();
        int n = (int) Math.max(8, Math.min(512, Math.ceil(f.sizeUm() / voxel)));
        double pixel = f.sizeUm() / n;
        Point normal = f.right().cross(f.down());
        int reach = Math.min(MOST_PLANES, n / 2);
        SortedMap<Integer, FeatureRow> history = stack.history(track);
        SortedMap<Integer, boolean[]> within = new TreeMap<>();
        int[] first = new int[n * n];
        int[] last = new int[n * n];
        for (int at : history.keySet()) {
            BrickVolume labels = stack.labels(at);
            if (labels == null) {
                continue;
            }
            boolean[] here = new boolean[n * n];
            int[] plane = new int[n * n];
            for (int w = -reach; w <= reach; w++) {
                var map = plane(f, normal, pixel, voxel * w, n).then(labels.toVoxel(0));
                BrickBox box = new BrickBox(labels.level(0), map, n, n);
                if (box.missing() > 0 && !box.load(stack.workers(), late) || late.getAsBoolean()) {
                    return Optional.empty();
                }
                box.labels(map, n, n, plane);
                stack.name(at, plane);
                for (int i = 0; i < plane.length; i++) {
                    if (plane[i] == track) {
                        if (at == scan) {
                            first[i] = here[i] ? first[i] : w;
                            last[i] = w;
                        }
                        here[i] = true;
                    }
                }
            }
            within.put(at, here);
        }
        boolean[] now = within.get(scan);
        float[] opening = new float[n * n];
        java.util.Arrays.fill(opening, Float.NaN);
        if (now != null) {
            boolean old = history.firstKey() == stack.reference();
            if (!open(stack, f, normal, scan, old, now, first, last, opening, late)) {
                return Optional.empty();
            }
        }
        return Optional.of(new CrackPlane(pixel, n, opening, within));
    }

    private static boolean open(
            VolumeStack stack,
            FeatureFrame f,
            Point normal,
            int scan,
            boolean old,
            boolean[] now,
            int[] first,
            int[] last,
            float[] opening,
            BooleanSupplier late)
            throws IOException {
        BrickVolume grey = stack.greys(scan);
        BrickVolume whole = old ? null : stack.greys(stack.reference());
        if (grey == null) {
            return false;
        }
        int n = (int) Math.round(Math.sqrt(now.length));
        double voxel = stack.voxelSize().meanUm();
        double pixel = f.sizeUm() / n;
        GreyHistogram.Means means = stack.histogram(stack.reference()).means();
        double bright = means.bright();
        double perGrey = voxel / Math.max(1e-9, bright - means.dark());
        int from = Integer.MAX_VALUE;
        int to = Integer.MIN_VALUE;
        for (int i = 0; i < now.length; i++) {
            if (now[i]) {
                opening[i] = 0;
                from = Math.min(from, first[i] - BEYOND);
                to = Math.max(to, last[i] + BEYOND);
            }
        }
        float[] there = new float[n * n];
        float[] before = new float[n * n];
        for (int w = from; w <= to; w++) {
            SlicePlane plane = plane(f, normal, pixel, voxel * w, n);
            if (!greys(stack, grey, plane, n, there, late)
                    || whole != null && !greys(stack, whole, plane, n, before, late)) {
                return false;
            }
            for (int i = 0; i < now.length; i++) {
                if (now[i] && w >= first[i] - BEYOND && w <= last[i] + BEYOND) {
                    double missing = (whole == null ? bright : before[i]) - there[i];
                    // Not seen, or outside: nothing is known to be missing.
                    if (Math.abs(missing) < Float.MAX_VALUE) {
                        opening[i] += (float) (missing * perGrey);
                    }
                }
            }
        }
        return true;
    }

    private static boolean greys(
            VolumeStack stack, BrickVolume volume, SlicePlane plane, int n, float[] out, BooleanSupplier late)
            throws IOException {
        var map = plane.then(volume.toVoxel(0));
        BrickBox box = new BrickBox(volume.level(0), map, n, n);
        if (box.missing() > 0 && !box.load(stack.workers(), late) || late.getAsBoolean()) {
            return false;
        }
        box.greys(map, n, n, true, out);
        return true;
    }

    private static SlicePlane plane(FeatureFrame f, Point normal, double pixel, double beyondUm, int n) {
        return SlicePlane.through(
                f.middle().plus(normal.times(beyondUm)), f.right(), f.down(), pixel, n / 2.0, n / 2.0);
    }

    /** The greatest opening but for a few pixels of noise, micrometres; 0 where there is none. */
    double most() {
        List<Float> open = new ArrayList<>();
        for (float o : openingUm) {
            if (!Float.isNaN(o)) {
                open.add(o);
            }
        }
        open.sort(null);
        return open.isEmpty() ? 0 : Math.max(0, open.get((int) (0.98 * (open.size() - 1))));
    }

    /** The opening in colours from 0 to {@code most}; clear where there is no crack. */
    BufferedImage picture(ColourMap colours, double most) {
        int[] table = colours.table();
        BufferedImage image = new BufferedImage(n, n, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < openingUm.length; i++) {
            float o = openingUm[i];
            if (!Float.isNaN(o)) {
                image.setRGB(i % n, i / n, table[(int) Math.max(0, Math.min(255, 255.999 * o / Math.max(1e-9, most)))]);
            }
        }
        return image;
    }

    /** The edges of pixels between where a scan's crack is and is not, as x0 y0 x1 y1 in pixels; null when it is not there. */
    @Nullable
    List<double[]> front(int scan) {
        boolean[] here = within.get(scan);
        if (here == null) {
            return null;
        }
        List<double[]> edges = new ArrayList<>();
        for (int y = 0; y < n; y++) {
            for (int x = 0; x < n; x++) {
                if (!here[y * n + x]) {
                    continue;
                }
                if (x == 0 || !here[y * n + x - 1]) {
                    edges.add(new double[] {x, y, x, y + 1});
                }
                if (x == n - 1 || !here[y * n + x + 1]) {
                    edges.add(new double[] {x + 1, y, x + 1, y + 1});
                }
                if (y == 0 || !here[(y - 1) * n + x]) {
                    edges.add(new double[] {x, y, x + 1, y});
                }
                if (y == n - 1 || !here[(y + 1) * n + x]) {
                    edges.add(new double[] {x, y + 1, x + 1, y + 1});
                }
            }
        }
        return edges;
    }
}
