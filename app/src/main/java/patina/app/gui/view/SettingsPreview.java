package patina.app.gui.view;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.swing.SwingUtilities;
import org.jspecify.annotations.Nullable;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.VoxelSize;
import patina.reports.document.Numbers;
import patina.segmentation.DamagePreview;

/**
 * Shows on the slices what other settings of the search would find about the crosshair, in the scan in view. It follows
 * the crosshair and the scan until it is closed. On the event thread; reads and computes on the workers.
 */
public final class SettingsPreview implements AutoCloseable {
    /** Edge of the block that is looked through, in voxels. */
    private static final int EDGE = 160;

    private final VolumeStack stack;
    private final ViewModel model;
    private final SliceViewer slices;
    private final Consumer<String> told;
    private final Latest latest;
    private final ViewModel.Listener follower = new ViewModel.Listener() {
        @Override
        public void changed(ViewModel.Aspect aspect) {
            if (aspect == ViewModel.Aspect.SCAN || aspect == ViewModel.Aspect.CROSSHAIR && hasLeft()) {
                refresh();
            }
        }
    };
    private @Nullable Wanted wanted;
    private volatile @Nullable Looked looked;
    private boolean closed;

    private record Wanted(double seed, double low, long leastVoxels) {}

    /** A block that was smoothed, for as long as it serves. */
    private record Looked(int scan, int x, int y, int z, int nx, int ny, int nz, DamagePreview block) {}

    /** @param told hears what is found, in a sentence */
    public SettingsPreview(VolumeStack stack, ViewModel model, SliceViewer slices, Consumer<String> told) {
        this.stack = stack;
        this.model = model;
        this.slices = slices;
        this.told = told;
        this.latest = new Latest(stack.workers());
        model.addListener(follower);
    }

    /** Shows what these settings would find. */
    public void show(double seed, double low, long leastVoxels) {
        wanted = new Wanted(seed, low, leastVoxels);
        refresh();
    }

    /** Shows nothing, until it is asked to show something again. */
    public void hide() {
        wanted = null;
        slices.setPreview(null);
    }

    private void refresh() {
        Wanted now = wanted;
        if (now == null || closed) {
            return;
        }
        int scan = model.scan();
        if (scan == stack.reference() || !stack.isShown(scan) || !stack.isShown(stack.reference())) {
            slices.setPreview(null);
            told.accept(
                    scan == stack.reference()
                            ? "Choose another scan than the reference scan, and what these settings find shows on its slices."
                            : "What these settings find shows on the slices when the scan can be seen.");
            return;
        }
        Point at = model.crosshair();
        latest.request(late -> {
            try {
                look(now, scan, at, late);
            } catch (IOException e) {
                SwingUtilities.invokeLater(() -> told.accept(String.valueOf(e.getMessage())));
            }
        });
    }

    private void look(Wanted now, int scan, Point at, BooleanSupplier late) throws IOException {
        Looked there = looked;
        if (there == null || there.scan() != scan || !isInner(there, at)) {
            there = block(scan, at, late);
            if (there == null) {
                return;
            }
            looked = there;
        }
        Looked block = there;
        DamagePreview.Found found = block.block().found(now.seed(), now.low(), now.leastVoxels());
        VoxelSize voxel = stack.voxelSize();
        PreviewBlock shown = new PreviewBlock(
                new Point(block.x() * voxel.xUm(), block.y() * voxel.yUm(), block.z() * voxel.zUm()),
                voxel,
                block.nx(),
                block.ny(),
                block.nz(),
                found.classes());
        String words = words(now, found, block);
        SwingUtilities.invokeLater(() -> {
            if (!closed && now.equals(wanted)) {
                slices.setPreview(shown);
                told.accept(words);
            }
        });
    }

    private String words(Wanted now, DamagePreview.Found found, Looked block) {
        Extent all = stack.extent();
        boolean whole = block.nx() == all.x() && block.ny() == all.y() && block.nz() == all.z();
        StringBuilder words = new StringBuilder()
                .append(found.places())
                .append(found.places() == 1 ? " place" : " places")
                .append(" found (yellow), ")
                .append(found.dropped())
                .append(" too small or too faint (blue)")
                .append(whole ? "" : ", in the " + EDGE + " voxels about the crosshair")
                .append(".");
        if (found.seed() > now.seed()) {
            words.append(" The noise asks for a seed of ")
                    .append(Numbers.significant(found.seed(), 2))
                    .append(" at least.");
        }
        if (!stack.isRegistered()) {
            words.append(" The scans are not registered yet: it is the difference of how they lie.");
        }
        return words.toString();
    }

    private boolean hasLeft() {
        Looked there = looked;
        return there == null || !isInner(there, model.crosshair());
    }

    /** Whether a place is far enough from those ends of the block that are not the volume's. */
    private boolean isInner(Looked b, Point at) {
        VoxelSize voxel = stack.voxelSize();
        Extent e = stack.extent();
        return isInner(at.x() / voxel.xUm(), b.x(), b.nx(), e.x())
                && isInner(at.y() / voxel.yUm(), b.y(), b.ny(), e.y())
                && isInner(at.z() / voxel.zUm(), b.z(), b.nz(), e.z());
    }

    private static boolean isInner(double at, int from, int n, long all) {
        double rim = EDGE / 4.0;
        return (from == 0 || at >= from + rim) && (from + n == all || at <= from + n - rim);
    }

    private static int[] span(double at, long all) {
        int n = (int) Math.min(EDGE, all);
        int from = (int) Math.max(0, Math.min(all - n, Math.round(at) - n / 2));
        return new int[] {from, n};
    }

    private @Nullable Looked block(int scan, Point at, BooleanSupplier late) throws IOException {
        VoxelSize voxel = stack.voxelSize();
        int[] x = span(at.x() / voxel.xUm(), stack.extent().x());
        int[] y = span(at.y() / voxel.yUm(), stack.extent().y());
        int[] z = span(at.z() / voxel.zUm(), stack.extent().z());
        float[] first = fractions(stack.reference(), x, y, z, late);
        float[] second = first == null ? null : fractions(scan, x, y, z, late);
        return first == null || second == null
                ? null
                : new Looked(
                        scan, x[0], y[0], z[0], x[1], y[1], z[1], DamagePreview.of(x[1], y[1], z[1], first, second));
    }

    /** Solid fractions on the reference grid, between the scan's own dark and bright; null when something newer waits. */
    private float @Nullable [] fractions(int scan, int[] x, int[] y, int[] z, BooleanSupplier late) throws IOException {
        BrickVolume volume = stack.greys(scan);
        if (volume == null) {
            return null;
        }
        // Registered scans have the greys of the reference scan.
        GreyHistogram.Means means =
                stack.histogram(stack.isRegistered() ? stack.reference() : scan).means();
        float dark = (float) means.dark();
        float perGrey = (float) (1 / Math.max(1e-9, means.bright() - means.dark()));
        VoxelSize voxel = stack.voxelSize();
        float[] all = new float[x[1] * y[1] * z[1]];
        float[] plane = new float[x[1] * y[1]];
        for (int k = 0; k < z[1]; k++) {
            SlicePlane at = new SlicePlane(
                    new Point(x[0] * voxel.xUm(), y[0] * voxel.yUm(), (z[0] + k) * voxel.zUm()),
                    new Point(voxel.xUm(), 0, 0),
                    new Point(0, voxel.yUm(), 0));
            var map = at.then(volume.toVoxel(0));
            BrickBox box = new BrickBox(volume.level(0), map, x[1], y[1]);
            if (box.missing() > 0 && !box.load(stack.workers(), late) || late.getAsBoolean()) {
                return null;
            }
            box.greys(map, x[1], y[1], true, plane);
            for (int i = 0; i < plane.length; i++) {
                float grey = plane[i];
                all[k * plane.length + i] = grey == BrickBox.OUTSIDE ? Float.NaN : (grey - dark) * perGrey;
            }
        }
        return all;
    }

    /** Takes it from the slices. */
    @Override
    public void close() {
        closed = true;
        model.removeListener(follower);
        slices.setPreview(null);
    }
}
