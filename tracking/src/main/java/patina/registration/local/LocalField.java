package patina.registration.local;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.VoxelSize;

/**
 * Displacement and strain at the points of a lattice over the fixed scan. Point (i, j, k) lies at voxel {@code spacing} (i,
 * j, k); arrays are x-fastest over {@code points}, in single precision.
 *
 * @param points how many points there are along each axis
 * @param spacing in voxels
 * @param voxelSize of the fixed scan
 * @param displacementUm along x, y and z in the fixed frame: what is at x in the fixed scan is at T(x + u) in the moving one,
 *     T the global map
 * @param uncertaintyUm its standard uncertainty (k = 1), likewise
 * @param gradient the subset's own derivatives: du/dx, du/dy, du/dz, dv/dx, ...
 * @param strain Green-Lagrange: xx, yy, zz, xy, xz, yz (the shears are half the engineering ones); NaN where not told
 * @param strainUncertainty its standard uncertainty (k = 1), likewise
 * @param correlation zero-mean normalised cross-correlation of the subset
 * @param weight share of the subset in use
 * @param state {@link #NONE}, {@link #GOOD}, {@link #UNLIKE} or {@link #OUTLIER}
 */
public record LocalField(
        Extent points,
        int spacing,
        VoxelSize voxelSize,
        float[][] displacementUm,
        float[][] uncertaintyUm,
        float[][] gradient,
        float[][] strain,
        float[][] strainUncertainty,
        float[] correlation,
        float[] weight,
        byte[] state) {
    /** Too little of the subset is in use, or nothing tells its displacement. */
    public static final byte NONE = 0;
    /** Found. */
    public static final byte GOOD = 1;
    /** The correlation is too low. */
    public static final byte UNLIKE = 2;
    /** Not like its neighbours. */
    public static final byte OUTLIER = 3;

    private static final List<String> STATES = List.of("none", "good", "unlike", "outlier");

    /** The columns of the table, in order. */
    public static final List<String> COLUMNS = List.of(
            "x_um",
            "y_um",
            "z_um",
            "displacement_x_um",
            "displacement_y_um",
            "displacement_z_um",
            "displacement_x_u_um",
            "displacement_y_u_um",
            "displacement_z_u_um",
            "strain_xx",
            "strain_yy",
            "strain_zz",
            "strain_xy",
            "strain_xz",
            "strain_yz",
            "strain_xx_u",
            "strain_yy_u",
            "strain_zz_u",
            "strain_xy_u",
            "strain_xz_u",
            "strain_yz_u",
            "correlation",
            "weight");

    /**
     * The field of a scan that was stitched: each point has what was found in the stack in which it lies.
     *
     * @param stacks fields on one lattice
     * @param stackAt the stack of a place in the fixed frame, micrometres
     */
    public static LocalField joined(List<LocalField> stacks, ToIntFunction<Point> stackAt) {
        LocalField first = stacks.get(0);
        int n = first.state.length;
        int[] from = new int[n];
        for (int p = 0; p < n; p++) {
            from[p] = stackAt.applyAsInt(first.placeUm(p));
        }
        float[] correlation = new float[n];
        float[] weight = new float[n];
        byte[] state = new byte[n];
        for (int p = 0; p < n; p++) {
            LocalField own = stacks.get(from[p]);
            correlation[p] = own.correlation[p];
            weight[p] = own.weight[p];
            state[p] = own.state[p];
        }
        return new LocalField(
                first.points,
                first.spacing,
                first.voxelSize,
                joined(stacks, from, LocalField::displacementUm),
                joined(stacks, from, LocalField::uncertaintyUm),
                joined(stacks, from, LocalField::gradient),
                joined(stacks, from, LocalField::strain),
                joined(stacks, from, LocalField::strainUncertainty),
                correlation,
                weight,
                state);
    }

    private static float[][] joined(List<LocalField> stacks, int[] from, Function<LocalField, float[][]> of) {
        float[][] joined = new float[of.apply(stacks.get(0)).length][from.length];
        for (int c = 0; c < joined.length; c++) {
            for (int p = 0; p < from.length; p++) {
                joined[c][p] = of.apply(stacks.get(from[p]))[c][p];
            }
        }
        return joined;
    }

    /** How many points are in a state. */
    public int count(byte wanted) {
        int n = 0;
        for (byte s : state) {
            n += s == wanted ? 1 : 0;
        }
        return n;
    }

    /** Where a point lies in the fixed frame, micrometres. */
    public Point placeUm(int point) {
        int nx = (int) points.x();
        int ny = (int) points.y();
        return new Point(
                (double) spacing * (point % nx) * voxelSize.xUm(),
                (double) spacing * (point / nx % ny) * voxelSize.yUm(),
                (double) spacing * (point / nx / ny) * voxelSize.zUm());
    }

    /** The arrays behind {@link #COLUMNS} from the fourth on, in order. */
    public List<float[]> quantities() {
        List<float[]> all = new ArrayList<>();
        for (float[][] group : List.of(displacementUm, uncertaintyUm, strain, strainUncertainty)) {
            all.addAll(List.of(group));
        }
        all.add(correlation);
        all.add(weight);
        return all;
    }

    /** Writes the table: a header, then one row for each point that was found, flagged ones too; empty where not told. */
    public void writeCsv(Writer to) throws IOException {
        BufferedWriter out = new BufferedWriter(to);
        out.write(header());
        List<float[]> quantities = quantities();
        for (int p = 0; p < state.length; p++) {
            if (state[p] != NONE) {
                Point place = placeUm(p);
                out.write(row(place.x(), place.y(), place.z(), quantities, p, state[p]));
            }
        }
        out.flush();
    }

    static String header() {
        return String.join(",", COLUMNS) + ",state\n";
    }

    /** A point's row of the table. */
    static String row(double x, double y, double z, List<float[]> quantities, int at, int state) {
        StringBuilder line = new StringBuilder();
        line.append(x).append(',').append(y).append(',').append(z);
        for (float[] q : quantities) {
            line.append(',');
            if (!Float.isNaN(q[at])) {
                line.append(q[at]);
            }
        }
        return line.append(',').append(STATES.get(state)).append('\n').toString();
    }

    /** One sentence. */
    public String summary() {
        return String.format(
                Locale.ROOT,
                "Local registration: %d of %d points found, %d with too little likeness, %d unlike their neighbours.",
                count(GOOD),
                state.length,
                count(UNLIKE),
                count(OUTLIER));
    }
}
