package patina.phantom;

import java.util.function.Consumer;

/**
 * What may be asked of a phantom. Shapes grow with {@code size}; what is given in voxels here does not.
 *
 * @param size voxels along each edge of the view
 * @param steps how many scans at steps of the exposure, the first one before any
 * @param seed of everything random
 * @param noise standard deviation of white Gaussian noise, as a share of metal minus air
 * @param blur standard deviation of the Gaussian blur, voxels
 * @param voxelUm edge of a voxel, micrometres
 * @param rotationDegrees largest rotation of a scan about the view's centre
 * @param shiftVoxels largest shift of a scan
 * @param scaleDrift largest drift of a scan's scale, as a share; series.json keeps the nominal voxel size
 * @param gain largest change of grey gain, as a share
 * @param offset largest change of grey offset, as a share of metal minus air
 * @param cupping largest loss of metal grey at the view's axis, as a share
 * @param rings standard deviation of ring artefacts, as a share of metal minus air
 * @param openingVoxels largest opening of the crack in the scene of a thin crack, at its mouth in the last scan
 * @param thinningVoxels thickness lost in the last scan of the scene of uniform thinning
 * @param stitchedVoxels by how much the upper part of the last scan lies off the lower one, as where two stacks were stitched; 0
 *     for a scan of one piece
 * @param threads how many work at once; the bytes written do not depend on it
 */
public record PhantomOptions(
        int size,
        int steps,
        long seed,
        double noise,
        double blur,
        double voxelUm,
        double rotationDegrees,
        double shiftVoxels,
        double scaleDrift,
        double gain,
        double offset,
        double cupping,
        double rings,
        double openingVoxels,
        double thinningVoxels,
        double stitchedVoxels,
        int threads) {

    /** The largest edge of a view: slices of it still fit one array. */
    private static final int LARGEST = 8192;

    public PhantomOptions {
        require(size >= 32 && size <= LARGEST, "size", "from 32 to " + LARGEST + " voxels", size);
        require(steps >= 1 && steps <= 10_000, "steps", "from 1 to 10000", steps);
        require(noise >= 0 && noise <= 1, "noise", "from 0 to 1 (a share of metal minus air)", noise);
        require(blur >= 0 && blur <= 10, "blur", "from 0 to 10 voxels", blur);
        require(voxelUm > 0 && voxelUm < 1e6, "voxel size", "above 0 micrometres", voxelUm);
        require(rotationDegrees >= 0 && rotationDegrees <= 180, "rotation", "from 0 to 180 degrees", rotationDegrees);
        require(shiftVoxels >= 0 && shiftVoxels <= size, "shift", "from 0 voxels to the view's size", shiftVoxels);
        require(scaleDrift >= 0 && scaleDrift <= 0.1, "scale drift", "from 0 to 0.1", scaleDrift);
        require(gain >= 0 && gain < 1, "gain", "from 0 to below 1", gain);
        require(offset >= 0 && offset < 1, "offset", "from 0 to below 1", offset);
        require(cupping >= 0 && cupping < 1, "cupping", "from 0 to below 1", cupping);
        require(rings >= 0 && rings < 1, "rings", "from 0 to below 1", rings);
        require(openingVoxels > 0 && openingVoxels <= size / 8.0, "opening", "above 0 voxels", openingVoxels);
        require(
                thinningVoxels > 0 && thinningVoxels <= size / 8.0,
                "thinning",
                "above 0 voxels, at most an eighth of the view",
                thinningVoxels);
        require(
                stitchedVoxels >= 0 && stitchedVoxels <= size / 8.0,
                "stitched",
                "0 voxels or more, at most an eighth of the view",
                stitchedVoxels);
        require(threads >= 1, "threads", "at least 1", threads);
    }

    private static void require(boolean holds, String what, String wanted, double found) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "A phantom's " + what + " must be " + wanted + ", but is " + Json.number(found) + ".");
        }
    }

    /** 128³, 5 scans, 4 % noise, blur 0.7 voxel, poses up to 3° and 6 voxels. */
    public static PhantomOptions defaults() {
        return new PhantomOptions(
                128,
                5,
                7,
                0.04,
                0.7,
                5,
                3,
                6,
                0.0005,
                0.08,
                0.02,
                0.02,
                0.003,
                1,
                2,
                0,
                Runtime.getRuntime().availableProcessors());
    }

    public PhantomOptions withSize(int value) {
        return with(draft -> draft.size = value);
    }

    public PhantomOptions withSteps(int value) {
        return with(draft -> draft.steps = value);
    }

    public PhantomOptions withSeed(long value) {
        return with(draft -> draft.seed = value);
    }

    public PhantomOptions withNoise(double value) {
        return with(draft -> draft.noise = value);
    }

    public PhantomOptions withBlur(double value) {
        return with(draft -> draft.blur = value);
    }

    public PhantomOptions withVoxelUm(double value) {
        return with(draft -> draft.voxelUm = value);
    }

    public PhantomOptions withRotationDegrees(double value) {
        return with(draft -> draft.rotationDegrees = value);
    }

    public PhantomOptions withShiftVoxels(double value) {
        return with(draft -> draft.shiftVoxels = value);
    }

    public PhantomOptions withScaleDrift(double value) {
        return with(draft -> draft.scaleDrift = value);
    }

    public PhantomOptions withGain(double value) {
        return with(draft -> draft.gain = value);
    }

    public PhantomOptions withOffset(double value) {
        return with(draft -> draft.offset = value);
    }

    public PhantomOptions withCupping(double value) {
        return with(draft -> draft.cupping = value);
    }

    public PhantomOptions withRings(double value) {
        return with(draft -> draft.rings = value);
    }

    public PhantomOptions withOpeningVoxels(double value) {
        return with(draft -> draft.openingVoxels = value);
    }

    public PhantomOptions withThinningVoxels(double value) {
        return with(draft -> draft.thinningVoxels = value);
    }

    public PhantomOptions withStitchedVoxels(double value) {
        return with(draft -> draft.stitchedVoxels = value);
    }

    public PhantomOptions withThreads(int value) {
        return with(draft -> draft.threads = value);
    }

    private PhantomOptions with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.finished();
    }

    /** The options while one of them is being changed. */
    private static final class Draft {
        int size;
        int steps;
        long seed;
        double noise;
        double blur;
        double voxelUm;
        double rotationDegrees;
        double shiftVoxels;
        double scaleDrift;
        double gain;
        double offset;
        double cupping;
        double rings;
        double openingVoxels;
        double thinningVoxels;
        double stitchedVoxels;
        int threads;

        Draft(PhantomOptions from) {
            size = from.size;
            steps = from.steps;
            seed = from.seed;
            noise = from.noise;
            blur = from.blur;
            voxelUm = from.voxelUm;
            rotationDegrees = from.rotationDegrees;
            shiftVoxels = from.shiftVoxels;
            scaleDrift = from.scaleDrift;
            gain = from.gain;
            offset = from.offset;
            cupping = from.cupping;
            rings = from.rings;
            openingVoxels = from.openingVoxels;
            thinningVoxels = from.thinningVoxels;
            stitchedVoxels = from.stitchedVoxels;
            threads = from.threads;
        }

        PhantomOptions finished() {
            return new PhantomOptions(
                    size,
                    steps,
                    seed,
                    noise,
                    blur,
                    voxelUm,
                    rotationDegrees,
                    shiftVoxels,
                    scaleDrift,
                    gain,
                    offset,
                    cupping,
                    rings,
                    openingVoxels,
                    thinningVoxels,
                    stitchedVoxels,
                    threads);
        }
    }
}
