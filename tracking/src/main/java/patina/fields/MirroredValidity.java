package patina.fields;

import java.util.Arrays;
import patina.blocks.Patch;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * The validity of a patch, mirrored beyond the volume's ends as its values are: filters then treat the outside as the
 * reflection it is, and only what was not seen as missing.
 */
final class MirroredValidity {
    private MirroredValidity() {}

    /** 1 or 0 for each voxel of the patch; the patch's own array when no part of it lies outside. */
    static byte[] of(Patch patch, Extent extent) {
        Region region = patch.region();
        Region inside = region.clippedTo(extent);
        if (inside.equals(region)) {
            return patch.valid();
        }
        int[] x = mirror(region.x(), region.nx(), extent.x());
        int[] y = mirror(region.y(), region.ny(), extent.y());
        int[] z = mirror(region.z(), region.nz(), extent.z());
        byte[] from = patch.valid();
        byte[] to = new byte[region.voxels()];
        int at = 0;
        for (int k = 0; k < region.nz(); k++) {
            for (int j = 0; j < region.ny(); j++) {
                int row = (z[k] * region.ny() + y[j]) * region.nx();
                for (int i = 0; i < region.nx(); i++) {
                    to[at++] = from[row + x[i]];
                }
            }
        }
        return to;
    }

    /** For each coordinate of the patch, the offset in the patch of its mirror image inside the volume. */
    private static int[] mirror(long from, int n, long length) {
        int[] offsets = new int[n];
        long period = 2 * length;
        for (int i = 0; i < n; i++) {
            long c = Math.floorMod(from + i, period);
            offsets[i] = (int) ((c < length ? c : period - 1 - c) - from);
        }
        return offsets;
    }

    /** Whether all of the patch that lies in the volume was seen. */
    static boolean all(Patch patch, Extent extent) {
        Region inside = patch.region().clippedTo(extent);
        byte[] ones = new byte[inside.nx()];
        Arrays.fill(ones, (byte) 1);
        for (int k = 0; k < inside.nz(); k++) {
            for (int j = 0; j < inside.ny(); j++) {
                int at = patch.index(inside.x(), inside.y() + j, inside.z() + k);
                if (!Arrays.equals(patch.valid(), at, at + ones.length, ones, 0, ones.length)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Copies validity to an output and puts 0 where a voxel was not seen. */
    static void keep(Patch patch, Extent extent, Patch out) {
        Region region = out.region();
        if (all(patch, extent)) {
            Arrays.fill(out.valid(), 0, region.voxels(), (byte) 1);
            return;
        }
        int to = 0;
        for (int k = 0; k < region.nz(); k++) {
            for (int j = 0; j < region.ny(); j++) {
                int at = patch.index(region.x(), region.y() + j, region.z() + k);
                for (int i = 0; i < region.nx(); i++, to++) {
                    out.valid()[to] = patch.valid()[at + i];
                    if (out.valid()[to] == 0) {
                        out.values()[to] = 0;
                    }
                }
            }
        }
    }
}
