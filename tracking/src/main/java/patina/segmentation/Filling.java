package patina.segmentation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What fills the places that lost metal. In the middle of a wide place, where the wall's blur does not reach, the deficit
 * is flat: 1 where it is empty, less where corrosion product or another second phase took the metal's place. The mean over
 * a place's flat voxels is what one voxel of lost metal shows there, so that deficit over that mean is metal lost, however
 * product and void share the place. Where a place is too small to be flat, {@link PlaceLevels} tells the same from how its
 * deficit is spread.
 *
 * @param shows mean deficit of one voxel of lost metal: 1 - the filling's share of metal minus void
 * @param showsU relative standard uncertainty of {@code shows}
 * @param relativeU relative standard uncertainty that this makes of the lost volume
 * @param share of the place that product fills
 * @param told what the place's own deficit tells of it, used or not; null where that tells nothing
 */
record Filling(double shows, double showsU, double relativeU, double share, DamageFeature.@Nullable Level told) {
    /** What shows less is filled. */
    static final float FILLED = 0.85f;
    /** Fewer flat voxels do not tell a filling from a blurred rough place, nor fewer voxels of a lump its form. */
    private static final double LEAST = 12;
    /** With so many of its voxels flat, a place is told by them. */
    private static final double MOSTLY_FLAT = 0.06;
    /** A place is corrected when so much of it is filled. */
    private static final double LEAST_SHARE = 0.05;
    /** What a flat place may still be off by, from the rim's blur. */
    private static final double FLATNESS = 0.01;

    /** What shows less is as good as metal: slow errors of the grey level look like it. */
    private static final double LEAST_SHOWN = 0.25;
    /** What lacks fewer voxels of metal has no filling that could be told. */
    private static final double LEAST_DEFICIT = 8;
    /** Above this ratio of what walls lack to what is left there is hardly more than wall. */
    private static final double ALL_WALL = 1.8;
    /** A lump is compact when its middle side is at most so many times its shortest. */
    private static final double COMPACT = 2.1;
    /** However wide, a place that is so thick, in voxels, has a middle that the blur of its walls leaves alone. */
    private static final double THICK = 5.2;
    /** A lump fills so much of the box that has its moments; a shell or a forked place does not. */
    private static final double FULL = 0.75;
    /** What curved walls take from a level, over the third power of that ratio. */
    private static final double BENT = 0.17;
    /** Relative standard uncertainty of what curved walls make of a level, over that ratio to the power of 1.5. */
    private static final double CURVED = 0.06;
    /**
     * A shallow scar is mostly blur, and its level comes out too low: at 3 voxels of depth by 7 %, at 2 by 20, at 1 by half. As
     * a standard uncertainty of a level: the square of what share of a lump's shortest side squared is blur, times by how much its
     * middle side is longer, against the shortest, than that of half a ball; but no more than that half. Held against paraboloids
     * of 0.7 to 4 voxels of depth, and half balls that are filled.
     */
    private static final double MOST_SHALLOW = 0.5;

    private static final double HALF_BALL = 1.3;

    /** What the texture of the lost metal may add to a level, over its square: grains and inclusions went with it. */
    private static final double TEXTURE = 0.005;
    /** So many standard uncertainties below 1 a level is no empty place's: where nothing else, and where something is filled. */
    private static final double SURE = 3;

    private static final double LIKELY = 2;

    /**
     * Fillings, and the one of each component as its index plus 1.
     *
     * @param fillings of the places of which something is told, and of those that product may fill
     * @param of 0 for other places
     */
    record Found(List<Filling> fillings, int[] of) {
        /** Whether no place holds product, or may hold some. */
        boolean areAllEmpty() {
            return fillings.stream().noneMatch(Filling::mayHoldProduct);
        }
    }

    /** Numbers of the places whose flat voxels do not tell what fills them, by component; 0 for others. */
    static int[] unsure(Places places) {
        int[] of = places.of().clone();
        for (int c = 1; c < of.length; c++) {
            of[c] = of[c] == 0 || isTold(places.list().get(of[c] - 1)) ? 0 : of[c];
        }
        return of;
    }

    /**
     * Reads the fillings of places.
     *
     * @param edgeSigma standard deviation of an edge in the undamaged specimen, in voxels
     * @param edgeU how far the registration may be off at the surface, in voxels
     * @param leastVoxels fewest candidate voxels of a place of which more is told than by its flat voxels
     */
    static Found of(Places places, PlaceSums sums, double edgeSigma, double edgeU, long leastVoxels, Noise noise) {
        int n = places.list().size();
        double spread = PlaceLevels.spread(edgeSigma, sums.edgeSigma(edgeSigma));
        @Nullable Filling[] levels = new Filling[n + 1];
        double least = 1;
        for (int p = 1; p <= n; p++) {
            Places.Place place = places.list().get(p - 1);
            Filling level = place.voxels() >= leastVoxels && isLump(sums.row(p))
                    ? spread(sums.row(p), sums.row(0), spread, edgeSigma, edgeU, noise)
                    : flat(place, noise);
            levels[p] = level;
            least = level != null && level.isFilled(SURE) ? Math.min(least, level.shows) : least;
        }
        // The larger the place the larger its number: where two reach into one feature the larger is its filling.
        List<Integer> order = new ArrayList<>();
        for (int p = 1; p <= n; p++) {
            order.add(p);
        }
        order.sort(Comparator.comparingDouble(p -> places.list().get(p - 1).voxels()));
        List<Filling> fillings = new ArrayList<>();
        int[] numbers = new int[n + 1];
        boolean somewhere = least < 1;
        for (int p : order) {
            Filling level = levels[p];
            boolean filled = level != null && level.isFilled(somewhere ? LIKELY : SURE);
            if (!filled && somewhere && !isTold(places.list().get(p - 1)) && (level == null || !level.isEmpty())) {
                Filling rough =
                        level == null ? spread(sums.row(p), sums.row(0), spread, edgeSigma, edgeU, noise) : level;
                level = open(rough, least, level == null ? null : level.told);
            } else if (level == null) {
                continue;
            } else if (!filled) {
                level = new Filling(1, 0, 0, 0, level.told);
            }
            fillings.add(level);
            numbers[p] = fillings.size();
        }
        int[] of = new int[places.of().length];
        for (int c = 1; c < of.length; c++) {
            of[c] = numbers[places.of()[c]];
        }
        return new Found(fillings, of);
    }

    /** Whether its flat voxels alone tell what fills a place, or whether it is a crack, of which nothing tells. */
    private static boolean isTold(Places.Place place) {
        return place.cracked() || place.flat() >= Math.max(LEAST, MOSTLY_FLAT * place.voxels());
    }

    /** Whether a place is made like a lump, neither sheet nor shell, so that its walls do not hide its middle. */
    private static boolean isLump(long[] place) {
        if (place[PlaceSums.LUMP] == 0) {
            return false;
        }
        Axes axes = PlaceSums.axes(place);
        return (axes.middle() <= COMPACT * axes.shortest() || axes.shortest() >= THICK)
                && place[PlaceSums.LUMP] >= FULL * axes.longest() * axes.middle() * axes.shortest();
    }

    /** Whether a level is that of a filled place and below an empty one's by so many standard uncertainties. */
    private boolean isFilled(double sure) {
        return share >= LEAST_SHARE && shows >= LEAST_SHOWN && 1 - shows > sure * showsU;
    }

    /** Whether nothing that counts as a filling fits in with a level. */
    private boolean isEmpty() {
        return shows - LIKELY * showsU > FILLED;
    }

    /** A filling as a place's own deficit tells it. */
    private static Filling told(double shows, double showsU, double relativeU, double share) {
        Filling filling = new Filling(shows, showsU, relativeU, share, null);
        DamageFeature.Content content = filling.isFilled(SURE)
                ? DamageFeature.Content.PRODUCT
                : filling.isEmpty() ? DamageFeature.Content.NOTHING : DamageFeature.Content.UNSURE;
        return new Filling(shows, showsU, relativeU, share, new DamageFeature.Level(shows, showsU, content));
    }

    /** Whether there is product in the place, or may be. */
    private boolean mayHoldProduct() {
        return shows != 1 || showsU > 0;
    }

    /** What a place's flat voxels show; null where there are too few. */
    private static @Nullable Filling flat(Places.Place place, Noise noise) {
        if (place.flat() < LEAST) {
            return null;
        }
        double shows = place.flatDeficit() / place.flat();
        double u = Math.hypot(FLATNESS, noise.ofSum(place.flat()) / place.flat() / shows);
        return told(shows, u, u, place.flatFilled() / place.flat());
    }

    /** What shows from how a place's deficit is spread; null where there is little, or hardly more than wall. */
    private static @Nullable Filling spread(
            long[] place, long[] sound, double spread, double edgeSigma, double edgeU, Noise noise) {
        double voxels = place[PlaceSums.VOXELS];
        double deficit = place[PlaceSums.DEFICIT] * PlaceSums.STEP;
        double noisy = voxels / Math.max(1, sound[PlaceSums.VOXELS]);
        double square = (place[PlaceSums.SQUARE] - noisy * sound[PlaceSums.SQUARE]) * PlaceSums.STEP;
        double walls = (place[PlaceSums.WALL] - noisy * sound[PlaceSums.WALL]) * PlaceSums.STEP * spread;
        double wall = Math.max(0, walls / square);
        if (deficit < LEAST_DEFICIT || square <= 0 || wall > ALL_WALL) {
            return null;
        }
        double sharp = square + walls;
        double shows = sharp / deficit / curved(wall);
        double model = Math.hypot(CURVED * wall * Math.sqrt(wall), TEXTURE / (shows * shows));
        double sumU = Math.hypot(noise.ofSum(voxels), edgeU * place[PlaceSums.SURFACE]) / deficit;
        double sharpU = 2 * noise.sum() * Math.sqrt(weights(place, spread, square, walls));
        double level = Math.hypot(model, sharpU);
        // A place that is filled all the same is not shallow.
        double levelU = Math.hypot(Math.hypot(level, shallow(place, edgeSigma)), sumU);
        return told(shows, levelU, Math.hypot(level, 2 * sumU), shows < FILLED ? 1 : 0);
    }

    /** What it makes of a level that a place may be shallow, rather than filled. */
    private static double shallow(long[] place, double edgeSigma) {
        if (place[PlaceSums.LUMP] < LEAST) {
            return 0;
        }
        Axes axes = PlaceSums.axes(place);
        // Sides are the roots of 12 variances.
        double blur = 12 * edgeSigma * edgeSigma / (axes.shortest() * axes.shortest());
        return Math.min(MOST_SHALLOW, blur * blur * Math.max(0, axes.middle() / axes.shortest() - HALF_BALL));
    }

    /**
     * A place of a scan in which others are filled, that may be empty or hold what they hold: its volume stays, and what
     * filling it would add is its uncertainty.
     *
     * @param level what its spread tells, or null
     * @param least what one voxel of lost metal shows in the fullest place of the scan
     * @param told what its deficit tells with certainty enough to be held against other scans, or null
     */
    private static Filling open(@Nullable Filling level, double least, DamageFeature.@Nullable Level told) {
        double more = level == null ? (1 / least - 1) / 2 : Math.max(level.showsU, 1 / level.shows - 1);
        return new Filling(1, more, more, 0, told);
    }

    /** Sum of the squares of how the logarithm of a level answers the deficit of each voxel, a half of it. */
    private static double weights(long[] place, double spread, double square, double walls) {
        double wall = walls / square;
        double bent = 3 * BENT * wall * wall * curved(wall) / square;
        double ofSquare = 1 / (square + walls) - bent * wall;
        double ofWalls = spread * (1 / (square + walls) + bent);
        return PlaceSums.STEP
                * (ofSquare * ofSquare * place[PlaceSums.WEIGHTS]
                        + ofSquare * ofWalls * place[PlaceSums.WEIGHTS + 1]
                        + ofWalls * ofWalls * place[PlaceSums.WEIGHTS + 2]);
    }

    /**
     * What curved walls, near to each other, make of a level: fitted to half balls, half ellipsoids, cones, undercut and forked
     * pits of 2 to 7 voxels under blurs of 0.75 and 1 voxel, by how much of the place is wall. They scatter about it
     * by {@link #CURVED}.
     */
    private static double curved(double wall) {
        return 1 / (1 + BENT * wall * wall * wall);
    }

    /** The product of a place that lost so much metal, in voxels; null where it is empty. */
    DamageFeature.@Nullable Product product(double lostVoxels) {
        if (!mayHoldProduct()) {
            return null;
        }
        double grey = share == 0 ? 0 : Math.max(0, 1 - (shows - (1 - share)) / share);
        return new DamageFeature.Product(share * lostVoxels, grey, relativeU);
    }

    /** How far a wall is off, in voxels, where its 50 % level was told by what {@code shows} may be wrong by. */
    double edgeU(double edgeSigma) {
        return wallU(showsU, edgeSigma);
    }

    /** The same of a relative uncertainty of what is shown. */
    static double wallU(double showsU, double edgeSigma) {
        return showsU / 2 * Math.sqrt(2 * Math.PI) * edgeSigma;
    }
}
