package patina.metrics;

/**
 * One scan's numbers as a whole, in micrometres.
 *
 * @param resolved whether the loss is above the decision threshold
 * @param decisionThresholdUm3 k times the standard uncertainty of the loss when there is none
 * @param detectionLimitUm3 a compact pit of this volume is found with 95 %
 * @param detectionLimitDepthUm its depth, as a hemisphere
 */
public record ScanValues(
        double lostUm3,
        double lostUUm3,
        double gainedUm3,
        double examinedAreaUm2,
        double meanLossUm,
        double meanLossUUm,
        boolean resolved,
        double seenFraction,
        double decisionThresholdUm3,
        double detectionLimitUm3,
        double detectionLimitDepthUm) {}
