package patina.app.session;

/**
 * How fast one kernel was.
 *
 * @param seconds the best of the repeats, without reading the volume
 * @param voxels of the volume
 * @param value a figure that tells whether the kernel did its work
 * @param bandwidthShare what share of the memory's bandwidth it reaches, 0 to 1
 */
public record BenchResult(String kernel, double seconds, long voxels, double value, double bandwidthShare) {
    public double megavoxelsPerSecond() {
        return voxels / seconds / 1e6;
    }
}
