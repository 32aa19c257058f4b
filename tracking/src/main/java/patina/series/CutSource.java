package patina.series;

import java.io.IOException;
import java.util.Arrays;
import patina.blocks.Source;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * A part of a volume, and so many of its voxels along each axis as one. A grey value is the mean of those that were seen, and
 * was seen where at least half of them were; a label is the most frequent, of equally frequent ones the least.
 *
 * @param all the extent of {@code whole}
 * @param labels whether it holds labels or a mask, of which no mean can be taken
 */
record CutSource(Source whole, Extent all, Cut cut, boolean labels) implements Source {
    @Override
    public Volume open() throws IOException {
        return new CutVolume(whole.open(), cut.of(all), cut, labels);
    }

    private record CutVolume(Volume whole, Extent extent, Cut cut, boolean labels) implements Volume {
        @Override
        public void read(Region region, float[] values, byte[] valid) throws IOException {
            if (cut.bin() == 1) {
                whole.read(below(region, 0, region.nz()), values, valid);
                return;
            }
            int bin = cut.bin();
            int plane = region.nx() * region.ny();
            Region first = below(region, 0, 1);
            float[] fine = new float[first.voxels()];
            byte[] seen = new byte[fine.length];
            float[] cell = new float[bin * bin * bin];
            for (int k = 0; k < region.nz(); k++) {
                whole.read(below(region, k, 1), fine, seen);
                for (int i = 0; i < plane; i++) {
                    int n = 0;
                    for (int at : new Cell(first, region.nx(), i, bin).positions()) {
                        if (seen[at] != 0) {
                            cell[n++] = fine[at];
                        }
                    }
                    boolean known = 2 * n >= cell.length;
                    valid[k * plane + i] = (byte) (known ? 1 : 0);
                    values[k * plane + i] = !known ? 0 : labels ? mostFrequent(cell, n) : mean(cell, n);
                }
            }
        }

        @Override
        public void read(Region region, int[] found) throws IOException {
            if (cut.bin() == 1) {
                whole.read(below(region, 0, region.nz()), found);
                return;
            }
            int bin = cut.bin();
            int plane = region.nx() * region.ny();
            Region first = below(region, 0, 1);
            int[] fine = new int[first.voxels()];
            int[] cell = new int[bin * bin * bin];
            for (int k = 0; k < region.nz(); k++) {
                whole.read(below(region, k, 1), fine);
                for (int i = 0; i < plane; i++) {
                    int n = 0;
                    for (int at : new Cell(first, region.nx(), i, bin).positions()) {
                        cell[n++] = fine[at];
                    }
                    found[k * plane + i] = mostFrequent(cell);
                }
            }
        }

        /** The voxels of {@code whole} that planes {@code z} and up of a region are made of. */
        private Region below(Region region, int z, int planes) {
            int bin = cut.bin();
            return new Region(
                    cut.fromX() + bin * region.x(),
                    cut.fromY() + bin * region.y(),
                    cut.fromZ() + bin * (region.z() + z),
                    bin * region.nx(),
                    bin * region.ny(),
                    bin * planes);
        }

        private static float mean(float[] cell, int n) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += cell[i];
            }
            return (float) (sum / n);
        }

        private static float mostFrequent(float[] cell, int n) {
            Arrays.sort(cell, 0, n);
            int best = 0;
            int most = 0;
            for (int i = 0, run = 0; i < n; i++) {
                run = i > 0 && cell[i] == cell[i - 1] ? run + 1 : 1;
                if (run > most) {
                    most = run;
                    best = i;
                }
            }
            return cell[best];
        }

        private static int mostFrequent(int[] cell) {
            Arrays.sort(cell);
            int best = 0;
            int most = 0;
            for (int i = 0, run = 0; i < cell.length; i++) {
                run = i > 0 && cell[i] == cell[i - 1] ? run + 1 : 1;
                if (run > most) {
                    most = run;
                    best = i;
                }
            }
            return cell[best];
        }

        @Override
        public void close() throws IOException {
            whole.close();
        }
    }

    /** The voxels of one plane of bins that make up its i-th one, {@code width} bins to a row. */
    private record Cell(Region fine, int width, int i, int bin) {
        int[] positions() {
            int[] at = new int[bin * bin * bin];
            int n = 0;
            for (int dz = 0; dz < bin; dz++) {
                for (int dy = 0; dy < bin; dy++) {
                    int row = (dz * fine.ny() + bin * (i / width) + dy) * fine.nx() + bin * (i % width);
                    for (int dx = 0; dx < bin; dx++) {
                        at[n++] = row + dx;
                    }
                }
            }
            return at;
        }
    }
}
