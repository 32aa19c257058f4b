package patina.series;

import java.nio.file.Path;
import java.util.List;

/**
 * Scans of one specimen in order of exposure, not yet in one frame.
 *
 * @param name what the user calls it
 * @param manifest the series.json it came from
 * @param specimen what is scanned
 * @param exposure what it is exposed to
 * @param reference index of the reference scan, whose frame is the specimen frame
 * @param surface where the original surface comes from
 * @param voxelScaleUncertainty relative standard uncertainty of the voxel size (k = 1); 0 when not given
 * @param scans all scans, skipped ones too
 */
public record Series(
        String name,
        Path manifest,
        Specimen specimen,
        Exposure exposure,
        int reference,
        Surface surface,
        double voxelScaleUncertainty,
        List<Scan> scans) {
    public Scan referenceScan() {
        return scans.get(reference);
    }

    /** The scans that are not skipped. */
    public List<Scan> used() {
        return scans.stream().filter(scan -> scan.skip() == null).toList();
    }
}
