package patina.targeting;

/**
 * What the microscopes at hand can do. The defaults are typical values from the literature, to be replaced by one's own.
 *
 * @param gaReachUm largest edge and depth that gallium FIB-SEM opens in reasonable time
 * @param xeReachUm the same for xenon plasma FIB
 * @param gaRateUm3PerS how fast each removes metal
 * @param stageUm standard uncertainty of the microscope's stage and markers
 * @param most how many places are flagged at most
 */
public record TargetingSettings(
        double gaReachUm,
        double xeReachUm,
        double gaRateUm3PerS,
        double xeRateUm3PerS,
        double laserRateUm3PerS,
        double stageUm,
        int most) {
    public static TargetingSettings defaults() {
        return new TargetingSettings(50, 200, 5, 100, 1e5, 3, 10);
    }
}
