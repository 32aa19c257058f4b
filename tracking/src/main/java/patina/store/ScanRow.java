package patina.store;

import org.jspecify.annotations.Nullable;
import patina.geometry.Extent;
import patina.geometry.VoxelSize;

/**
 * One scan as it was read: provenance.
 *
 * @param checksum SHA-256 of the file (of the files' checksums for a folder), hexadecimal
 * @param skip the reason it is left out, or null
 * @param notes metadata and manifest entries as JSON text
 */
public record ScanRow(
        int scan,
        String file,
        String role,
        double exposure,
        Extent extent,
        VoxelSize voxelSize,
        String type,
        long bytes,
        String checksum,
        @Nullable String skip,
        String notes) {}
