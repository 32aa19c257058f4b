package patina.registration;

/**
 * Which voxels of a level are looked at: all, or those of a body-centred lattice, whose points lie farthest apart for
 * their number.
 *
 * <p>Smoothing makes voxels closer than about two apart nearly equal in what they tell, so one in four loses almost nothing;
 * one in 32 is for volumes so large that there is plenty. All of them hold the points whose three coordinates are multiples
 * of 4.
 */
enum Lattice {
    ALL(1, 1),
    /** One in 4: coordinates all even or all odd; the nearest lie 1.7 voxels apart. */
    FOURTH(2, 4),
    /** One in 32: halves of even coordinates all even or all odd; the nearest lie 3.5 voxels apart. */
    THIRTY_SECOND(4, 32);

    private final int step;
    private final int share;

    Lattice(int step, int share) {
        this.step = step;
        this.share = share;
    }

    /** How far the lattice's points lie apart along x. */
    int step() {
        return step;
    }

    /** One voxel in so many is on the lattice. */
    int share() {
        return share;
    }

    /** How many points a plane of so many voxels along x and y has at the most. */
    int most(int nx, int ny) {
        return (nx + step - 1) / step * ((ny + step - 1) / step);
    }

    /** The offset from {@code fromX} on of the first point of a line along x, or -1 when the line has none. */
    int firstX(long fromX, long y, long z) {
        if (this == ALL) {
            return 0;
        }
        int half = step / 2;
        long j = y / half;
        long k = z / half;
        if (y % half != 0 || z % half != 0 || (j + k) % 2 != 0) {
            return -1;
        }
        long odd = j % 2 * half;
        return (int) Math.floorMod(odd - fromX, (long) step);
    }
}
