package patina.segmentation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.LUDecomposition;
import org.jspecify.annotations.Nullable;
import patina.geometry.Point;
import patina.segmentation.SurfaceSamples.Sample;

/**
 * Finds the flat and round faces that bound a specimen, one after the other, from places on its sound surface: the face
 * that most places lie on (RANSAC: Fischler and Bolles, 1981), among those with hardly any place outside, fitted by trimmed
 * least squares. So a wide dent's bottom is never taken for a face: the sound rest lies outside of it. The chance has a
 * fixed seed. Lengths in micrometres, specimen frame.
 *
 * @param faces in the order found
 * @param share of the places that lie on them
 */
record FaceFit(List<Face> faces, double share) {
    /** Places this near to a face lie on it, in voxels. */
    private static final double NEAR = 1;
    /** The same while a face is only guessed, and for those that are not asked again. */
    private static final double ROUGH = 2;
    /** A place on a face has a normal this near to the face's: cosine. */
    private static final double SAME_WAY = 0.9;

    /** A face has at most this share of all places outside. */
    private static final double OUTSIDE = 0.01;
    /** And at least this share, and so many, on it. */
    private static final double LEAST_SHARE = 0.005;
    /** The same of a round face, which has more ways to lie on a few. */
    private static final double LEAST_ROUND_SHARE = 0.05;

    private static final int LEAST = 60;
    /** A flat face is wider than an edge is blurred: standard deviation of its places across, in voxels. */
    private static final double WIDE = 1;
    /** A flat face is bent by less, in voxels; a cap of a ball by more. */
    private static final double BENT = 0.15;
    /** A round face shows this much of its turn: 1 - length of the mean normal. */
    private static final double TURN = 0.02;
    /** A smaller radius is an edge's, in voxels. */
    private static final double LEAST_RADIUS = 4;

    /** So far from an edge blur does not show, in voxels. */
    private static final double EDGE = 4;

    private static final int MOST_FACES = 40;
    private static final int JUDGES = 1500;
    private static final int FLAT_GUESSES = 150;
    private static final int ROUND_GUESSES = 1500;
    private static final int KEPT_GUESSES = 20;
    private static final int PASSES = 6;
    private static final long SEED = 1;

    static FaceFit of(List<Sample> places, double voxelUm, boolean round) {
        List<Face> faces = new ArrayList<>();
        List<Sample> rest = places;
        boolean turned = round;
        while (faces.size() < MOST_FACES && rest.size() >= LEAST) {
            Face face = best(turned ? rounds(rest, voxelUm) : flats(rest, faces), places, rest, voxelUm);
            if (face == null) {
                if (!turned) {
                    break;
                }
                turned = false;
                continue;
            }
            faces.add(face);
            rest = rest.stream()
                    .filter(s -> !isOn(face, s, ROUGH * voxelUm, SAME_WAY))
                    .toList();
        }
        faces = awayFromEdges(faces, places, voxelUm);
        long on = 0;
        for (Sample s : places) {
            double least = Double.MAX_VALUE;
            for (Face face : faces) {
                least = Math.min(least, face.inside(s.at().x(), s.at().y(), s.at().z()));
            }
            on += Math.abs(least) <= NEAR * voxelUm ? 1 : 0;
        }
        return new FaceFit(List.copyOf(faces), places.isEmpty() ? 0 : (double) on / places.size());
    }

    private static boolean isOn(Face face, Sample s, double near, double sameWay) {
        return Math.abs(face.inside(s.at().x(), s.at().y(), s.at().z())) <= near
                && face.inward(s.at()).dot(s.inward()) >= sameWay;
    }

    private static List<Sample> some(List<Sample> all, int most) {
        if (all.size() <= most) {
            return all;
        }
        List<Sample> some = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            some.add(all.get((int) ((long) i * all.size() / most)));
        }
        return some;
    }

    private record Guess(Face face, long on) {}

    private static @Nullable Face best(List<Face> guesses, List<Sample> all, List<Sample> rest, double voxelUm) {
        List<Sample> judges = some(rest, JUDGES);
        List<Sample> bounds = some(all, JUDGES);
        List<Guess> rough = new ArrayList<>();
        for (Face face : guesses) {
            if (bounds(face, bounds, ROUGH * voxelUm)) {
                rough.add(new Guess(face, on(face, judges, ROUGH * voxelUm)));
            }
        }
        rough.sort(Comparator.comparingLong(Guess::on).reversed());
        List<Guess> fitted = new ArrayList<>();
        for (Guess guess : rough.subList(0, Math.min(KEPT_GUESSES, rough.size()))) {
            Face face = fit(guess.face, judges, voxelUm);
            if (face != null && bounds(face, bounds, NEAR * voxelUm)) {
                fitted.add(new Guess(face, on(face, judges, NEAR * voxelUm)));
            }
        }
        fitted.sort(Comparator.comparingLong(Guess::on).reversed());
        for (Guess guess : fitted) {
            Face face = fit(guess.face, rest, voxelUm);
            if (face != null
                    && on(face, rest, NEAR * voxelUm) >= Math.max(LEAST, leastShare(face) * all.size())
                    && bounds(face, all, NEAR * voxelUm)) {
                return face;
            }
        }
        return null;
    }

    private static double leastShare(Face face) {
        return face instanceof Face.Round ? LEAST_ROUND_SHARE : LEAST_SHARE;
    }

    private static long on(Face face, List<Sample> places, double near) {
        return places.stream().filter(s -> isOn(face, s, near, SAME_WAY)).count();
    }

    /** Whether hardly any place lies outside. */
    private static boolean bounds(Face face, List<Sample> places, double near) {
        long outside = places.stream()
                .filter(s -> face.inside(s.at().x(), s.at().y(), s.at().z()) < -near)
                .count();
        return outside <= OUTSIDE * places.size();
    }

    /** Of a round body only its ends: a flat along it is worn. */
    private static List<Face> flats(List<Sample> rest, List<Face> found) {
        List<Sample> ends = rest.stream()
                .filter(s -> found.stream()
                        .allMatch(f -> !(f instanceof Face.Round r)
                                || Math.abs(r.axis().dot(s.inward())) >= SAME_WAY))
                .toList();
        List<Face> guesses = new ArrayList<>();
        for (Sample s : some(ends, FLAT_GUESSES)) {
            guesses.add(new Face.Flat(s.at(), s.inward()));
        }
        return guesses;
    }

    /** Fits each face once more without the places near another: blur rounds edges. */
    private static List<Face> awayFromEdges(List<Face> faces, List<Sample> places, double voxelUm) {
        List<Face> fitted = new ArrayList<>();
        for (Face face : faces) {
            List<Sample> middle = places.stream()
                    .filter(s -> faces.stream()
                            .allMatch(f ->
                                    f.equals(face) || f.inside(s.at().x(), s.at().y(), s.at().z()) >= EDGE * voxelUm))
                    .toList();
            Face again = on(face, middle, NEAR * voxelUm) >= LEAST ? fit(face, middle, voxelUm) : null;
            fitted.add(again == null ? face : again);
        }
        return fitted;
    }

    /** A cylinder through two places: its axis is upright on both normals, and both normals meet it. */
    private static List<Face> rounds(List<Sample> rest, double voxelUm) {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Face> guesses = new ArrayList<>();
        for (int i = 0; i < ROUND_GUESSES; i++) {
            Sample a = rest.get(random.nextInt(rest.size()));
            Sample b = rest.get(random.nextInt(rest.size()));
            Point cross = a.inward().cross(b.inward());
            if (cross.length() < 0.3) {
                continue;
            }
            Point axis = cross.unit();
            Point between = b.at().minus(a.at());
            Point flat = between.minus(axis.times(between.dot(axis)));
            // a + t na = b + s nb in the plane across.
            double t = flat.cross(b.inward()).dot(cross) / cross.dot(cross);
            double s = flat.cross(a.inward()).dot(cross) / cross.dot(cross);
            if (t * s <= 0 || Math.abs(Math.abs(t) - Math.abs(s)) > 0.2 * Math.abs(t)) {
                continue;
            }
            double radius = (Math.abs(t) + Math.abs(s)) / 2;
            if (radius >= LEAST_RADIUS * voxelUm) {
                guesses.add(new Face.Round(a.at().plus(a.inward().times(t)), axis, radius, t < 0));
            }
        }
        return guesses;
    }

    private static @Nullable Face fit(Face guess, List<Sample> places, double voxelUm) {
        Face face = guess;
        for (int pass = 0; pass < PASSES; pass++) {
            Face now = face;
            double near = pass == 0 ? ROUGH : pass < PASSES - 2 ? NEAR : NEAR / 2;
            List<Sample> on = places.stream()
                    .filter(s -> isOn(now, s, near * voxelUm, SAME_WAY))
                    .toList();
            if (on.size() < 12) {
                return null;
            }
            face = now instanceof Face.Round round ? fitRound(round, on, voxelUm) : fitFlat(now, on, voxelUm);
            if (face == null) {
                return null;
            }
        }
        return face;
    }

    private static Point mean(List<Sample> on) {
        Point sum = Point.ORIGIN;
        for (Sample s : on) {
            sum = sum.plus(s.at());
        }
        return sum.times(1.0 / on.size());
    }

    private static @Nullable Face fitFlat(Face before, List<Sample> on, double voxelUm) {
        Point centre = mean(on);
        double[][] c = new double[3][3];
        for (Sample s : on) {
            Point p = s.at().minus(centre);
            double[] d = {p.x(), p.y(), p.z()};
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    c[i][j] += d[i] * d[j] / on.size();
                }
            }
        }
        // Eigenvalues come largest first.
        EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(c, false));
        if (Math.sqrt(Math.max(0, eigen.getRealEigenvalue(1))) < WIDE * voxelUm) {
            return null;
        }
        Point normal = point(eigen, 2);
        if (bend(on, centre, point(eigen, 0), point(eigen, 1), normal) > BENT * voxelUm) {
            return null;
        }
        return new Face.Flat(centre, normal.dot(before.inward(centre)) < 0 ? normal.times(-1) : normal);
    }

    private static Point point(EigenDecomposition eigen, int i) {
        double[] v = eigen.getEigenvector(i).toArray();
        return new Point(v[0], v[1], v[2]).unit();
    }

    /** What squares along the face's two axes explain of its heights: standard deviation. */
    private static double bend(List<Sample> on, Point centre, Point u, Point v, Point normal) {
        double[][] sums = new double[3][3];
        double[] right = new double[3];
        for (Sample s : on) {
            Point d = s.at().minus(centre);
            double[] t = {1, Math.pow(d.dot(u), 2), Math.pow(d.dot(v), 2)};
            for (int i = 0; i < 3; i++) {
                right[i] += t[i] * d.dot(normal);
                for (int j = 0; j < 3; j++) {
                    sums[i][j] += t[i] * t[j];
                }
            }
        }
        // Least squares: what is explained is the product of the solution and the right side.
        DecompositionSolver solver = new LUDecomposition(new Array2DRowRealMatrix(sums, false), 0).getSolver();
        if (!solver.isNonSingular()) {
            return 0;
        }
        ArrayRealVector r = new ArrayRealVector(right, false);
        return Math.sqrt(Math.max(0, solver.solve(r).dotProduct(r)) / on.size());
    }

    /** One step of Gauss and Newton for the distance from the axis: where it is (2), its direction (2), the radius. */
    private static @Nullable Face fitRound(Face.Round before, List<Sample> on, double voxelUm) {
        Point axis = before.axis();
        Point middle = mean(on);
        Point at = before.at().plus(axis.times(middle.minus(before.at()).dot(axis)));
        Point u = (Math.abs(axis.x()) < 0.7 ? new Point(1, 0, 0) : new Point(0, 1, 0))
                .cross(axis)
                .unit();
        Point v = axis.cross(u);
        double[][] normal = new double[5][5];
        double[] right = new double[5];
        Point turn = Point.ORIGIN;
        double scale = before.radiusUm();
        for (Sample s : on) {
            Point d = s.at().minus(at);
            double along = d.dot(axis);
            Point out = d.minus(axis.times(along));
            double from = out.length();
            if (from == 0) {
                return null;
            }
            Point radial = out.times(1 / from);
            turn = turn.plus(radial);
            double[] g = {
                -radial.dot(u), -radial.dot(v), -along / scale * radial.dot(u), -along / scale * radial.dot(v), -1
            };
            double off = before.radiusUm() - from;
            for (int i = 0; i < 5; i++) {
                right[i] += g[i] * off;
                for (int j = 0; j < 5; j++) {
                    normal[i][j] += g[i] * g[j];
                }
            }
        }
        if (1 - turn.length() / on.size() < TURN) {
            return null;
        }
        DecompositionSolver solver = new LUDecomposition(new Array2DRowRealMatrix(normal, false), 1e-9).getSolver();
        if (!solver.isNonSingular()) {
            return null;
        }
        double[] step = solver.solve(new ArrayRealVector(right, false)).toArray();
        double radius = before.radiusUm() + step[4];
        if (!(radius >= LEAST_RADIUS * voxelUm)) {
            return null;
        }
        return new Face.Round(
                at.plus(u.times(step[0])).plus(v.times(step[1])),
                axis.plus(u.times(step[2] / scale))
                        .plus(v.times(step[3] / scale))
                        .unit(),
                radius,
                before.bore());
    }
}
