package patina.chunks;

import java.io.IOException;
import java.util.Random;
import java.util.stream.LongStream;
import patina.blocks.Grid;
import patina.blocks.Sink;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Region;

/** A volume whose every voxel is a formula of its place, so that any region can be checked by itself. */
final class VoxelTruth {
    private VoxelTruth() {}

    static float grey(long x, long y, long z) {
        return (float) (1 + (x * 31 + y * 17 + z * 7) % 60000);
    }

    static boolean seen(long x, long y, long z) {
        return (x + 2 * y + 3 * z) % 5 != 0;
    }

    static int label(long x, long y, long z) {
        return (x / 9 + y / 7 + z / 5) % 3 == 0 ? 0 : (int) (x / 9 + 1000 * (y / 7) + 1000000 * (z / 5));
    }

    interface Voxel {
        void at(int index, long x, long y, long z);
    }

    static void each(Region r, Voxel voxel) {
        int index = 0;
        for (long z = r.z(); z < r.endZ(); z++) {
            for (long y = r.y(); y < r.endY(); y++) {
                for (long x = r.x(); x < r.endX(); x++) {
                    voxel.at(index++, x, y, z);
                }
            }
        }
    }

    /** Writes all blocks of a grid from many threads. */
    static void write(Sink sink, Grid grid, boolean labels) throws IOException {
        try (Sink.Writer writer = sink.open()) {
            LongStream.range(0, grid.blocks()).parallel().forEach(b -> {
                try {
                    write(writer, grid.block(b), labels);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
        }
    }

    static void write(Sink.Writer writer, Region r, boolean labels) throws IOException {
        if (labels) {
            int[] values = new int[r.voxels()];
            each(r, (n, x, y, z) -> values[n] = label(x, y, z));
            writer.write(r, values);
        } else {
            float[] values = new float[r.voxels()];
            byte[] valid = new byte[r.voxels()];
            each(r, (n, x, y, z) -> {
                values[n] = grey(x, y, z);
                valid[n] = (byte) (seen(x, y, z) ? 1 : 0);
            });
            writer.write(r, values, valid);
        }
    }

    static void check(Volume volume, Region r, boolean labels) throws IOException {
        if (labels) {
            int[] found = new int[r.voxels()];
            volume.read(r, found);
            each(r, (n, x, y, z) -> {
                if (found[n] != label(x, y, z)) {
                    throw new AssertionError("voxel " + x + ", " + y + ", " + z + ": " + found[n]);
                }
            });
            return;
        }
        float[] values = new float[r.voxels()];
        byte[] valid = new byte[r.voxels()];
        volume.read(r, values, valid);
        each(r, (n, x, y, z) -> {
            boolean seen = seen(x, y, z);
            if (valid[n] != (seen ? 1 : 0) || values[n] != (seen ? grey(x, y, z) : 0)) {
                throw new AssertionError("voxel " + x + ", " + y + ", " + z + ": " + values[n] + " " + valid[n]);
            }
        });
    }

    static Region random(Random random, Extent e) {
        int nx = 1 + random.nextInt((int) e.x());
        int ny = 1 + random.nextInt((int) e.y());
        int nz = 1 + random.nextInt((int) e.z());
        return new Region(
                random.nextInt((int) e.x() - nx + 1),
                random.nextInt((int) e.y() - ny + 1),
                random.nextInt((int) e.z() - nz + 1),
                nx,
                ny,
                nz);
    }
}
