package patina.segmentation;

import patina.fields.Component;
import patina.geometry.Point;

/** Sums of weights and of their first and second moments about an origin. */
final class WeightedMoments {
    private double weight;
    private double sumX;
    private double sumY;
    private double sumZ;
    private double sumXx;
    private double sumYy;
    private double sumZz;
    private double sumXy;
    private double sumXz;
    private double sumYz;

    void add(double w, double x, double y, double z) {
        weight += w;
        sumX += w * x;
        sumY += w * y;
        sumZ += w * z;
        sumXx += w * x * x;
        sumYy += w * y * y;
        sumZz += w * z * z;
        sumXy += w * x * y;
        sumXz += w * x * z;
        sumYz += w * y * z;
    }

    double weight() {
        return weight;
    }

    Point middle() {
        return new Point(sumX / weight, sumY / weight, sumZ / weight);
    }

    /** About the middle. */
    Component.Moments central() {
        double x = sumX / weight;
        double y = sumY / weight;
        double z = sumZ / weight;
        return new Component.Moments(
                sumXx / weight - x * x,
                sumYy / weight - y * y,
                sumZz / weight - z * z,
                sumXy / weight - x * y,
                sumXz / weight - x * z,
                sumYz / weight - y * z);
    }
}
