package patina.fields;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.blocks.Block;
import patina.blocks.Grid;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Output;
import patina.blocks.Patch;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.blocks.Sink;
import patina.blocks.Source;
import patina.chunks.ScratchVolume;
import patina.geometry.Extent;
import patina.geometry.Region;
import patina.geometry.VoxelSize;

/**
 * The exact Euclidean distance from every voxel's centre to that of the nearest site, in micrometres, for voxels of any
 * shape and volumes of any size: Maurer, Qi, Raghavan, A linear time algorithm for computing exact Euclidean distance
 * transforms of binary images in arbitrary dimensions, IEEE Trans. PAMI 25 (2003), with the lower envelopes of Felzenszwalb
 * and Huttenlocher.
 *
 * <p>Passes over whole lines: the nearest site within each row, from that within each plane, from that in the volume.
 * Between passes the way to the nearest site is kept (whole voxels, exact), in one volume of 4 bytes a voxel. Where rows and
 * planes are joined in one pass is a matter of memory and changes nothing. At sites the distance is 0; where there is no
 * site at all nothing is valid. At most 32,767 voxels along x and y.
 *
 * @param sites what distances are measured to
 * @param extent that of the volume
 * @param output receives the distances; not valid when there is no site at all
 * @param offsets null, or receives along x and y the way to the nearest site, as {@link #offsetX} and {@link #offsetY}
 *     read it
 * @param offsetsZ null, or receives along z the way to the nearest site, in voxels; null together with offsets
 */
public record DistanceTransform(
        Sites sites,
        Extent extent,
        VoxelSize voxel,
        Sink output,
        @Nullable Sink offsets,
        @Nullable Sink offsetsZ) {
    /** No site in this plane. */
    private static final int NONE = Integer.MIN_VALUE;

    /** A block of whole planes may have this many voxels; larger planes take two passes. */
    private static final long MOST_IN_BLOCK = 1L << 24;

    public DistanceTransform {
        if (extent.x() > Short.MAX_VALUE || extent.y() > Short.MAX_VALUE) {
            throw new IllegalArgumentException("Distances are measured over at most " + Short.MAX_VALUE
                    + " voxels along x and y, not " + extent + ".");
        }
        if ((offsets == null) != (offsetsZ == null)) {
            throw new IllegalArgumentException("The way to the nearest site is written along all axes or along none.");
        }
    }

    /** Distances only. */
    public DistanceTransform(Sites sites, Extent extent, VoxelSize voxel, Sink output) {
        this(sites, extent, voxel, output, null, null);
    }

    /** Runs it with scratch files in {@code folder}, which are removed at the end. */
    public void run(Runner runner, Path folder, Progress progress) throws IOException {
        ScratchVolume plane =
                ScratchVolume.create(folder.resolve("nearest-in-plane"), extent, ScratchVolume.Type.INT32);
        try {
            if (planesAtOnce()) {
                run(runner, plane.source(), plane.sink(), plane.source(), plane.sink(), progress);
            } else {
                ScratchVolume row =
                        ScratchVolume.create(folder.resolve("nearest-in-row"), extent, ScratchVolume.Type.INT32);
                try {
                    run(runner, row.source(), row.sink(), plane.source(), plane.sink(), progress);
                } finally {
                    row.delete();
                }
            }
        } finally {
            plane.delete();
        }
    }

    private boolean planesAtOnce() {
        return extent.x() * extent.y() * Math.min(extent.z(), Grid.GRAIN) <= MOST_IN_BLOCK;
    }

    /**
     * Runs it over given volumes of labels.
     *
     * @param planeSource with planeSink a volume of labels for the nearest site in each plane
     */
    void run(Runner runner, Source planeSource, Sink planeSink, Progress progress) throws IOException {
        if (!planesAtOnce()) {
            throw new IllegalArgumentException("Planes of " + extent + " voxels want two passes.");
        }
        run(runner, planeSource, planeSink, planeSource, planeSink, progress);
    }

    private void run(
            Runner runner, Source rowSource, Sink rowSink, Source planeSource, Sink planeSink, Progress progress)
            throws IOException {
        int x = wholeGrains(extent.x());
        int y = wholeGrains(extent.y());
        int z = wholeGrains(extent.z());
        double ratioXy = voxel.xUm() / voxel.yUm();
        if (planesAtOnce()) {
            runner.run(
                    new InPlane(sites, ratioXy * ratioXy, planeSink),
                    new Grid(extent, x, y, Grid.GRAIN),
                    part(progress, 0, 2));
        } else {
            splitPlanes(runner, rowSource, rowSink, planeSink, progress);
        }
        runner.run(
                new InVolume(planeSource, voxel, output, offsets, offsetsZ),
                new Grid(extent, Grid.GRAIN, Grid.GRAIN, z),
                part(progress, 1, 2));
    }

    /** Rows, then columns: what {@link InPlane} does at once, for planes too large for it. */
    void splitPlanes(Runner runner, Source rowSource, Sink rowSink, Sink planeSink, Progress progress)
            throws IOException {
        double ratioXy = voxel.xUm() / voxel.yUm();
        runner.run(
                new InRow(sites, rowSink),
                new Grid(extent, wholeGrains(extent.x()), Grid.GRAIN, Grid.GRAIN),
                part(progress, 0, 4));
        runner.run(
                new InColumn(rowSource, ratioXy * ratioXy, planeSink),
                new Grid(extent, Grid.GRAIN, wholeGrains(extent.y()), Grid.GRAIN),
                part(progress, 1, 4));
    }

    private static int wholeGrains(long length) {
        return Math.toIntExact((length + Grid.GRAIN - 1) / Grid.GRAIN * Grid.GRAIN);
    }

    private static Progress part(Progress progress, int part, int of) {
        return new Progress() {
            @Override
            public void step(long done, long total) {
                progress.step(part * total + done, of * total);
            }

            @Override
            public boolean cancelled() {
                return progress.cancelled();
            }
        };
    }

    /** The way along x kept in an offset, in voxels. */
    public static int offsetX(int offset) {
        return (short) offset;
    }

    /** The way along y kept in an offset, in voxels. */
    public static int offsetY(int offset) {
        return offset >> 16;
    }

    private static int offset(int x, int y) {
        return y << 16 | (x & 0xffff);
    }

    /** The way to the nearest site in each row, where sites are marked. */
    private static void rows(byte[] marks, int nx, int rows, int[] to) {
        for (int row = 0; row < rows; row++) {
            int base = row * nx;
            int site = -1;
            for (int i = 0; i < nx; i++) {
                if (marks[base + i] != 0) {
                    site = i;
                }
                to[base + i] = site < 0 ? NONE : offset(site - i, 0);
            }
            int next = -1;
            for (int i = site - 1; i >= 0; i--) {
                if (marks[base + i] != 0) {
                    next = -1;
                } else {
                    next = next < 0 ? i + 1 : next;
                    int back = to[base + i];
                    // Of equals the one before.
                    if (back == NONE || next - i < -offsetX(back)) {
                        to[base + i] = offset(next - i, 0);
                    }
                }
            }
        }
    }

    /** From the nearest in each row to the nearest in each plane. */
    private static void columns(int[] offsets, int nx, int ny, int nz, double ratio, int[] to) {
        Parabolas parabolas = new Parabolas(ny);
        int wide = Math.min(nx, TILE);
        double[] f = new double[wide * ny];
        int[] across = new int[wide * ny];
        int[] nearest = new int[ny];
        for (int k = 0; k < nz; k++) {
            for (int i0 = 0; i0 < nx; i0 += TILE) {
                int w = Math.min(TILE, nx - i0);
                int base = k * nx * ny + i0;
                boolean allSites = true;
                for (int j = 0; j < ny; j++) {
                    for (int i = 0; i < w; i++) {
                        int offset = offsets[base + j * nx + i];
                        allSites &= offset == 0;
                        double x = offsetX(offset);
                        across[i * ny + j] = offset;
                        f[i * ny + j] = offset == NONE ? Double.POSITIVE_INFINITY : x * x * ratio;
                    }
                }
                if (allSites) {
                    continue;
                }
                for (int i = 0; i < w; i++) {
                    parabolas.nearest(f, i * ny, ny, nearest);
                    for (int j = 0; j < ny; j++) {
                        int p = nearest[j];
                        to[base + j * nx + i] = p < 0 ? NONE : offset(offsetX(across[i * ny + p]), p - j);
                    }
                }
            }
        }
    }

    /** Columns worked on together: a cache line of ints. */
    private static final int TILE = 16;

    /** The nearest site in each row. */
    private record InRow(Sites sites, Sink sink) implements Kernel<Kernel.None> {
        @Override
        public List<Input> inputs() {
            return List.of(sites.input(0));
        }

        @Override
        public List<Output> outputs() {
            return List.of(new Output.Labels(sink));
        }

        @Override
        public None merge(None earlier, None later) {
            return None.NONE;
        }

        @Override
        public None apply(Block block) {
            Region region = block.region();
            byte[] marks = block.workspace().bytes(region.voxels());
            sites.mark(block.patch(0), marks);
            rows(marks, region.nx(), region.ny() * region.nz(), block.output(0).labels());
            return None.NONE;
        }
    }

    /** The nearest site in each plane, from those in each row. */
    private record InColumn(Source rows, double ratio, Sink sink) implements Kernel<Kernel.None> {
        @Override
        public List<Input> inputs() {
            return List.of(new Input.Labels(rows, 0));
        }

        @Override
        public List<Output> outputs() {
            return List.of(new Output.Labels(sink));
        }

        @Override
        public None merge(None earlier, None later) {
            return None.NONE;
        }

        @Override
        public None apply(Block block) {
            Region region = block.region();
            columns(
                    block.patch(0).labels(),
                    region.nx(),
                    region.ny(),
                    region.nz(),
                    ratio,
                    block.output(0).labels());
            return None.NONE;
        }
    }

    /** Both at once. */
    private record InPlane(Sites sites, double ratio, Sink sink) implements Kernel<Kernel.None> {
        @Override
        public List<Input> inputs() {
            return List.of(sites.input(0));
        }

        @Override
        public List<Output> outputs() {
            return List.of(new Output.Labels(sink));
        }

        @Override
        public None merge(None earlier, None later) {
            return None.NONE;
        }

        @Override
        public None apply(Block block) {
            Region region = block.region();
            byte[] marks = block.workspace().bytes(region.voxels());
            sites.mark(block.patch(0), marks);
            int[] inRow = block.workspace().ints(region.voxels());
            rows(marks, region.nx(), region.ny() * region.nz(), inRow);
            columns(
                    inRow,
                    region.nx(),
                    region.ny(),
                    region.nz(),
                    ratio,
                    block.output(0).labels());
            return None.NONE;
        }
    }

    /** The nearest site in the volume, from those in each plane. */
    private record InVolume(
            Source planes,
            VoxelSize voxel,
            Sink sink,
            @Nullable Sink offsets,
            @Nullable Sink offsetsZ) implements Kernel<Kernel.None> {
        @Override
        public List<Input> inputs() {
            return List.of(new Input.Labels(planes, 0));
        }

        @Override
        public List<Output> outputs() {
            List<Output> outputs = new ArrayList<>();
            outputs.add(new Output.Values(sink));
            if (offsets != null && offsetsZ != null) {
                outputs.add(new Output.Labels(offsets));
                outputs.add(new Output.Labels(offsetsZ));
            }
            return outputs;
        }

        @Override
        public None merge(None earlier, None later) {
            return None.NONE;
        }

        @Override
        public None apply(Block block) {
            Region region = block.region();
            int nx = region.nx();
            int nz = region.nz();
            int plane = nx * region.ny();
            int[] in = block.patch(0).labels();
            Patch out = block.output(0);
            double ratioX = voxel.xUm() / voxel.zUm();
            double ratioY = voxel.yUm() / voxel.zUm();
            ratioX *= ratioX;
            ratioY *= ratioY;
            double[] f = new double[TILE * nz];
            int[] nearest = new int[nz];
            Parabolas parabolas = new Parabolas(nz);
            Arrays.fill(out.valid(), 0, region.voxels(), (byte) 1);
            for (int i0 = 0; i0 < plane; i0 += TILE) {
                int w = Math.min(TILE, plane - i0);
                boolean allSites = true;
                for (int k = 0; k < nz; k++) {
                    for (int i = 0; i < w; i++) {
                        int offset = in[k * plane + i0 + i];
                        allSites &= offset == 0;
                        double x = offsetX(offset);
                        double y = offsetY(offset);
                        f[i * nz + k] = offset == NONE ? Double.POSITIVE_INFINITY : x * x * ratioX + y * y * ratioY;
                    }
                }
                if (allSites) {
                    continue;
                }
                for (int i = 0; i < w; i++) {
                    parabolas.nearest(f, i * nz, nz, nearest);
                    write(f, i * nz, nearest, out, i0 + i, plane);
                    if (offsets != null) {
                        write(
                                nearest,
                                in,
                                block.output(1).labels(),
                                block.output(2).labels(),
                                i0 + i,
                                plane);
                    }
                }
            }
            return None.NONE;
        }

        private void write(double[] f, int base, int[] nearest, Patch out, int column, int plane) {
            float[] values = out.values();
            double um = voxel.zUm();
            for (int k = 0; k < nearest.length; k++) {
                int p = nearest[k];
                if (p < 0) {
                    out.valid()[k * plane + column] = 0;
                } else {
                    double z = p - k;
                    values[k * plane + column] = (float) (Math.sqrt(z * z + f[base + p]) * um);
                }
            }
        }

        private static void write(int[] nearest, int[] in, int[] xy, int[] z, int column, int plane) {
            for (int k = 0; k < nearest.length; k++) {
                int p = nearest[k];
                xy[k * plane + column] = p < 0 ? NONE : in[p * plane + column];
                z[k * plane + column] = p < 0 ? 0 : p - k;
            }
        }
    }
}
