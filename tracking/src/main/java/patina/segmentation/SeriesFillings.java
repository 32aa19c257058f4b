package patina.segmentation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import patina.segmentation.DamageFeature.Content;
import patina.segmentation.DamageFeature.Level;
import patina.segmentation.DamageFeature.Product;

/**
 * What fills a place, as all scans of it tell together.
 *
 * <p>The smaller a filled place the less its own deficit tells of its product's level, and lost metal is the deficit over
 * that level. But the place is seen in other scans, larger or cleaned. The product of a place is taken to be the same in
 * all scans in which there is some: its level is the weighted mean of the logarithms of what the scans tell (with Birge's
 * ratio where they scatter by more than they state), and what a scan tells for itself has its weight in that.
 *
 * <p>Whether there is product in a place of which the scan itself tells too little, other scans tell: those in which as
 * much is filled, as the places show that are sure in both; of one that was cleaned only that it is full nevertheless, of
 * one that was not that it is empty nevertheless. With n of them filled and m empty the odds are (n + 1/2) to (m + 1/2)
 * (Jeffreys' prior of a share), times how much better the place's own deficit agrees with the product's level than with
 * an empty place. The likelier is taken, and what the other would make of the volume, times the root of its probability,
 * is in its uncertainty. Nothing changes where no scan tells of product.
 */
public final class SeriesFillings {
    /** What the product's level in a place may change by from scan to scan, as a share of metal minus void. */
    private static final double CHANGES = 0.01;

    /** Beyond so many standard uncertainties a scan's own level is of another product. */
    private static final double OTHER = 3;

    /** What an empty volume is off by with less, relatively, is not worth telling. */
    private static final double NEGLIGIBLE = 0.01;

    /** So much of an edge is told from noise: no wall is moved to where it is less or more. */
    private static final double MOST_OFF = 0.9;

    private static final int NO_SCAN = -1;

    private final List<Damage> scans;
    /** By track and place of the scan in the list, what it tells of the track's largest feature. */
    private final Map<Integer, Map<Integer, Level>> told = new TreeMap<>();

    private SeriesFillings(List<Damage> scans, List<Map<Integer, Integer>> trackOf) {
        this.scans = scans;
        for (int scan = 0; scan < scans.size(); scan++) {
            Map<Integer, Double> largest = new HashMap<>();
            for (DamageFeature f : scans.get(scan).features()) {
                Integer track = trackOf.get(scan).get(f.label());
                Level level = f.level();
                if (track != null && level != null && holds(f) && f.deficit() > largest.getOrDefault(track, 0.0)) {
                    largest.put(track, f.deficit());
                    told.computeIfAbsent(track, t -> new TreeMap<>()).put(scan, level);
                }
            }
        }
    }

    /**
     * The same damage with volumes, depths and product as all scans tell them.
     *
     * @param scans one after the other
     * @param trackOf of each scan, the track of each label
     */
    public static List<Damage> pooled(List<Damage> scans, List<Map<Integer, Integer>> trackOf) {
        SeriesFillings all = new SeriesFillings(scans, trackOf);
        List<Damage> pooled = new ArrayList<>();
        for (int scan = 0; scan < scans.size(); scan++) {
            List<DamageFeature> features = new ArrayList<>();
            for (DamageFeature f : scans.get(scan).features()) {
                Integer track = trackOf.get(scan).get(f.label());
                features.add(track == null || !holds(f) ? f : all.pooled(scan, track, f));
            }
            pooled.add(scans.get(scan).with(features));
        }
        return pooled;
    }

    /** Whether a feature may hold product. */
    private static boolean holds(DamageFeature f) {
        return f.family() == Family.BULK && f.patch() == 0 && f.deficit() > 0;
    }

    private DamageFeature pooled(int scan, int track, DamageFeature f) {
        Level own = f.level();
        Content content = own == null ? Content.UNSURE : own.content();
        Mean others = mean(track, scan);
        if (content == Content.NOTHING || content == Content.PRODUCT && others == null) {
            return f;
        }
        double empty = 0;
        if (content == Content.UNSURE) {
            double[] votes = votes(scan, track);
            List<Mean> possible = others == null ? ofOtherTracks(track) : List.of(others);
            if (votes[0] + votes[1] == 0 || possible.isEmpty()) {
                return f;
            }
            double[] odds = possible.stream()
                    .mapToDouble(
                            mean -> (votes[0] + 0.5) / (votes[1] + 0.5) * mean.betterThanEmpty(own) / possible.size())
                    .toArray();
            empty = 1 / (1 + Arrays.stream(odds).sum());
            if (empty >= 0.5) {
                return emptied(scan, f, empty, odds, possible);
            }
        }
        if (others == null || own != null && !others.agrees(own)) {
            return f;
        }
        return filled(scan, f, own == null ? others : others.with(own), empty);
    }

    /** The level of a track's product as the scans but one tell it; null where none is sure of any. */
    private @Nullable Mean mean(int track, int without) {
        double weights = 0;
        double sum = 0;
        double squares = 0;
        int n = 0;
        for (Map.Entry<Integer, Level> one : told.getOrDefault(track, Map.of()).entrySet()) {
            Level level = one.getValue();
            if (one.getKey() != without && level.content() == Content.PRODUCT) {
                double log = Math.log(level.shows());
                double weight = 1 / (square(level.u()) + square(CHANGES / level.shows()));
                weights += weight;
                sum += weight * log;
                squares += weight * log * log;
                n++;
            }
        }
        if (n == 0) {
            return null;
        }
        double log = sum / weights;
        double birge = n == 1 ? 1 : Math.max(1, (squares - sum * log) / (n - 1));
        return new Mean(log, birge / weights + square(CHANGES / Math.exp(log)));
    }

    private List<Mean> ofOtherTracks(int track) {
        List<Mean> means = new ArrayList<>();
        for (int other : told.keySet()) {
            Mean mean = other == track ? null : mean(other, NO_SCAN);
            if (mean != null) {
                means.add(mean);
            }
        }
        return means;
    }

    /** How many scans say that a track is filled in a scan that does not tell it, and how many that it is empty. */
    private double[] votes(int scan, int track) {
        double[] votes = new double[2];
        told.getOrDefault(track, Map.of()).forEach((other, level) -> {
            if (other == scan || level.content() == Content.UNSURE) {
                return;
            }
            boolean cleaner = false;
            boolean fuller = false;
            for (Map<Integer, Level> scans : told.values()) {
                Level here = scans.get(scan);
                Level there = scans.get(other);
                if (here != null && there != null) {
                    cleaner |= here.content() == Content.PRODUCT && there.content() == Content.NOTHING;
                    fuller |= here.content() == Content.NOTHING && there.content() == Content.PRODUCT;
                }
            }
            boolean filled = level.content() == Content.PRODUCT;
            if (filled ? !fuller : !cleaner) {
                votes[filled ? 0 : 1]++;
            }
        });
        return votes;
    }

    private DamageFeature filled(int scan, DamageFeature f, Mean mean, double empty) {
        Damage damage = scans.get(scan);
        double shows = mean.shows();
        double before = shows(f);
        double volume = f.deficit() * before / shows;
        double fine = damage.noise().ofSum(f.zoneVoxels()) * Math.sqrt(1 / square(shows) - 1) / volume;
        double otherwise = Math.sqrt(empty);
        double u = Math.sqrt(mean.variance + square(fine) + square(otherwise * (1 - shows)));
        Product product = f.product();
        double share = product == null || product.volume() == 0 ? 1 : product.volume() / f.deficit();
        double grey = Math.max(0, 1 - (shows - (1 - share)) / share);
        double wallU = Math.hypot(wallU(Math.sqrt(mean.variance), damage), otherwise * moved(shows, 1, damage));
        return f.filledAs(
                before / shows,
                new Product(share * volume, grey, u),
                moved(before, shows, damage),
                depthU(f, wallU, damage));
    }

    private DamageFeature emptied(int scan, DamageFeature f, double empty, double[] odds, List<Mean> possible) {
        Damage damage = scans.get(scan);
        double square = 0;
        double squareOfWall = 0;
        for (int i = 0; i < odds.length; i++) {
            double shows = possible.get(i).shows();
            square += odds[i] * empty * square(1 / shows - 1);
            squareOfWall += odds[i] * empty * square(moved(1, shows, damage));
        }
        double u = Math.sqrt(square);
        double before = shows(f);
        return f.filledAs(
                before,
                u < NEGLIGIBLE ? null : new Product(0, 0, u),
                moved(before, 1, damage),
                depthU(f, Math.sqrt(squareOfWall), damage));
    }

    /** What one voxel of lost metal was taken to show. */
    private static double shows(DamageFeature f) {
        Product product = f.product();
        return product == null ? 1 : 1 - product.grey() * product.volume() / f.deficit();
    }

    /** How much deeper a wall lies, in voxels, when lost metal shows so much and not what it was taken to show. */
    private static double moved(double before, double now, Damage damage) {
        double at = Math.min(MOST_OFF, Math.max(1 - MOST_OFF, 0.5 * before / now));
        return damage.edgeSigma() * RefinedDistance.quantile(at);
    }

    private static double wallU(double showsU, Damage damage) {
        return Filling.wallU(showsU, damage.edgeSigma());
    }

    /** The depth's uncertainty with another one of where the wall lies. */
    private static double depthU(DamageFeature f, double wallU, Damage damage) {
        Product product = f.product();
        Level level = f.level();
        double before = product == null
                ? 0
                : wallU(product.volume() > 0 && level != null ? level.u() : product.relativeU(), damage);
        return Math.sqrt(Math.max(0, square(f.depthU()) - square(before)) + square(wallU));
    }

    private static double square(double v) {
        return v * v;
    }

    /**
     * The logarithm of what product in a place shows.
     *
     * @param variance of it, with what the product may change by
     */
    private record Mean(double log, double variance) {
        double shows() {
            return Math.exp(log);
        }

        /** With what the scan itself tells. */
        Mean with(Level own) {
            double weight = 1 / square(own.u());
            double weights = weight + 1 / variance;
            return new Mean((weight * Math.log(own.shows()) + log / variance) / weights, 1 / weights);
        }

        boolean agrees(Level own) {
            return Math.abs(Math.log(own.shows()) - log) <= OTHER * Math.sqrt(square(own.u()) + variance);
        }

        /** How much likelier a level is what product shows than what an empty place does. */
        double betterThanEmpty(@Nullable Level own) {
            if (own == null) {
                return 1;
            }
            double x = Math.log(own.shows());
            double sum = square(own.u()) + variance;
            return own.u() / Math.sqrt(sum) * Math.exp((square(x / own.u()) - square(x - log) / sum) / 2);
        }
    }
}
