package patina.targeting;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import patina.geometry.Point;
import patina.tracks.Track;

/**
 * Ranks tracks by depth, growth and event, puts a box around the part that tells most, and says how to get there.
 *
 * <p>Score = 0.4 depth / deepest + 0.3 growth (relative rate, cut at 1, when resolved) + 0.3 event (merged 1, branched 0.9,
 * split 0.6, nucleated 0.4). The telling part of a crack and of a pit is its tip; of a merged pit the whole of it when it
 * is small enough. Removal: the box and a wedge in front of it, so that a beam at 52 degrees to the surface sees the box's
 * lower edge.
 */
public final class Flagger {
    private static final double VIEW_TAN = Math.tan(Math.toRadians(52));
    private static final double LEAST_EDGE_UM = 20;

    private final TargetingSettings settings;

    public Flagger(TargetingSettings settings) {
        this.settings = settings;
    }

    /** The flagged places, best first. */
    public List<Site> flag(List<Candidate> candidates) {
        double deepest =
                candidates.stream().mapToDouble(Candidate::depthUm).max().orElse(0);
        List<Site> sites = new ArrayList<>();
        for (Candidate c : candidates) {
            double depth = deepest > 0 ? Math.max(0, c.depthUm()) / deepest : 0;
            double growth = c.growing() ? Math.max(0, Math.min(1, c.relativeRate())) : 0;
            double score = 0.4 * depth + 0.3 * growth + 0.3 * event(c);
            sites.add(site(c, score));
        }
        sites.sort(Comparator.comparingDouble(Site::score).reversed().thenComparingInt(Site::trackId));
        List<Site> ranked = new ArrayList<>();
        for (Site s : sites.subList(0, Math.min(settings.most(), sites.size()))) {
            ranked.add(new Site(
                    ranked.size() + 1,
                    s.trackId(),
                    s.score(),
                    s.kind(),
                    s.centreUm(),
                    s.sizeUm(),
                    s.depthBelowSurfaceUm(),
                    s.technique(),
                    s.removalVolumeUm3(),
                    s.hours(),
                    s.targetingUUm(),
                    s.reason()));
        }
        return ranked;
    }

    private static double event(Candidate c) {
        if (c.event() == null) {
            return 0;
        }
        return switch (c.event()) {
            case "merged" -> 1;
            case "branched" -> 0.9;
            case "split" -> 0.6;
            case "nucleated" -> 0.4;
            default -> 0;
        };
    }

    private Site site(Candidate c, double score) {
        double u = Math.sqrt(c.targetingUUm() * c.targetingUUm() + settings.stageUm() * settings.stageUm());
        Point extent = c.highUm().minus(c.lowUm());
        double largest = Math.max(extent.x(), Math.max(extent.y(), extent.z()));
        Point centre;
        Point size;
        if (largest <= settings.gaReachUm()) {
            centre = c.lowUm().plus(c.highUm()).times(0.5);
            size = extent.plus(new Point(4 * u, 4 * u, 4 * u));
        } else {
            // The tip, with room for what the targeting may be off by.
            double edge = Math.max(LEAST_EDGE_UM, 0.4 * Math.max(c.depthUm(), 0)) + 4 * u;
            centre = c.tip();
            size = new Point(edge, edge, edge);
        }
        double edge = Math.max(size.x(), Math.max(size.y(), size.z()));
        double below = Math.max(0, c.depthUm() - edge / 2);
        double reach = Math.max(edge, below + edge);
        Technique technique = reach <= settings.gaReachUm()
                ? Technique.GA_FIB
                : reach <= settings.xeReachUm() ? Technique.XE_PFIB : Technique.LASER_PFIB;
        double deep = below + edge;
        double removal =
                size.x() * size.y() * size.z() + (edge + 10) * deep * deep / (2 * VIEW_TAN) + edge * edge * below;
        double rate = switch (technique) {
            case GA_FIB -> settings.gaRateUm3PerS();
            case XE_PFIB -> settings.xeRateUm3PerS();
            case LASER_PFIB -> settings.laserRateUm3PerS();
        };
        // After the laser, the box itself is still opened by the plasma FIB.
        double hours = technique == Technique.LASER_PFIB
                ? (removal / rate + size.x() * size.y() * size.z() / settings.xeRateUm3PerS()) / 3600
                : removal / rate / 3600;
        return new Site(0, c.trackId(), score, c.kind(), centre, size, below, technique, removal, hours, u, reason(c));
    }

    private static String reason(Candidate c) {
        StringBuilder s = new StringBuilder();
        s.append(Character.toUpperCase(c.kind().charAt(0)))
                .append(c.kind(), 1, c.kind().length());
        s.append(String.format(Locale.ROOT, " %s, %.0f um deep", Track.name(c.trackId()), Math.max(0, c.depthUm())));
        if (c.growing() && c.rateUnit() != null) {
            String rate = new BigDecimal(c.rate()).round(new MathContext(3)).toPlainString();
            s.append(", ")
                    .append(c.rateOf())
                    .append(" growing by ")
                    .append(rate)
                    .append(' ')
                    .append(c.rateUnit());
        }
        if (c.eventSentence() != null) {
            s.append(", ").append(c.eventSentence());
        }
        return s.append('.').toString();
    }
}
