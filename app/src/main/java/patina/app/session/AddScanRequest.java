package patina.app.session;

import java.nio.file.Path;
import java.util.List;

/**
 * One more scan for a series.
 *
 * @param series series.json, which is written anew with it
 * @param file the scan
 * @param exposure in the series' unit, not less than the last one's
 * @param voxelSizeUm one edge or three (x, y, z); empty to take the file's own, or the series'
 */
public record AddScanRequest(Path series, Path file, double exposure, List<Double> voxelSizeUm) {}
