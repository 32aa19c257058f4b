package patina.app.session;

/**
 * How fast one kernel was.
 *
 * @param seconds the best of the repeats, without reading the volume
 * @param voxels of the volume
 * @param value a figure that tells whether the kernel did its work
 */
public record BenchResult(String kernel, double seconds, long voxels, double value) {
    public double megavoxelsPerSecond() {
        return voxels / seconds / 1e6;
    }
}
