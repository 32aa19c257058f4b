package patina.phantom;

import java.util.Arrays;

/**
 * Fills voxels with what a scanner without blur or noise would see of a moment: shares of metal minus air.
 *
 * <p>Tiles of 32³ voxels are halved until nothing but one material is left in a cube, or down to a voxel; a voxel on
 * an edge is the mean of 4³ or 6³ cubes, each shared out by {@link Shape#coverage}. Every position is taken through the
 * inverse of the scan's matrix; no image is ever interpolated. For one thread; a voxel's value depends on its own
 * position alone.
 */
final class Rasterizer {
    private static final int TILE = 32;
    private static final int LEVELS = 8;
    /** Cubes along a voxel's edge where only flat surfaces pass: their shares are right in sum however large. */
    private static final int FLAT = 4;
    /** The same where curved ones do. */
    private static final int CURVED = 6;

    private static final double HALF_DIAGONAL = Math.sqrt(3) / 2;

    private final Moment moment;
    private final Affine toBody;
    private final Affine toSurroundings;
    private final double scale;
    private final Candidates losses;
    private final Candidates inclusions;
    private final Candidates surroundings;

    private float[] out = {};
    private int x0;
    private int y0;
    private int z0;
    private int nx;
    private int ny;
    private int nz;

    /**
     * @param toBody from voxel indices to the body's frame
     * @param toSurroundings from voxel indices to the frame of what is around the body
     */
    Rasterizer(Moment moment, Affine toBody, Affine toSurroundings) {
        this.moment = moment;
        this.toBody = toBody;
        this.toSurroundings = toSurroundings;
        // A hair more than the true scale, so that rounding cannot make a bound look safer than it is.
        scale = toBody.scale() * (1 + 1e-9);
        losses = new Candidates(moment.losses().stream().map(Feature::shape).toList(), LEVELS);
        inclusions =
                new Candidates(moment.inclusions().stream().map(Solid::shape).toList(), LEVELS);
        surroundings =
                new Candidates(moment.surroundings().stream().map(Solid::shape).toList(), LEVELS);
    }

    /** Fills the region from voxel (x0, y0, z0) on, x running fastest. */
    void render(int fromX, int fromY, int fromZ, int sizeX, int sizeY, int sizeZ, float[] into) {
        x0 = fromX;
        y0 = fromY;
        z0 = fromZ;
        nx = sizeX;
        ny = sizeY;
        nz = sizeZ;
        out = into;
        losses.reset();
        inclusions.reset();
        surroundings.reset();
        for (int z = 0; z < nz; z += TILE) {
            for (int y = 0; y < ny; y += TILE) {
                for (int x = 0; x < nx; x += TILE) {
                    divide(0, x, y, z, TILE, 0);
                }
            }
        }
    }

    /** @param side -1 when the cube above is within the body, 1 when it is outside, 0 when it is not known */
    private void divide(int level, int x, int y, int z, int size, int side) {
        if (x >= nx || y >= ny || z >= nz) {
            return;
        }
        double half = (size - 1) / 2.0;
        Vec centre = new Vec(x0 + x + half, y0 + y + half, z0 + z + half);
        Vec p = toBody.apply(centre);
        double reach = HALF_DIAGONAL * size * scale;
        int bodySide = side;
        if (bodySide == 0) {
            double bound = moment.body().bound(p.x(), p.y(), p.z());
            bodySide = bound > reach ? 1 : bound < -reach ? -1 : 0;
        }
        boolean decided = bodySide != 0;
        if (bodySide == 1) {
            losses.clear(level);
            inclusions.clear(level);
        } else {
            decided &= losses.narrow(level, p.x(), p.y(), p.z(), reach);
            decided &= inclusions.narrow(level, p.x(), p.y(), p.z(), reach + moment.farthest());
        }
        Vec q = toSurroundings.apply(centre);
        decided &= surroundings.narrow(level, q.x(), q.y(), q.z(), reach);
        int below = level + 1;
        if (decided) {
            fill(x, y, z, size, (float) share(below, bodySide, p, q, scale));
        } else if (size == 1) {
            fill(x, y, z, 1, (float) subdivided(below, bodySide, centre));
        } else {
            int step = size / 2;
            for (int octant = 0; octant < 8; octant++) {
                divide(
                        below,
                        x + step * (octant & 1),
                        y + step * (octant >> 1 & 1),
                        z + step * (octant >> 2),
                        step,
                        bodySide);
            }
        }
    }

    private void fill(int x, int y, int z, int size, float value) {
        int endX = Math.min(nx, x + size);
        int endY = Math.min(ny, y + size);
        int endZ = Math.min(nz, z + size);
        for (int k = z; k < endZ; k++) {
            for (int j = y; j < endY; j++) {
                int row = (k * ny + j) * nx;
                Arrays.fill(out, row + x, row + endX, value);
            }
        }
    }

    private double subdivided(int level, int bodySide, Vec centre) {
        int cubes = inclusions.undecided(level) || surroundings.undecided(level) || curvedLoss(level) ? CURVED : FLAT;
        double edge = 1.0 / cubes;
        double sum = 0;
        for (int k = 0; k < cubes; k++) {
            for (int j = 0; j < cubes; j++) {
                for (int i = 0; i < cubes; i++) {
                    Vec at = centre.plus(
                            new Vec((i + 0.5) * edge - 0.5, (j + 0.5) * edge - 0.5, (k + 0.5) * edge - 0.5));
                    sum += share(level, bodySide, toBody.apply(at), toSurroundings.apply(at), edge * scale);
                }
            }
        }
        return sum * edge * edge * edge;
    }

    private boolean curvedLoss(int level) {
        for (int i = 0; i < losses.count(level); i++) {
            Kind kind = moment.losses().get(losses.member(level, i)).kind();
            if (kind != Kind.UNIFORM && !losses.isWhole(level, i)) {
                return true;
            }
        }
        return false;
    }

    /** What a cube shows: metal with its inclusions, product, and for the rest what is around the body. */
    private double share(int level, int bodySide, Vec p, Vec q, double edge) {
        double around = moment.background();
        for (int i = 0; i < surroundings.count(level); i++) {
            double brightness =
                    moment.surroundings().get(surroundings.member(level, i)).level();
            around += surroundings.coverage(level, i, q.x(), q.y(), q.z(), edge) * (brightness - around);
        }
        if (bodySide == 1) {
            return around;
        }
        double metal = bodySide == -1 ? 1 : moment.body().coverage(p.x(), p.y(), p.z(), edge);
        double sum = (1 - metal) * around;
        for (int i = 0; i < losses.count(level); i++) {
            Feature loss = moment.losses().get(losses.member(level, i));
            double covered = losses.coverage(level, i, p.x(), p.y(), p.z(), edge);
            double left = left(metal, covered, loss.kind());
            double filling = loss.product() > 0 ? loss.product() : loss.kind() == Kind.PORE ? 0 : around;
            sum += (metal - left) * filling;
            metal = left;
        }
        double texture = 1;
        Vec before = inclusions.count(level) == 0 ? p : moment.origin(p);
        for (int i = 0; i < inclusions.count(level); i++) {
            double factor = moment.inclusions().get(inclusions.member(level, i)).level();
            texture *= 1 + (factor - 1) * inclusions.coverage(level, i, before.x(), before.y(), before.z(), edge);
        }
        return sum + metal * texture;
    }

    /** The metal left in a cube when a shape that covers a share of it is taken away. */
    static double left(double metal, double covered, Kind kind) {
        return kind.recedes() ? Math.min(metal, 1 - covered) : metal * (1 - covered);
    }
}
