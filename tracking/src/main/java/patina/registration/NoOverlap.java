package patina.registration;

import java.io.IOException;
import java.util.Locale;

/** Two scans show no common part of the specimen. */
public final class NoOverlap extends IOException {
    private static final long serialVersionUID = 1;

    /** The distance between the nearest faces of the two views, in millimetres; 0 when the views themselves overlap. */
    private final double gapMm;

    NoOverlap(double gapMm) {
        super(sentence("The scan", gapMm));
        this.gapMm = gapMm;
    }

    /** The same sentence with the scan named, for example as "Scan 7 of 'run-3'". */
    public String naming(String scan) {
        return sentence(scan, gapMm);
    }

    private static String sentence(String scan, double gapMm) {
        String distance = gapMm > 0
                ? String.format(Locale.ROOT, "nearest faces %.1f mm apart", gapMm)
                : "no rotation or shift makes them agree";
        return scan + " shares no volume with the reference scan (" + distance
                + "). Check its file, or give it a start transform in series.json.";
    }
}
