package patina.segmentation;

import java.io.Serializable;
import java.util.Arrays;
import patina.fields.Component;
import patina.geometry.Extent;

/**
 * Places where the original surface has receded by less than a voxel shows, over an area that tells; see
 * {@link PatchSearch}.
 *
 * @param keys cells of patches, ascending; see {@link SurfaceCells}
 * @param labels feature label of each; below 0 in the rim about a patch, over which its loss is summed but not its surface
 * @param feigned by patch, from the first label on, how much of its loss is the map's and the grey level's error, in voxels
 */
record SurfacePatches(long[] keys, int[] labels, double[] feigned) implements Serializable {
    static final SurfacePatches NONE = new SurfacePatches(new long[0], new int[0], new double[0]);

    boolean isEmpty() {
        return keys.length == 0;
    }

    int count() {
        return feigned.length;
    }

    /** The patch that a cell belongs to, below 0 where it is in its rim, 0 for none. */
    int labelOf(long cell) {
        int at = Arrays.binarySearch(keys, cell);
        return at < 0 ? 0 : labels[at];
    }

    /** Principal axes of a patch, in voxels. */
    Axes axes(int label, Extent extent) {
        double[] first = new double[3];
        double[] second = new double[6];
        int n = 0;
        for (int i = 0; i < keys.length; i++) {
            if (labels[i] == label) {
                double[] c = SurfaceCells.centre(keys[i], extent);
                for (int a = 0; a < 3; a++) {
                    first[a] += c[a];
                    second[a] += c[a] * c[a];
                }
                second[3] += c[0] * c[1];
                second[4] += c[0] * c[2];
                second[5] += c[1] * c[2];
                n++;
            }
        }
        double x = first[0] / n;
        double y = first[1] / n;
        double z = first[2] / n;
        return Axes.of(new Component.Moments(
                second[0] / n - x * x,
                second[1] / n - y * y,
                second[2] / n - z * z,
                second[3] / n - x * y,
                second[4] / n - x * z,
                second[5] / n - y * z));
    }
}
