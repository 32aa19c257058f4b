package patina.geometry;

import java.io.Serializable;
import java.util.List;

/**
 * Where the specimen lies in a scan: maps a point in the specimen frame to the scan's frame (micrometres, x y z). Usually one
 * affine map; of a scan that was stitched from several stacks along z, one for each of them.
 *
 * <p>A point lies in the stack in which its own image lies. Beside a seam there may be points in no stack, where what the
 * stacks saw does not meet, and points in two, where it overlaps: of these the first counts.
 *
 * @param stacks from low z to high z; at least one
 */
public record ScanMap(List<Stack> stacks) implements Serializable {
    /**
     * One stack and how the specimen lies in it.
     *
     * @param fromUm its lower end along the scan's z, half a voxel before its first plane; -infinity for none
     * @param toUm its upper end; infinity for none
     * @param map specimen frame to the scan's frame
     */
    public record Stack(double fromUm, double toUm, Affine map) implements Serializable {
        /** How far beyond its ends a point of the specimen frame lies along z, micrometres; 0 inside. */
        private double beyondUm(Point p) {
            double z = map.apply(p).z();
            return Math.max(0, Math.max(fromUm - z, z - toUm));
        }
    }

    public ScanMap {
        if (stacks.isEmpty()) {
            throw new IllegalArgumentException("A scan has at least one stack.");
        }
        stacks = List.copyOf(stacks);
    }

    /** The map of a scan of one piece. */
    public static ScanMap of(Affine map) {
        return new ScanMap(List.of(new Stack(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, map)));
    }

    /** The stack in which a point of the specimen frame lies; the nearest where it lies in none. */
    public int stackAt(Point p) {
        int best = 0;
        for (int k = 1; k < stacks.size(); k++) {
            if (stacks.get(k).beyondUm(p) < stacks.get(best).beyondUm(p)) {
                best = k;
            }
        }
        return best;
    }

    /** Whether a point of the specimen frame lies in any stack. */
    public boolean holds(Point p) {
        return stacks.get(stackAt(p)).beyondUm(p) == 0;
    }

    /** The map at a point of the specimen frame. */
    public Affine at(Point p) {
        return stacks.get(stackAt(p)).map();
    }

    /** A point of the specimen frame in the scan's frame. */
    public Point apply(Point p) {
        return at(p).apply(p);
    }

    /** The map back at a point of the scan's frame: that of the stack in which it lies, or of the nearest. */
    public Affine backAt(Point scan) {
        Stack best = stacks.get(0);
        for (Stack stack : stacks) {
            if (scan.z() >= stack.fromUm()) {
                best = stack;
            }
        }
        return best.map().inverse();
    }

    /** A point of the scan's frame in the specimen frame. */
    public Point back(Point scan) {
        return backAt(scan).apply(scan);
    }

    /** The same between voxels, of a grid over the specimen frame and of the scan. */
    public ScanMap between(VoxelSize grid, VoxelSize scan) {
        Affine toUm = grid.toMicrometres();
        Affine toVoxels = scan.toMicrometres().inverse();
        return new ScanMap(stacks.stream()
                .map(s -> new Stack(
                        s.fromUm() / scan.zUm(),
                        s.toUm() / scan.zUm(),
                        toUm.then(s.map()).then(toVoxels)))
                .toList());
    }

    /** The same, of the specimen turned and shifted first. */
    public ScanMap after(Affine first) {
        return new ScanMap(stacks.stream()
                .map(s -> new Stack(s.fromUm(), s.toUm(), first.then(s.map())))
                .toList());
    }
}
