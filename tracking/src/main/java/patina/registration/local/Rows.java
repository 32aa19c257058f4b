package patina.registration.local;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** What a pass found, one row a point, in pieces as the blocks gave them. Mergeable. */
final class Rows implements Serializable {
    /** The point's number on the lattice. */
    static final int POINT = 0;
    /** Displacement along x, y, z in voxels, then its nine derivatives, row by row. */
    static final int FIT = 1;
    /** Share of the subset in use. */
    static final int WEIGHT = 13;
    /** Zero-mean normalised cross-correlation. */
    static final int CORRELATION = 14;

    static final int GAIN = 15;
    static final int OFFSET = 16;
    /** Rms grey difference. */
    static final int RESIDUAL = 17;
    /** Standard uncertainty of the displacement along x, y, z, in voxels; 0 but at the last look. */
    static final int UNCERTAINTY = 18;
    /** What the subset makes of the field's own displacement along x, y, z, in voxels; 0 but at the last look. */
    static final int FIELD = 21;

    /** Share of the fixed scan's squared gradient that the moving scan shows; 0 but at the last look. */
    static final int SIGNAL = 24;

    static final int WIDTH = 25;

    private final List<double[]> pieces = new ArrayList<>();

    static Rows of(double[] rows) {
        Rows result = new Rows();
        if (rows.length > 0) {
            result.pieces.add(rows);
        }
        return result;
    }

    Rows merge(Rows later) {
        pieces.addAll(later.pieces);
        return this;
    }

    /** Takes each row, the array that holds it and where it begins. */
    interface Reader {
        void read(double[] rows, int at);
    }

    void forEach(Reader reader) {
        for (double[] piece : pieces) {
            for (int at = 0; at < piece.length; at += WIDTH) {
                reader.read(piece, at);
            }
        }
    }
}
