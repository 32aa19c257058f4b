package patina.app.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.geometry.Extent;
import patina.geometry.VoxelSize;

/**
 * What is known of a volume or a series from its headers.
 *
 * @param path as it was asked for
 * @param format TIFF, MetaImage, series ...
 * @param size of the volume, or of the reference scan
 * @param scans how many; 1 for a volume
 * @param type uint8, uint16, float32 ...
 * @param voxelSize null when nobody says
 * @param assumed what had to be assumed, one sentence each
 */
public record VolumeInfo(
        String path,
        String format,
        Extent size,
        int scans,
        String type,
        @Nullable VoxelSize voxelSize,
        List<String> assumed) {}
