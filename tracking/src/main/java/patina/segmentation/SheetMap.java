package patina.segmentation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Patch;
import patina.blocks.Source;
import patina.geometry.Point;

/**
 * The opening of cracks, cell by cell of the plane through each: the deficit summed across the sheet, so that openings
 * well below a voxel are measured without a threshold. Cells are one voxel wide.
 *
 * @param owners zone labels
 * @param planes the plane of each label that is a sheet; others have none
 */
record SheetMap(Source owners, Source deficit, Source distance, double voxelUm, TreeMap<Integer, Plane> planes)
        implements Kernel<SheetMap.Cells> {
    /** A plane through {@code centre}, with unit vectors u and v in it. */
    record Plane(Point centre, Point u, Point v, Point normal) implements java.io.Serializable {
        static Plane of(Point centre, Axes axes) {
            Point u = axes.major();
            Point n = axes.normal();
            return new Plane(centre, u, n.cross(u).unit(), n);
        }
    }

    /**
     * For each label and cell: deficit in steps of {@link ZoneSums#STEP}, and in {@link ZoneSums#DEPTH_STEP} the least
     * depth, the sum of depths, and how many there are.
     */
    static final class Cells implements java.io.Serializable {
        final TreeMap<Integer, TreeMap<Long, long[]>> cells = new TreeMap<>();

        void add(int label, long cell, long deficit, long least, long depths, long n) {
            long[] c = cells.computeIfAbsent(label, l -> new TreeMap<>())
                    .computeIfAbsent(cell, k -> new long[] {0, Long.MAX_VALUE, 0, 0});
            c[0] += deficit;
            c[1] = Math.min(c[1], least);
            c[2] += depths;
            c[3] += n;
        }
    }

    @Override
    public List<Input> inputs() {
        return List.of(new Input.Labels(owners, 0), new Input.Window(deficit, 0), new Input.Window(distance, 0));
    }

    @Override
    public Cells merge(Cells earlier, Cells later) {
        later.cells.forEach((label, map) -> map.forEach((cell, v) -> earlier.add(label, cell, v[0], v[1], v[2], v[3])));
        return earlier;
    }

    @Override
    public Cells apply(Block block) {
        Cells cells = new Cells();
        int[] owner = block.patch(0).labels();
        Patch d = block.patch(1);
        Patch depth = block.patch(2);
        int at = 0;
        for (long z = block.region().z(); z < block.region().endZ(); z++) {
            for (long y = block.region().y(); y < block.region().endY(); y++) {
                for (long x = block.region().x(); x < block.region().endX(); x++, at++) {
                    if (owner[at] == 0 || d.valid()[at] == 0) {
                        continue;
                    }
                    Plane plane = planes.get(owner[at]);
                    if (plane == null) {
                        continue;
                    }
                    Point p = new Point(x, y, z).minus(plane.centre);
                    long deep = Math.round(depth.values()[at] / voxelUm / ZoneSums.DEPTH_STEP);
                    cells.add(
                            owner[at],
                            cell(Math.round(p.dot(plane.u)), Math.round(p.dot(plane.v))),
                            Math.round(d.values()[at] / ZoneSums.STEP),
                            deep,
                            deep,
                            1);
                }
            }
        }
        return cells;
    }

    private static long cell(long u, long v) {
        return (u << 32) | (v & 0xffffffffL);
    }

    /** Reads a crack's figures off its cells. */
    static DamageFeature.Sheet sheet(Plane plane, Map<Long, long[]> cells, double noise) {
        // A cell belongs to the crack when it and its neighbours together show more than the noise across the zone
        // does.
        double least = Math.max(0.1, 3 * noise * Math.sqrt(8.0) / 3);
        List<double[]> open = new ArrayList<>();
        double sum = 0;
        double most = 0;
        for (Map.Entry<Long, long[]> entry : cells.entrySet()) {
            int u = (int) (entry.getKey() >> 32);
            int v = (int) (long) entry.getKey();
            double around = 0;
            int n = 0;
            for (int a = -1; a <= 1; a++) {
                for (int b = -1; b <= 1; b++) {
                    long[] c = cells.get(cell(u + a, v + b));
                    if (c != null) {
                        around += c[0] * ZoneSums.STEP;
                        n++;
                    }
                }
            }
            double mean = around / Math.max(1, n);
            // What blur shows of the crack beyond its front and above the surface counts too, but not as area.
            sum += entry.getValue()[0] * ZoneSums.STEP;
            double deep = (double) entry.getValue()[2] / entry.getValue()[3];
            if (mean > least && n >= 4 && deep >= 0) {
                long[] c = entry.getValue();
                open.add(new double[] {u, v, c[1] * ZoneSums.DEPTH_STEP, c[2] * ZoneSums.DEPTH_STEP / c[3]});
                most = Math.max(most, mean);
            }
        }
        double area = open.size();
        return new DamageFeature.Sheet(
                plane.normal,
                area,
                area > 0 ? sum / area : 0,
                most,
                extent(open.stream().filter(c -> c[2] <= 2).toList()),
                extent(open),
                depth(open));
    }

    /** How deep the front lies: where the deepest cells end, one voxel in from which the blurred front still is open. */
    private static double depth(List<double[]> cells) {
        double[] depths = cells.stream().mapToDouble(c -> c[3]).sorted().toArray();
        return depths.length < 3 ? 0 : depths[depths.length - 3];
    }

    /** The largest extent of cells along their own main direction. */
    private static double extent(List<double[]> cells) {
        if (cells.isEmpty()) {
            return 0;
        }
        double mu = cells.stream().mapToDouble(c -> c[0]).average().orElse(0);
        double mv = cells.stream().mapToDouble(c -> c[1]).average().orElse(0);
        double uu = 0;
        double uv = 0;
        double vv = 0;
        for (double[] c : cells) {
            uu += (c[0] - mu) * (c[0] - mu);
            uv += (c[0] - mu) * (c[1] - mv);
            vv += (c[1] - mv) * (c[1] - mv);
        }
        double angle = 0.5 * Math.atan2(2 * uv, uu - vv);
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        double low = Double.MAX_VALUE;
        double high = -Double.MAX_VALUE;
        for (double[] c : cells) {
            double along = (c[0] - mu) * cos + (c[1] - mv) * sin;
            low = Math.min(low, along);
            high = Math.max(high, along);
        }
        return high - low + 1;
    }
}
