package patina.store;

import org.jspecify.annotations.Nullable;

/**
 * One scan as a whole: a row of summary.csv. Lost is all metal lost since the reference where both scans see: in the
 * features, and in general over the rest of the original surface where that is resolved; where it is not, it is stated
 * apart and not counted. Rates are cumulative since the reference, those named interval since the scan before. Null means
 * not applicable or, for rates, not resolved.
 *
 * @param seenFraction share of the reference's specimen volume that this scan saw, 0 to 1
 * @param decisionThresholdUm3 the least lost volume of one compact place that may be called a change (k set by the false-call rate)
 * @param detectionLimitUm3 the volume of a compact pit that is found with 95 %
 * @param detectionLimitDepthUm the depth of such a pit
 * @param generalLossUm3 what was lost along the original surface outside all features
 * @param generalLossUUm3 its standard uncertainty
 * @param generalResolved whether it is above its decision threshold, and so part of what was lost
 */
public record SummaryRow(
        int scan,
        double exposure,
        double lostUm3,
        double lostUUm3,
        double featuresLostUm3,
        double gainedUm3,
        double examinedAreaUm2,
        int pitCount,
        double pitDensityPerM2,
        @Nullable Double maxDepthUm,
        double meanLossUm,
        double meanLossUUm,
        @Nullable Double pittingFactor,
        @Nullable Double corrosionRateMmPerY,
        @Nullable Double wearRateMm3PerNM,
        @Nullable Double crackLengthUm,
        @Nullable Double corrosionRateIntervalMmPerY,
        @Nullable Double wearRateIntervalMm3PerNM,
        boolean resolved,
        double seenFraction,
        double decisionThresholdUm3,
        double detectionLimitUm3,
        double detectionLimitDepthUm,
        double generalLossUm3,
        double generalLossUUm3,
        boolean generalResolved) {}
