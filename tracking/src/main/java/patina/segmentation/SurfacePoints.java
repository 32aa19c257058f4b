package patina.segmentation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Patch;
import patina.blocks.Source;
import patina.fields.Component;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.VoxelSize;

/**
 * Gathers sound original surface around places where damage was there already, and what is missing there, from which the
 * surface over the damage is rebuilt. All in voxels.
 *
 * @param distance signed distance, refined, micrometres, positive inside
 * @param missing labels of what is missing; a label's place is the index in {@code places} plus 1
 * @param places bounding boxes of what is missing
 */
record SurfacePoints(Source distance, Source missing, Extent extent, VoxelSize voxel, List<Place> places)
        implements Kernel<SurfacePoints.Found> {
    /** How far around a place its surface is looked for, in voxels. */
    static final int AROUND = 10;

    private static final double LAYER = 0.5;
    /** How far from what is missing the surface is sound, in voxels along each axis. */
    static final int CLEAR = 5;

    /** The bounding box of what is missing at a place. */
    record Place(int label, Component.Voxel low, Component.Voxel high) implements Serializable {
        boolean near(long x, long y, long z) {
            return x >= low.x() - AROUND
                    && x <= high.x() + AROUND
                    && y >= low.y() - AROUND
                    && y <= high.y() + AROUND
                    && z >= low.z() - AROUND
                    && z <= high.z() + AROUND;
        }
    }

    /** A place on the surface and its inward normal. */
    record OnSurface(Point at, Point inward) implements Serializable {}

    /** By place: surface by voxel, and missing voxels by voxel. */
    static final class Found implements Serializable {
        final TreeMap<Integer, TreeMap<Long, OnSurface>> surface = new TreeMap<>();
        final TreeMap<Integer, TreeMap<Long, Point>> missing = new TreeMap<>();
    }

    @Override
    public List<Input> inputs() {
        return List.of(new Input.Window(distance, 2), new Input.Labels(missing, CLEAR));
    }

    @Override
    public Found merge(Found earlier, Found later) {
        later.surface.forEach((label, points) ->
                earlier.surface.computeIfAbsent(label, l -> new TreeMap<>()).putAll(points));
        later.missing.forEach((label, points) ->
                earlier.missing.computeIfAbsent(label, l -> new TreeMap<>()).putAll(points));
        return earlier;
    }

    @Override
    public Found apply(Block block) {
        Found found = new Found();
        List<Place> here = new ArrayList<>();
        for (Place p : places) {
            if (p.low.x() - AROUND < block.region().endX()
                    && p.high.x() + AROUND >= block.region().x()
                    && p.low.y() - AROUND < block.region().endY()
                    && p.high.y() + AROUND >= block.region().y()
                    && p.low.z() - AROUND < block.region().endZ()
                    && p.high.z() + AROUND >= block.region().z()) {
                here.add(p);
            }
        }
        if (here.isEmpty()) {
            return found;
        }
        Patch d = block.patch(0);
        Patch m = block.patch(1);
        double micron = voxel.meanUm();
        for (long z = block.region().z(); z < block.region().endZ(); z++) {
            for (long y = block.region().y(); y < block.region().endY(); y++) {
                for (long x = block.region().x(); x < block.region().endX(); x++) {
                    int label = m.labels()[m.index(x, y, z)];
                    if (label != 0) {
                        found.missing
                                .computeIfAbsent(label, l -> new TreeMap<>())
                                .put(extent.index(x, y, z), new Point(x, y, z));
                        continue;
                    }
                    double deep = d.values()[d.index(x, y, z)] / micron;
                    if (Math.abs(deep) > LAYER) {
                        continue;
                    }
                    OnSurface on = null;
                    for (Place p : here) {
                        if (p.near(x, y, z)) {
                            on = on == null ? onSurface(d, m, x, y, z, deep) : on;
                            if (on == null) {
                                break;
                            }
                            found.surface
                                    .computeIfAbsent(p.label, l -> new TreeMap<>())
                                    .put(extent.index(x, y, z), on);
                        }
                    }
                }
            }
        }
        return found;
    }

    private static @org.jspecify.annotations.Nullable OnSurface onSurface(
            Patch d, Patch m, long x, long y, long z, double deep) {
        if (!isClear(m, x, y, z)) {
            return null;
        }
        int at = d.index(x, y, z);
        int nx = d.region().nx();
        int plane = nx * d.region().ny();
        float[] v = d.values();
        Point g = new Point(
                v[at + 2] - v[at - 2], v[at + 2 * nx] - v[at - 2 * nx], v[at + 2 * plane] - v[at - 2 * plane]);
        if (g.length() == 0) {
            return null;
        }
        Point n = g.unit();
        return new OnSurface(new Point(x, y, z).minus(n.times(deep)), n);
    }

    /** Whether nothing is missing around a voxel. */
    static boolean isClear(Patch m, long x, long y, long z) {
        for (int c = -CLEAR; c <= CLEAR; c++) {
            for (int b = -CLEAR; b <= CLEAR; b++) {
                int at = m.index(x - CLEAR, y + b, z + c);
                for (int a = 0; a <= 2 * CLEAR; a++) {
                    if (m.labels()[at + a] != 0) {
                        return false;
                    }
                }
            }
        }
        return true;
    }
}
