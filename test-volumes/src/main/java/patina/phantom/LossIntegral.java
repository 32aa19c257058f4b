package patina.phantom;

import java.util.ArrayList;
import java.util.List;

/**
 * Integrates what each feature of a moment took, in the body's frame, without noise, blur or a scan's grid.
 *
 * <p>Space is halved until a cube lies in one feature whole, or down to a leaf; leaves are shared out by
 * {@link Shape#coverage}. With leaves of a twelfth of a voxel the volume of a pit three voxels deep comes out to 3e-4 of its closed
 * form, and of larger ones better by the square of their size. The mouth is the integral of a band about the original surface as thick as a leaf or two. For one
 * thread.
 */
final class LossIntegral {
    private static final double HALF_DIAGONAL = Math.sqrt(3) / 2;
    private static final double COARSER = 4;

    private final Moment moment;
    private final List<View> views;
    private final double leaf;
    private final Candidates losses;
    private final double[] volume;
    private final double[] seen;
    private final double[] mouth;
    private final double[][] first;

    private LossIntegral(Moment moment, List<View> views, double leaf, int levels) {
        this.moment = moment;
        this.views = views;
        this.leaf = leaf;
        int count = moment.losses().size();
        losses = new Candidates(moment.losses().stream().map(Feature::shape).toList(), levels + 2);
        volume = new double[count];
        seen = new double[count];
        mouth = new double[count];
        first = new double[count][3];
    }

    /**
     * One loss for each of the moment's.
     *
     * @param halfWidth of a cube about the origin that holds the body
     * @param leaf edge of the smallest cubes
     * @param views what 'seen' must lie in
     */
    static List<Loss> of(Moment moment, double halfWidth, double leaf, List<View> views) {
        int levels = Math.max(0, (int) Math.ceil(Math.log(2 * halfWidth / leaf) / Math.log(2)));
        double width = leaf * Math.scalb(1.0, levels);
        LossIntegral integral = new LossIntegral(moment, views, leaf, levels);
        integral.losses.reset();
        integral.divide(0, new Vec(0, 0, 0), width, false, views.isEmpty());
        List<Loss> all = new ArrayList<>();
        for (int i = 0; i < integral.volume.length; i++) {
            double[] m = integral.first[i];
            all.add(new Loss(integral.volume[i], new Vec(m[0], m[1], m[2]), integral.mouth[i], integral.seen[i]));
        }
        return all;
    }

    private void divide(int level, Vec centre, double edge, boolean within, boolean inView) {
        double reach = HALF_DIAGONAL * edge;
        boolean inside = within;
        if (!inside) {
            double bound = moment.body().bound(centre.x(), centre.y(), centre.z());
            if (bound > reach + leaf) {
                return;
            }
            inside = bound < -reach - leaf;
        }
        boolean decided = losses.narrow(level, centre.x(), centre.y(), centre.z(), reach);
        int below = level + 1;
        if (losses.count(below) == 0) {
            return;
        }
        boolean viewed = inView;
        boolean viewDecided = true;
        if (!viewed) {
            double bound = viewBound(centre);
            viewed = bound < -reach;
            viewDecided = viewed || bound > reach;
        }
        boolean isLeaf = edge < 1.5 * (onlyLayers(below) ? COARSER * leaf : leaf);
        if (isLeaf || inside && decided && viewDecided) {
            add(below, centre, edge, inside, viewed || isLeaf && viewBound(centre) <= 0);
            return;
        }
        double quarter = edge / 4;
        for (int octant = 0; octant < 8; octant++) {
            Vec child = centre.plus(new Vec(
                    (octant & 1) == 0 ? -quarter : quarter,
                    (octant & 2) == 0 ? -quarter : quarter,
                    (octant & 4) == 0 ? -quarter : quarter));
            divide(below, child, edge / 2, inside, viewed);
        }
    }

    /** Layers under flat faces need no fine leaves; one under a round side comes out to 3e-3. */
    private boolean onlyLayers(int level) {
        for (int i = 0; i < losses.count(level); i++) {
            if (moment.losses().get(losses.member(level, i)).kind() != Kind.UNIFORM) {
                return false;
            }
        }
        return true;
    }

    private double viewBound(Vec p) {
        double most = Double.NEGATIVE_INFINITY;
        for (View view : views) {
            most = Math.max(most, view.bound(p));
        }
        return most;
    }

    private void add(int level, Vec p, double edge, boolean inside, boolean viewed) {
        double cube = edge * edge * edge;
        double metal = inside ? 1 : moment.body().coverage(p.x(), p.y(), p.z(), edge);
        double depth = inside ? Double.MAX_VALUE : moment.body().depth(p);
        double open = 1;
        for (int i = 0; i < losses.count(level); i++) {
            int member = losses.member(level, i);
            Feature loss = moment.losses().get(member);
            double covered = losses.coverage(level, i, p.x(), p.y(), p.z(), edge);
            double left = Rasterizer.left(metal, covered, loss.kind());
            double taken = (metal - left) * cube;
            metal = left;
            volume[member] += taken;
            first[member][0] += taken * p.x();
            first[member][1] += taken * p.y();
            first[member][2] += taken * p.z();
            if (viewed) {
                seen[member] += taken;
            }
            if (!inside) {
                mouth[member] += open * mouth(loss, covered, p, depth, edge) * cube;
            }
            open *= 1 - covered;
        }
    }

    /**
     * The density of original surface in a cube that a loss has opened. A loss that recedes may be much shallower than
     * a leaf: a layer has opened all, and of a dent the outline counts, on the outer side of the surface alone.
     */
    private double mouth(Feature loss, double covered, Vec p, double depth, double edge) {
        if (loss.kind() == Kind.UNIFORM) {
            return band(depth, edge, -leaf, leaf);
        }
        if (loss.shape() instanceof Dent dent) {
            return dent.isWithinOutline(p) ? band(depth, edge, -leaf, 0) : 0;
        }
        return covered * band(depth, edge, -leaf, leaf);
    }

    /** The mean over a cube of a layer between two depths that has unit density by area. */
    private static double band(double depth, double edge, double from, double to) {
        double overlap = Math.min(depth + edge / 2, to) - Math.max(depth - edge / 2, from);
        return Math.max(0, overlap) / edge / (to - from);
    }
}
