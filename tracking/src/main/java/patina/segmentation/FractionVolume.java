package patina.segmentation;

import java.io.IOException;
import java.nio.file.Path;
import patina.chunks.ScratchVolume;
import patina.geometry.Extent;

/** Intermediate volumes of fractions: -1.5 to 2.5 in steps of 2^-14, two bytes a voxel. */
final class FractionVolume {
    private FractionVolume() {}

    static ScratchVolume create(Path file, Extent extent) throws IOException {
        return ScratchVolume.create(file, extent, ScratchVolume.Type.UINT16, -1.5, 0x1p-14);
    }
}
