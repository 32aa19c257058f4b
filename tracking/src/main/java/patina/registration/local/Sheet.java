package patina.registration.local;

import java.io.Serializable;
import patina.blocks.Source;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.Region;
import patina.geometry.VoxelSize;

/**
 * A flat piece of a crack, which parts subsets in two.
 *
 * @param placeUm a point on it, in the fixed frame, micrometres
 * @param normal of length 1, from its lower to its upper side
 * @param halfGapUm what lies nearer to it than this belongs to neither side
 */
public record Sheet(Point placeUm, Point normal, double halfGapUm) implements Serializable {
    public Sheet {
        if (!(Math.abs(normal.length() - 1) < 1e-6) || !(halfGapUm >= 0)) {
            throw new IllegalArgumentException("A sheet has a normal of length 1 and a gap of 0 or more, not " + normal
                    + " and " + halfGapUm + ".");
        }
    }

    /** 1 on one side, 0 elsewhere, over a volume's voxels. */
    Source side(boolean upper, Extent extent, VoxelSize voxelSize) {
        return new Side(this, upper ? 1 : -1, extent, voxelSize);
    }

    private record Side(Sheet sheet, int sign, Extent extent, VoxelSize voxelSize) implements Source {
        @Override
        public Volume open() {
            return new OpenSide(this);
        }
    }

    private record OpenSide(Side side) implements Volume {
        @Override
        public Extent extent() {
            return side.extent;
        }

        @Override
        public void read(Region region, float[] values, byte[] valid) {
            Point n = side.sheet.normal;
            double offset = n.dot(side.sheet.placeUm);
            int at = 0;
            for (long z = region.z(); z < region.endZ(); z++) {
                for (long y = region.y(); y < region.endY(); y++) {
                    for (long x = region.x(); x < region.endX(); x++, at++) {
                        double height = side.sign
                                * (n.x() * x * side.voxelSize.xUm()
                                        + n.y() * y * side.voxelSize.yUm()
                                        + n.z() * z * side.voxelSize.zUm()
                                        - offset);
                        values[at] = height > side.sheet.halfGapUm ? 1 : 0;
                        valid[at] = 1;
                    }
                }
            }
        }
    }
}
