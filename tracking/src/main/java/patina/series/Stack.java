package patina.series;

import java.util.ArrayList;
import java.util.List;
import patina.blocks.Source;
import patina.geometry.Extent;

/**
 * One of the stacks along z that a scan was stitched from: its planes {@code from} up to {@code to}, one past the last.
 */
public record Stack(long from, long to) {
    /** Fewer planes are too few to be registered by themselves. */
    public static final int LEAST_PLANES = 16;

    /**
     * The stacks of a scan.
     *
     * @param seams ascending; so many planes lie below each
     * @throws IllegalArgumentException with one sentence, where a stack would be too thin
     */
    public static List<Stack> between(List<Long> seams, Extent extent) {
        List<Stack> stacks = new ArrayList<>();
        long from = 0;
        for (int i = 0; i <= seams.size(); i++) {
            long to = i < seams.size() ? seams.get(i) : extent.z();
            if (to - from < LEAST_PLANES || to > extent.z()) {
                throw new IllegalArgumentException("Stacks of at least " + LEAST_PLANES
                        + " planes were wanted within the "
                        + extent.z() + " of the scan, but the places " + seams + " make one from plane " + from + " to "
                        + to + ". Give the places where it was stitched in ascending order, in voxels along z.");
            }
            stacks.add(new Stack(from, to));
            from = to;
        }
        return stacks;
    }

    /** This part of a volume of the whole scan's extent. */
    public Source of(Source whole, Extent extent) {
        return new CutSource(whole, extent, new Cut(0, 0, from, extent.x(), extent.y(), to, 1), false);
    }

    /** This part of the scan's extent. */
    public Extent of(Extent extent) {
        return new Extent(extent.x(), extent.y(), to - from);
    }
}
