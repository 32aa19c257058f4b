package patina.metrics;

import java.util.List;
import patina.geometry.Affine;
import patina.geometry.Point;
import patina.geometry.ScanMap;
import patina.geometry.VoxelSize;

/**
 * How one scan lies in the specimen frame, as far as uncertainties need it.
 *
 * @param voxelSize of the reference grid
 * @param map specimen frame to the scan's frame
 * @param places of each of the map's stacks, in their order
 * @param scaleUncertainty relative standard uncertainty of the voxel size itself, common to all scans
 */
public record Frame(VoxelSize voxelSize, ScanMap map, List<Place> places, double scaleUncertainty) {
    /**
     * How well the place of one stack, or of a scan of one piece, is known.
     *
     * @param covariance 7 x 7, row by row, of the registration error about {@code centreUm}: three rotations (rad), three
     *     translations (micrometres), log scale; zeros for the reference scan itself
     * @param centreUm in the specimen frame
     */
    public record Place(double[] covariance, Point centreUm) {}

    public Frame {
        places = List.copyOf(places);
    }

    /** The frame of a scan of one piece. */
    public Frame(VoxelSize voxelSize, double[] covariance, Point centreUm, double scaleUncertainty) {
        this(voxelSize, ScanMap.of(Affine.IDENTITY), List.of(new Place(covariance, centreUm)), scaleUncertainty);
    }

    /** The stack in which a place of the specimen frame lies, micrometres. */
    int stackAt(Point p) {
        return map.stackAt(p);
    }

    /**
     * Standard uncertainty of a sum over voxels of one stack from the registration, by the sum's answers to a shift, a rotation
     * and a growth about the grid's origin (all in voxels): u2 = g C g.
     */
    double ofSum(int stack, double[] force, double[] torque, double stretch) {
        Place place = places.get(stack);
        Point centreUm = place.centreUm();
        double vx = voxelSize.xUm();
        double vy = voxelSize.yUm();
        double vz = voxelSize.zUm();
        double cx = centreUm.x() / vx;
        double cy = centreUm.y() / vy;
        double cz = centreUm.z() / vz;
        double[] g = {
            torque[0] - (cy * force[2] - cz * force[1]),
            torque[1] - (cz * force[0] - cx * force[2]),
            torque[2] - (cx * force[1] - cy * force[0]),
            force[0] / vx,
            force[1] / vy,
            force[2] / vz,
            stretch - (cx * force[0] + cy * force[1] + cz * force[2])
        };
        double sum = 0;
        for (int i = 0; i < 7; i++) {
            for (int j = 0; j < 7; j++) {
                sum += g[i] * place.covariance()[7 * i + j] * g[j];
            }
        }
        return Math.sqrt(Math.max(0, sum));
    }

    /** The standard uncertainty of where a point lies along any one direction, micrometres: that of the stack it lies in. */
    public double alongUm(Point p) {
        Place place = places.get(stackAt(p));
        Point d = p.minus(place.centreUm());
        double[][] g = {
            {0, d.z(), -d.y(), 1, 0, 0, d.x()},
            {-d.z(), 0, d.x(), 0, 1, 0, d.y()},
            {d.y(), -d.x(), 0, 0, 0, 1, d.z()}
        };
        double sum = 0;
        for (double[] row : g) {
            for (int i = 0; i < 7; i++) {
                for (int j = 0; j < 7; j++) {
                    sum += row[i] * place.covariance()[7 * i + j] * row[j];
                }
            }
        }
        return Math.sqrt(Math.max(0, sum) / 3);
    }
}
