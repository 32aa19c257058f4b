package patina.app.gui.view;

import java.util.List;
import patina.geometry.Point;
import patina.reports.document.Numbers;

/**
 * Something measured by hand on a slice: places in the specimen frame, micrometres. A place is read to a voxel, so each of
 * its coordinates has the standard uncertainty of a voxel's edge over the square root of 12.
 */
sealed interface Measurement {
    /** The places that were clicked. */
    List<Point> places();

    /** The result with unit and uncertainty. */
    String words(double voxelUm);

    /** A straight distance. */
    record Distance(Point from, Point to) implements Measurement {
        @Override
        public List<Point> places() {
            return List.of(from, to);
        }

        double um() {
            return to.minus(from).length();
        }

        @Override
        public String words(double voxelUm) {
            return Numbers.measured(um(), Math.sqrt(2) * reading(voxelUm)) + "\u00a0µm";
        }
    }

    /** The angle at the middle one of three places. */
    record Angle(Point from, Point corner, Point to) implements Measurement {
        @Override
        public List<Point> places() {
            return List.of(from, corner, to);
        }

        double degrees() {
            Point a = from.minus(corner).unit();
            Point b = to.minus(corner).unit();
            return Math.toDegrees(Math.atan2(a.cross(b).length(), a.dot(b)));
        }

        /** By the ends across their legs and the corner across both. */
        double degreesU(double voxelUm) {
            Point a = from.minus(corner);
            Point b = to.minus(corner);
            double u = reading(voxelUm);
            Point corners = a.times(1 / a.dot(a)).minus(b.times(1 / b.dot(b)));
            return Math.toDegrees(u * Math.sqrt(1 / a.dot(a) + 1 / b.dot(b) + corners.dot(corners)));
        }

        @Override
        public String words(double voxelUm) {
            return Numbers.measured(degrees(), degreesU(voxelUm)) + "°";
        }
    }

    /** Greys along a line, every half pixel of the picture it was drawn in. */
    record Profile(Point from, Point to) implements Measurement {
        @Override
        public List<Point> places() {
            return List.of(from, to);
        }

        @Override
        public String words(double voxelUm) {
            return new Distance(from, to).words(voxelUm);
        }
    }

    private static double reading(double voxelUm) {
        return voxelUm / Math.sqrt(12);
    }
}
