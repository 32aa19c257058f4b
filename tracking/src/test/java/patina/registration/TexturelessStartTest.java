package patina.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.geometry.Point;

/**
 * Bodies without any texture that look much alike from several sides, turned anyhow and not given a start: a cube and a nearly
 * cubic block, each with one unequal bevel, a block with one corner cut, a six-sided prism with one bevel, a rod with a flat and a slanted
 * end. Every other one is pitted in the later scan.
 *
 * <p>Also a program: TexturelessStartTest SIZE CASES [FIRST SEED].
 */
class TexturelessStartTest {
    private static final double BLUR_VOXELS = 0.8;

    @TempDir
    Path scratch;

    /** Inside of all planes (unit normal and distance) and of a round wall about z, outside of all pits (centre, radius). */
    private record Body(List<double[]> planes, double radius, List<double[]> pits, double blur)
            implements Specimen.Form {
        @Override
        public double at(double x, double y, double z) {
            double solid = Specimen.edge(radius - Math.hypot(x, y), blur);
            for (double[] p : planes) {
                solid *= Specimen.edge(p[3] - p[0] * x - p[1] * y - p[2] * z, blur);
            }
            for (double[] p : pits) {
                double away = Math.sqrt((x - p[0]) * (x - p[0]) + (y - p[1]) * (y - p[1]) + (z - p[2]) * (z - p[2]));
                solid *= 1 - Specimen.edge(p[3] - away, blur);
            }
            return solid;
        }

        /** With so many round pits, each centred in a face. */
        Body pitted(int count, double size, Random random) {
            List<double[]> more = new ArrayList<>();
            while (more.size() < count) {
                Point d = StartRace.direction(random);
                double reach =
                        d.x() * d.x() + d.y() * d.y() == 0 ? Double.MAX_VALUE : radius / Math.hypot(d.x(), d.y());
                for (double[] p : planes) {
                    double along = p[0] * d.x() + p[1] * d.y() + p[2] * d.z();
                    reach = along > 0 ? Math.min(reach, p[3] / along) : reach;
                }
                more.add(
                        new double[] {reach * d.x(), reach * d.y(), reach * d.z(), size * between(random, 0.04, 0.08)});
            }
            return new Body(planes, radius, more, blur);
        }
    }

    private static Body body(int kind, double size, double blur, Random random) {
        double half = size * between(random, 0.24, 0.27);
        boolean cubic = kind == 0;
        double b = cubic ? half : half * between(random, 0.9, 1);
        double c = cubic ? half : half * between(random, 0.9, 1);
        List<double[]> planes = new ArrayList<>(List.of(plane(0, 0, 1, c), plane(0, 0, -1, c)));
        double radius = 4 * size;
        if (kind == 3) {
            for (int i = 0; i < 6; i++) {
                planes.add(plane(Math.cos(i * Math.PI / 3), Math.sin(i * Math.PI / 3), 0, half));
            }
        } else if (kind == 4) {
            radius = half;
            planes.add(plane(1, 0, 0, half * between(random, 0.75, 0.9)));
        } else {
            planes.add(plane(1, 0, 0, half));
            planes.add(plane(-1, 0, 0, half));
            planes.add(plane(0, 1, 0, b));
            planes.add(plane(0, -1, 0, b));
        }
        // What tells the sides apart: an edge cut by unequal legs, of a rod the upper end slanted, or a corner.
        double deep = half * between(random, 0.2, 0.5);
        double wide = deep * between(random, 0.4, 0.7);
        if (kind == 4) {
            planes.add(through(0.3, 1, 3, new Point(0, -half, c - wide)));
        } else if (kind == 2) {
            planes.add(through(1, deep / wide, 1.5, new Point(half - deep, b, c)));
        } else {
            planes.add(through(1 / deep, 0, 1 / wide, new Point(half - deep, 0, c)));
            if (kind == 3) {
                // The prism's bevel alone leaves it its own mirror image, which no turn makes of it.
                planes.add(plane(0, 0.6, 0.8, 1.2 * half));
            }
        }
        return new Body(planes, radius, List.of(), blur);
    }

    private static double[] plane(double x, double y, double z, double distance) {
        return new double[] {x, y, z, distance};
    }

    private static double[] through(double x, double y, double z, Point p) {
        Point n = new Point(x, y, z).unit();
        return plane(n.x(), n.y(), n.z(), n.dot(p));
    }

    private static double between(Random random, double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    public static void main(String[] args) throws Exception {
        int first = args.length > 2 ? Integer.parseInt(args[2]) : 0;
        System.out.println(
                count(Integer.parseInt(args[0]), Integer.parseInt(args[1]), first, Files.createTempDirectory("start")));
    }

    private static StartRace.Count count(int n, int cases, int first, Path scratch) throws Exception {
        double size = n * StartRace.UM;
        return StartRace.count(n, first, cases, 0.5, scratch, (seed, random) -> {
            Body body = body(seed % 5, size, BLUR_VOXELS * StartRace.UM, random);
            return new StartRace.Pair(
                    body, seed % 2 == 1 ? body.pitted(1 + random.nextInt(4), size, random) : body, 0.1);
        });
    }

    @Test
    void aTexturelessBodyIsFoundOrRefused() throws Exception {
        StartRace.Count count = count(64, 5, 0, scratch);
        assertEquals(0, count.silentlyWrong(), count.toString());
    }

    @Test
    @Tag("long")
    void ofManyTexturelessBodiesNoneIsSilentlyWrongAndMostAreFound() throws Exception {
        StartRace.Count count = count(64, 100, 0, scratch);
        assertEquals(0, count.silentlyWrong(), count.toString());
        assertTrue(count.right() >= 90, count.toString());
    }
}
