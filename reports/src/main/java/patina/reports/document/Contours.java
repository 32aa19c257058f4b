package patina.reports.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import patina.reports.document.SlicePicture.Outline;

/**
 * Outlines of labels in a slice by marching squares (Lorensen and Cline 1987, in the plane): half-way between the centre
 * of a pixel inside and one outside; diagonal neighbours are apart.
 */
final class Contours {
    private Contours() {}

    /**
     * The outlines of all labels above 0, in order of label, each label's longest first.
     *
     * @param labels width * height, row by row
     */
    static List<Outline> of(int[] labels, int width, int height) {
        Map<Integer, int[]> boxes = new TreeMap<>();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int label = labels[y * width + x];
                if (label > 0) {
                    int[] box = boxes.computeIfAbsent(label, id -> new int[] {width, height, -1, -1});
                    box[0] = Math.min(box[0], x);
                    box[1] = Math.min(box[1], y);
                    box[2] = Math.max(box[2], x);
                    box[3] = Math.max(box[3], y);
                }
            }
        }
        List<Outline> outlines = new ArrayList<>();
        boxes.forEach((label, box) -> {
            List<Outline> loops = trace(labels, width, height, label, box);
            loops.sort(
                    Comparator.comparingInt((Outline loop) -> loop.x().length).reversed());
            outlines.addAll(loops);
        });
        return outlines;
    }

    private static List<Outline> trace(int[] labels, int width, int height, int label, int[] box) {
        // Edge midpoints have doubled coordinates (2x + 1 is the centre of pixel x); each begins one segment.
        Map<Long, Long> next = new HashMap<>();
        List<Long> starts = new ArrayList<>();
        for (int y = box[1] - 1; y <= box[3]; y++) {
            for (int x = box[0] - 1; x <= box[2]; x++) {
                int corners = (is(labels, width, height, x, y, label) ? 1 : 0)
                        | (is(labels, width, height, x + 1, y, label) ? 2 : 0)
                        | (is(labels, width, height, x + 1, y + 1, label) ? 4 : 0)
                        | (is(labels, width, height, x, y + 1, label) ? 8 : 0);
                long top = key(2 * x + 2, 2 * y + 1);
                long right = key(2 * x + 3, 2 * y + 2);
                long bottom = key(2 * x + 2, 2 * y + 3);
                long left = key(2 * x + 1, 2 * y + 2);
                long[] segments = switch (corners) {
                    case 1 -> new long[] {top, left};
                    case 2 -> new long[] {right, top};
                    case 3 -> new long[] {right, left};
                    case 4 -> new long[] {bottom, right};
                    case 5 -> new long[] {top, left, bottom, right};
                    case 6 -> new long[] {bottom, top};
                    case 7 -> new long[] {bottom, left};
                    case 8 -> new long[] {left, bottom};
                    case 9 -> new long[] {top, bottom};
                    case 10 -> new long[] {right, top, left, bottom};
                    case 11 -> new long[] {right, bottom};
                    case 12 -> new long[] {left, right};
                    case 13 -> new long[] {top, right};
                    case 14 -> new long[] {left, top};
                    default -> new long[0];
                };
                for (int i = 0; i < segments.length; i += 2) {
                    next.put(segments[i], segments[i + 1]);
                    starts.add(segments[i]);
                }
            }
        }
        List<Outline> loops = new ArrayList<>();
        for (long start : starts) {
            List<Long> loop = new ArrayList<>();
            Long at = start;
            while (at != null && next.containsKey(at)) {
                loop.add(at);
                at = next.remove(at);
            }
            if (!loop.isEmpty()) {
                loops.add(outline(label, loop));
            }
        }
        return loops;
    }

    /** Without the points that lie on a straight line between their neighbours. */
    private static Outline outline(int label, List<Long> loop) {
        int n = loop.size();
        double[] x = new double[n];
        double[] y = new double[n];
        int kept = 0;
        for (int i = 0; i < n; i++) {
            long before = loop.get((i + n - 1) % n);
            long at = loop.get(i);
            long after = loop.get((i + 1) % n);
            int ax = x(at) - x(before);
            int ay = y(at) - y(before);
            int bx = x(after) - x(at);
            int by = y(after) - y(at);
            if (ax * by != ay * bx) {
                x[kept] = x(at) / 2.0;
                y[kept] = y(at) / 2.0;
                kept++;
            }
        }
        return new Outline(label, java.util.Arrays.copyOf(x, kept), java.util.Arrays.copyOf(y, kept));
    }

    private static boolean is(int[] labels, int width, int height, int x, int y, int label) {
        return x >= 0 && y >= 0 && x < width && y < height && labels[y * width + x] == label;
    }

    private static long key(int x, int y) {
        return ((long) x << 32) | (y & 0xffffffffL);
    }

    private static int x(long key) {
        return (int) (key >> 32);
    }

    private static int y(long key) {
        return (int) key;
    }
}
