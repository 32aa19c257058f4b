package patina.phantom;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a scanner makes of shares of metal minus air: grey = gain · (air + (metal - air) · (share · cupping +
 * ring + noise + offset)), rounded and kept within uint16. Cupping is a parabola about the reconstruction's axis, darkest there;
 * rings are concentric about it, the same in every slice; noise is white and Gaussian, by voxel index. Immutable.
 */
final class GreyModel {
    static final double AIR = 8000;
    static final double METAL = 40000;
    /** What a reconstruction leaves outside its circle. */
    static final int FILL = 0;

    private final ScanPlan plan;
    private final double gain;
    private final double offset;
    private final double cupping;
    private final double noise;
    private final long noiseKey;
    private final double[] rings;

    /**
     * @param gain a factor near 1
     * @param offset as a share of metal minus air
     * @param cupping share of metal grey lost on the axis
     * @param rings standard deviation of the rings, as a share of metal minus air
     * @param noise standard deviation, as a share of metal minus air
     * @param key of all that is random in this scan
     */
    GreyModel(ScanPlan plan, double gain, double offset, double cupping, double rings, double noise, long key) {
        this.plan = plan;
        this.gain = gain;
        this.offset = offset;
        this.cupping = cupping;
        this.noise = noise;
        noiseKey = Draws.key(key, "noise");
        long ringKey = Draws.key(key, "rings");
        this.rings = new double[plan.width() + plan.height() + 2];
        for (int i = 0; i < this.rings.length; i++) {
            this.rings[i] = rings * Draws.normal(ringKey, i);
        }
    }

    /** The greys of one row of voxels. */
    void row(float[] shares, int from, int y, int z, short[] to, int at) {
        Vec axis = plan.middle();
        double half = Math.max(plan.width(), plan.height()) / 2.0;
        double circle = plan.circleRadius();
        long index = ((long) z * plan.height() + y) * plan.width();
        double dy = y - axis.y();
        for (int x = 0; x < plan.width(); x++) {
            double dx = x - axis.x();
            double radius = Math.sqrt(dx * dx + dy * dy);
            if (radius > circle) {
                to[at + x] = (short) FILL;
                continue;
            }
            double darker = cupping * Math.max(0, 1 - radius * radius / (half * half));
            double share = shares[from + x] * (1 - darker) + ring(radius);
            if (noise > 0) {
                share += noise * Draws.normal(noiseKey, index + x);
            }
            double grey = gain * (AIR + (METAL - AIR) * (share + offset));
            to[at + x] = (short) Math.max(0, Math.min(65535, (int) Math.rint(grey)));
        }
    }

    private double ring(double radius) {
        int inner = (int) radius;
        double between = radius - inner;
        return (1 - between) * rings[inner] + between * rings[inner + 1];
    }

    /** As in truth.json. */
    Map<String, Object> truth() {
        Map<String, Object> truth = new LinkedHashMap<>();
        truth.put("air", gain * (AIR + (METAL - AIR) * offset));
        truth.put("metal", gain * (METAL + (METAL - AIR) * offset));
        truth.put("gain", gain);
        truth.put("offset", offset);
        truth.put("cupping", cupping);
        return truth;
    }
}
