package patina.targeting;

import org.jspecify.annotations.Nullable;
import patina.geometry.Point;

/**
 * A track as targeting sees it, at the last scan, in the specimen frame and micrometres.
 *
 * @param kind pit, crack, wear ...
 * @param event merged, branched, nucleated, split, or null: what happened to it last
 * @param eventSentence 'merged from T3 and T4 at 48 h', or null
 * @param depthUm depth below the original surface
 * @param tip its deepest place, or its centroid
 * @param lowUm lowest corner of its box
 * @param highUm highest corner
 * @param growing whether its growth is resolved
 * @param rate of the quantity that is followed, per exposure unit
 * @param rateOf that quantity: depth, length or volume
 * @param relativeRate rate times the series' length over the value: 1 when all of it grew at this rate
 * @param targetingUUm standard uncertainty of the tip's place from registration and voxel
 */
public record Candidate(
        int trackId,
        String kind,
        @Nullable String event,
        @Nullable String eventSentence,
        double depthUm,
        Point tip,
        Point lowUm,
        Point highUm,
        boolean growing,
        double rate,
        String rateOf,
        @Nullable String rateUnit,
        double relativeRate,
        double targetingUUm) {}
