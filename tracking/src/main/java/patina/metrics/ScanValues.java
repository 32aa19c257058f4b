package patina.metrics;

/**
 * One scan's numbers as a whole, in micrometres.
 *
 * @param resolved whether the loss is above the decision threshold
 * @param lostUm3 what the features lost, and the general loss where that is resolved
 * @param decisionThresholdUm3 the least loss of one compact place that may be called a change
 * @param detectionLimitUm3 a compact pit of this volume is found with 95 %
 * @param detectionLimitDepthUm its depth, as a hemisphere
 * @param generalLossUm3 what was lost along the original surface outside all features
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
        double detectionLimitDepthUm,
        double generalLossUm3,
        double generalLossUUm3,
        boolean generalResolved) {}
