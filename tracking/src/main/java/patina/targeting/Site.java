package patina.targeting;

import patina.geometry.Point;

/** A place flagged for the electron microscope; specimen frame, micrometres. */
public record Site(
        int rank,
        int trackId,
        double score,
        String kind,
        Point centreUm,
        Point sizeUm,
        double depthBelowSurfaceUm,
        Technique technique,
        double removalVolumeUm3,
        double hours,
        double targetingUUm,
        String reason) {}
