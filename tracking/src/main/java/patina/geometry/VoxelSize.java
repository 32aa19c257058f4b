package patina.geometry;

import java.io.Serializable;

/** The edge lengths of a voxel, in micrometres. */
public record VoxelSize(double xUm, double yUm, double zUm) implements Serializable {
    public VoxelSize {
        if (!(xUm > 0 && yUm > 0 && zUm > 0) || Double.isInfinite(xUm + yUm + zUm)) {
            throw new IllegalArgumentException(
                    "A voxel has a positive size, not " + xUm + " x " + yUm + " x " + zUm + " um.");
        }
    }

    public static VoxelSize cube(double um) {
        return new VoxelSize(um, um, um);
    }

    public double volumeUm3() {
        return xUm * yUm * zUm;
    }

    /** The edge of the cube of equal volume, in micrometres. */
    public double meanUm() {
        return Math.cbrt(volumeUm3());
    }

    /** Maps voxel coordinates to micrometres: voxel (0, 0, 0)'s centre is at the origin. */
    public Affine toMicrometres() {
        return Affine.scaling(xUm, yUm, zUm);
    }
}
