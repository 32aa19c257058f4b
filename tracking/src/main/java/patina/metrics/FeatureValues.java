package patina.metrics;

import org.jspecify.annotations.Nullable;
import patina.geometry.Point;

/** One feature's numbers in one scan, in micrometres; names with U are standard uncertainties (k = 1). */
public record FeatureValues(
        int label,
        Kind kind,
        Point centroidUm,
        double volumeUm3,
        double volumeUUm3,
        double volumeTotalUm3,
        @Nullable Double depthUm,
        @Nullable Double depthUUm,
        @Nullable Double depthLocalUm,
        @Nullable Double mouthAreaUm2,
        @Nullable Double areaUm2,
        @Nullable Double lengthUm,
        @Nullable Double lengthUUm,
        @Nullable Double widthUm,
        @Nullable Double openingMeanUm,
        @Nullable Double openingMeanUUm,
        @Nullable Double openingMaxUm,
        boolean resolved,
        boolean inside,
        boolean cutByView,
        @Nullable Double productUm3,
        @Nullable Double productUUm3) {}
