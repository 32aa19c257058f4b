package patina.registration;

import java.util.Locale;

/**
 * Where what a map leaves over seems to jump along z, as where the moving scan was stitched.
 *
 * @param planes so many of the moving scan's planes lie below
 * @param told whether it is no chance, so that the registration's note and uncertainty tell of it
 */
public record Seam(double planes, boolean told) {
    /**
     * What a user should know of a scan that seems to be stitched.
     *
     * @param stepUm by how much its parts lie off each other, micrometres
     * @param atLeast whether it may be more
     * @param seam how many planes lie below
     */
    static String toldOf(double stepUm, boolean atLeast, double seam) {
        return String.format(
                Locale.ROOT,
                "What is left over jumps by %.2f um%s at z = %.0f voxels, as where scans were stitched: one map cannot say"
                        + " both parts. Say \"stacks\": [%.0f] for this scan in series.json, or \"registration.pieces\":"
                        + " \"auto\" in the settings (--stacks in register-pair), and each part gets a map of its own.",
                stepUm,
                atLeast ? " or more" : "",
                seam,
                seam);
    }
}
