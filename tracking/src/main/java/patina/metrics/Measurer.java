package patina.metrics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.commons.math3.distribution.NormalDistribution;
import patina.geometry.Point;
import patina.geometry.VoxelSize;
import patina.segmentation.Damage;
import patina.segmentation.Damage.General.Answer;
import patina.segmentation.DamageFeature;
import patina.segmentation.Family;
import patina.segmentation.Noise;

/**
 * Turns what was found in a scan into numbers with units and standard uncertainties.
 *
 * <p>A change may be called so above k standard uncertainties, k from the chance of one false call in a whole series: the
 * surface is taken as so many independent places of {@link #PLACE_VOXELS} voxels each, or as large as a shallow patch is, tested
 * once in each scan (Bonferroni).
 *
 * @param frame of the scan
 * @param scans how many scans the series has
 * @param falseCalls chance of one or more false calls in the series
 */
public record Measurer(Frame frame, int scans, double falseCalls) {
    /** The surface of an independent place, in voxels. */
    static final double PLACE_VOXELS = 30;
    /** What the model of a blurred edge may be wrong by, as a share of a volume. */
    private static final double EDGE_MODEL = 0.004;

    /**
     * What all of the surface may seem to have moved by where nothing happened, in voxels: coarse voxels and slow changes of
     * the grey levels do that.
     */
    private static final double SURFACE_PLACE = 0.01;

    /** How far the front of a sheet may lie elsewhere than its opening tells, in voxels, noise apart. */
    private static final double FRONT = 0.2;

    /**
     * And where the sheet leaves another feature: it is continued over the 2.2 voxels that the wall's blur hides, a fifth of which
     * may be wrong, along a quarter of a circle; half of what that does to the area the volume makes good.
     */
    private static final double NECK = 0.35;

    /** What of a branch may not be told from the sheet it leaves at its beginning, in voxels. */
    private static final double HIDDEN = 3;

    /** So much thicker than it is open a sheet shows in the smoothed scan, in voxels. */
    private static final double BLURRED_SHEET = 2.7;

    /** How far the ends of a trace may be off together, in voxels. */
    private static final double ENDS = 2;

    /** No half ball of a smaller radius is found, in voxels. */
    private static final double LEAST_FOUND = 1.5;

    /** What of a network of fissures may be too thin to be labelled, as a share (standard uncertainty). */
    private static final double FISSURES_U = 0.04;

    /** How many standard uncertainties a feature's change must exceed. */
    public double decisionK(Damage damage) {
        return decisionK(damage, PLACE_VOXELS);
    }

    /** The same of what is as large as a place of so much surface: there are fewer of larger ones. */
    private double decisionK(Damage damage, double place) {
        double places = Math.max(1, damage.surface() / place) * Math.max(1, scans - 1);
        return new NormalDistribution().inverseCumulativeProbability(1 - falseCalls / places);
    }

    /** How many standard uncertainties a whole scan's loss must exceed. */
    public double scanK() {
        return new NormalDistribution().inverseCumulativeProbability(1 - falseCalls / Math.max(1, scans - 1));
    }

    /**
     * Measures every feature of a scan.
     *
     * @param own noise of this scan alone; the reference scan does not tell it by the comparison with itself
     */
    public List<FeatureValues> features(Damage damage, Noise own) {
        List<FeatureValues> values = new ArrayList<>();
        for (DamageFeature feature : damage.features()) {
            values.add(measure(feature, damage, own, decisionK(damage, Math.max(PLACE_VOXELS, feature.patch()))));
        }
        return values;
    }

    private FeatureValues measure(DamageFeature f, Damage damage, Noise own, double k) {
        VoxelSize v = frame.voxelSize();
        double voxel = v.meanUm();
        double volume = v.volumeUm3();
        Noise noise = damage.noise();
        Point centroid = centroidUm(f);
        Sum sum = plus(nothing(), f.loss(), f, damage);
        double registration = registration(sum);
        double decidedU = quadratic(
                u(sum, noise), SURFACE_PLACE * f.patch(), f.hasFissures() ? FISSURES_U * f.loss() : 0, f.partedU());
        double u = quadratic(decidedU, filling(f));
        boolean inside = f.mouth() < 0.5 && f.meanDepth() > 1.5;
        Kind kind = kind(f, damage, inside);
        // Whether anything was lost does not hang on what fills the place: that scales the loss, and its noise with it.
        boolean resolved = Math.abs(f.loss()) * shown(f) > k * decidedU;
        boolean pore = kind == Kind.PORE;
        double lost = pore ? f.deficit() : f.loss();
        if (pore) {
            // All of a pore's volume is stated, not only what it grew by. That hangs on the metal's level about it; a
            // change is free of it, for both scans show the same metal.
            u = Math.max(u, quadratic(u(plus(nothing(), f.deficit(), f, damage), own), own.level() * f.zoneVoxels()));
        }
        Double depth = f.depth() == null || f.family() == Family.GAIN ? null : f.depth() * voxel;
        Double depthU = depth == null
                ? null
                : quadratic(f.depthU() * voxel, frame.alongUm(centroid), frame.scaleUncertainty() * depth);
        if (f.patch() > 0) {
            depthU = u / f.patch() * voxel;
        } else if (kind == Kind.UNIFORM && damage.surface() > 0) {
            // Thinning is as deep as its volume over the surface; its deepest place is noise.
            depth = f.deficit() / damage.surface() * voxel;
            depthU = u / damage.surface() * voxel;
        }
        Double length = null;
        Double lengthU = null;
        Double width = null;
        Double opening = null;
        Double openingU = null;
        Double openingMax = null;
        Double area = null;
        DamageFeature.Sheet sheet = f.sheet();
        if (sheet != null) {
            length = Math.max(sheet.surfaceLength(), 0) * voxel;
            lengthU = quadratic(
                    ENDS * voxel,
                    sheet.surfaceLengthU() * voxel,
                    isPlane(f, sheet) ? 0 : HIDDEN * voxel,
                    frame.scaleUncertainty() * length);
            width = sheet.length() * voxel;
            opening = sheet.openingMean() * voxel;
            // The front of half a disc.
            double frontLength = Math.sqrt(2 * Math.PI * sheet.area());
            openingU = sheet.area() > 0
                    ? Double.valueOf(quadratic(
                                    sheet.openingU() * sheet.area(),
                                    registration,
                                    FRONT * frontLength * sheet.openingMean(),
                                    f.attachedTo() == 0 ? 0 : NECK * sheet.depth() * sheet.openingMean())
                            / sheet.area()
                            * voxel)
                    : null;
            openingMax = sheet.openingMax() * voxel;
            area = sheet.area() * voxel * voxel;
        } else if (f.family() == Family.BULK) {
            length = f.axes()[0] * voxel;
            lengthU = voxel;
            width = f.axes()[1] * voxel;
        }
        DamageFeature.Product product = f.product();
        return new FeatureValues(
                f.label(),
                kind,
                centroid,
                lost * volume,
                u * volume,
                f.deficit() * volume,
                depth,
                depthU,
                depth,
                inside || f.family() == Family.GAIN ? null : Math.max(0, f.mouth()) * voxel * voxel,
                area,
                length,
                lengthU,
                width,
                opening,
                openingU,
                openingMax,
                resolved,
                inside,
                f.unseenVoxels() > 0,
                product == null ? null : Double.valueOf(product.volume() * volume),
                product == null ? null : Double.valueOf(productU(product, f.deficit(), u) * volume));
    }

    /** Whether a crack is no thicker than one sheet is, open by up to 3/2 of the mean, so that no long branch leaves it. */
    private static boolean isPlane(DamageFeature f, DamageFeature.Sheet sheet) {
        return f.axes()[2] <= 1.5 * sheet.openingMean() + BLURRED_SHEET;
    }

    /** What telling product from metal adds to a feature's uncertainty, in voxels. */
    private static double filling(DamageFeature f) {
        return f.product() == null ? 0 : f.product().relativeU() * f.loss();
    }

    /**
     * Standard uncertainty of the volume of product, in voxels. What was told to fill a share of a place is as unsure as the
     * place is large; what cannot be told fills none of it or all.
     *
     * @param u of what was lost, the filling's level included
     */
    private static double productU(DamageFeature.Product product, double lost, double u) {
        return product.volume() > 0
                ? u * Math.min(1, product.volume() / lost)
                : lost * (1 + product.relativeU()) / Math.sqrt(3);
    }

    /** What one voxel of a feature's lost metal shows; 1 where it is empty. */
    private static double shown(DamageFeature f) {
        DamageFeature.Product product = f.product();
        return product == null || f.deficit() <= 0 ? 1 : 1 - product.grey() * product.volume() / f.deficit();
    }

    /** A scar is flat and wide; thinning covers much of what was examined. */
    private static Kind kind(DamageFeature f, Damage damage, boolean inside) {
        if (f.family() == Family.GAIN) {
            return Kind.GAIN;
        }
        if (f.family() == Family.SHEET) {
            return Kind.CRACK;
        }
        if (inside) {
            return Kind.PORE;
        }
        if (damage.surface() > 0 && f.mouth() > 0.4 * damage.surface()) {
            return Kind.UNIFORM;
        }
        if (f.patch() > 0) {
            return Kind.WEAR;
        }
        if (f.hasFissures()) {
            return Kind.INTERGRANULAR;
        }
        double across = 2 * Math.sqrt(Math.max(1, f.mouth()) / Math.PI);
        double depth = f.depth() == null ? f.meanDepth() : f.depth();
        if (f.mouth() > 200 && depth / across < 0.22) {
            return Kind.WEAR;
        }
        return Kind.PIT;
    }

    /**
     * Measures a scan as a whole. What registration, levels and scale make of all features is shared by them: their
     * answers add up before the uncertainty is taken.
     *
     * @param isReference whether it is the scan that losses are counted from: there it is 0 by definition
     */
    public ScanValues scan(Damage damage, boolean isReference) {
        double volume = frame.voxelSize().volumeUm3();
        double voxel = frame.voxelSize().meanUm();
        Sum features = nothing();
        double filled = 0;
        for (DamageFeature f : damage.features()) {
            if (f.family() != Family.GAIN) {
                features = plus(features, f.loss(), f, damage);
                filled = quadratic(filled, filling(f), SURFACE_PLACE * f.patch());
            }
        }
        Damage.General general = damage.general();
        Sum along = new Sum(general.loss(), general.voxels(), 0, answers(general));
        double place = isReference ? 0 : SURFACE_PLACE * damage.surface();
        double generalU = quadratic(u(along, damage.noise()), place);
        boolean generalResolved = Math.abs(along.loss) > scanK() * generalU;
        Sum lost = generalResolved ? features.plus(along) : features;
        double k = decisionK(damage);
        double decided = radius(damage.noise(), k);
        // It must be seen by the search, too.
        double found = Math.max(radius(damage.noise(), k + 1.645), Math.max(LEAST_FOUND, damage.leastFound()));
        // What was lost where nothing is resolved.
        double unresolved;
        if (isReference) {
            unresolved = 0;
        } else if (generalResolved) {
            unresolved = place;
        } else if (features.voxels == 0) {
            // What the surface as a whole leaves open.
            unresolved = generalU;
        } else {
            // One place of any size up to the limit.
            unresolved = hemisphere(found) / Math.sqrt(3);
        }
        double u = quadratic(u(lost, damage.noise()), filled, unresolved);
        double areaUm2 = damage.surface() * voxel * voxel;
        return new ScanValues(
                lost.loss * volume,
                u * volume,
                damage.gained() * volume,
                areaUm2,
                areaUm2 > 0 ? lost.loss * volume / areaUm2 : 0,
                areaUm2 > 0 ? u * volume / areaUm2 : 0,
                lost.loss > scanK() * u,
                damage.seenFraction(),
                hemisphere(decided) * volume,
                hemisphere(found) * volume,
                found * voxel,
                along.loss * volume,
                generalU * volume,
                generalResolved);
    }

    private Point centroidUm(DamageFeature f) {
        return frame.voxelSize().toMicrometres().apply(f.centroid());
    }

    /** The answers of the loss along the surface, one for each stack. */
    private List<Answer> answers(Damage.General general) {
        return general.stacks().isEmpty()
                ? List.of(new Answer(general.force(), general.torque(), general.stretch()))
                : general.stacks();
    }

    private Sum nothing() {
        return new Sum(
                0, 0, 0, Collections.nCopies(frame.places().size(), new Answer(new double[3], new double[3], 0)));
    }

    /** With a feature: it answers the map's error no more where what the sound surface tells of that was taken off. */
    private Sum plus(Sum sum, double lost, DamageFeature f, Damage damage) {
        Double placeU = damage.placeU();
        if (placeU == null) {
            return sum.plus(
                    lost, f.zoneVoxels(), frame.stackAt(centroidUm(f)), new Answer(f.force(), f.torque(), f.stretch()));
        }
        return sum.plus(lost, f.zoneVoxels(), placeU * quadratic(f.force()));
    }

    /**
     * A loss in voxels, what it was summed over, and how it answers the scan's moves.
     *
     * @param places variance of what the surface is off by at each place that was corrected by what the sound surface tells
     * @param stacks the answers of what was not corrected and lies in each stack
     */
    private record Sum(double loss, double voxels, double places, List<Answer> stacks) {
        Sum plus(double moreLoss, double moreVoxels, int stack, Answer answer) {
            List<Answer> more = new ArrayList<>(stacks);
            more.set(stack, added(stacks.get(stack), answer));
            return new Sum(loss + moreLoss, voxels + moreVoxels, places, more);
        }

        Sum plus(double moreLoss, double moreVoxels, double placeU) {
            return new Sum(loss + moreLoss, voxels + moreVoxels, places + placeU * placeU, stacks);
        }

        Sum plus(Sum other) {
            List<Answer> more = new ArrayList<>();
            for (int k = 0; k < stacks.size(); k++) {
                more.add(added(stacks.get(k), other.stacks.get(k)));
            }
            return new Sum(loss + other.loss, voxels + other.voxels, places + other.places, more);
        }

        private static Answer added(Answer a, Answer b) {
            return new Answer(added(a.force(), b.force()), added(a.torque(), b.torque()), a.stretch() + b.stretch());
        }

        private static double[] added(double[] a, double[] b) {
            return new double[] {a[0] + b[0], a[1] + b[1], a[2] + b[2]};
        }
    }

    private double u(Sum s, Noise noise) {
        return quadratic(
                noise.ofSum(s.voxels), registration(s), 3 * frame.scaleUncertainty() * s.loss, EDGE_MODEL * s.loss);
    }

    /** From the registration; each stack has an error of its own. */
    private double registration(Sum s) {
        double squares = s.places;
        for (int k = 0; k < s.stacks.size(); k++) {
            Answer a = s.stacks.get(k);
            squares += Math.pow(frame.ofSum(k, a.force(), a.torque(), a.stretch()), 2);
        }
        return Math.sqrt(squares);
    }

    /** The radius of the hemisphere whose volume is k times its own noise, in voxels; its zone is 3 voxels larger. */
    private static double radius(Noise noise, double k) {
        double r = 0.1;
        while (r < 50 && hemisphere(r) < k * noise.ofSum(hemisphere(r + 3) + 2.5 * Math.PI * (r + 3) * (r + 3))) {
            r += 0.01;
        }
        return r;
    }

    private static double hemisphere(double r) {
        return 2 * Math.PI / 3 * r * r * r;
    }

    private static double quadratic(double... terms) {
        double sum = 0;
        for (double t : terms) {
            sum += t * t;
        }
        return Math.sqrt(sum);
    }
}
