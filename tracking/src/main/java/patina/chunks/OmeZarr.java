package patina.chunks;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import patina.blocks.Copy;
import patina.blocks.Grid;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.blocks.Sink;
import patina.blocks.Source;
import patina.geometry.Extent;
import patina.geometry.VoxelSize;

/**
 * The address of a chunked, compressed volume over time in one folder: OME-Zarr (NGFF 0.4 on Zarr version 2), which Fiji
 * and napari open.
 *
 * <p>Axes t z y x, space in micrometres; chunks of 1 x 64 x 64 x 64, each one Zstandard frame, little-endian, named
 * {@code level/t/z/y/x}; level 0 is the volume, each further level half the one before. Grey in UINT16 is kept as 0 where
 * nothing was seen, else as 1 ... 65535 for offset + slope * stored; offset and slope belong to a time and stand under
 * {@code patina} in .zattrs. In FLOAT32 NaN is not valid. UINT32 holds labels; chunks that are all fill have no file.
 *
 * <p>A time becomes visible all at once: its chunks are written to a folder with a temporary name, {@link #commit} lists
 * length and CRC-32C of each in {@code 0/t/.manifest} and renames the folder; level 0 comes last and decides. A process
 * killed at any moment leaves the whole time or nothing of it. Every chunk is checked against the manifest when it is read.
 *
 * <p>One process writes a volume at a time; many may read what is committed. The address is a value; writers and volumes
 * opened from it take many threads at once.
 *
 * @param folder absolute path
 * @param extent of level 0
 * @param levels how many pyramid levels there are, level 0 counted
 */
public record OmeZarr(String folder, Extent extent, VoxelSize voxelSize, Type type, int levels)
        implements Serializable {
    static final String MANIFEST = ".manifest";
    private static final Pattern UNFINISHED = Pattern.compile("\\.[0-9]+\\.(part|old)");

    /** What a voxel is kept as. */
    public enum Type {
        /** Grey with validity, in steps of the slope. */
        UINT16(2, "<u2"),
        /** Labels. */
        UINT32(4, "<u4"),
        /** Grey with validity, to the last bit. */
        FLOAT32(4, "<f4");

        final int bytes;
        final String dtype;

        Type(int bytes, String dtype) {
            this.bytes = bytes;
            this.dtype = dtype;
        }
    }

    public OmeZarr {
        if (levels < 1 || levels > 16) {
            throw new IllegalArgumentException("A pyramid has 1 to 16 levels, not " + levels + ".");
        }
    }

    /** How many levels until the longest edge is at most 128 voxels. */
    public static int levelsFor(Extent extent) {
        int levels = 1;
        while (Math.max(extent.x(), Math.max(extent.y(), extent.z())) > 128L << (levels - 1) && levels < 16) {
            levels++;
        }
        return levels;
    }

    /**
     * Makes the volume, or takes up the one that is there, for writing; what an earlier process left unfinished is
     * removed.
     *
     * @throws IOException when the folder holds another kind of volume or cannot be written
     */
    public static OmeZarr create(Path folder, Extent extent, VoxelSize voxelSize, Type type, int levels)
            throws IOException {
        Path path = folder.toAbsolutePath().normalize();
        OmeZarr volume = new OmeZarr(path.toString(), extent, voxelSize, type, levels);
        if (exists(folder)) {
            OmeZarr found = open(folder);
            if (!found.equals(volume)) {
                throw new StorageFailure("'" + folder + "' should hold " + volume.described() + ", but holds "
                        + found.described() + ". Delete that folder or choose another.");
            }
        }
        try {
            Files.createDirectories(path);
            volume.removeUnfinished();
            ZarrMetadata.write(volume);
        } catch (IOException e) {
            throw StorageFailure.writing(path, e);
        }
        return volume;
    }

    /** Whether there is such a volume in the folder. */
    public static boolean exists(Path folder) {
        return Files.isRegularFile(folder.resolve(ZarrMetadata.ATTRIBUTES));
    }

    /** The volume in the folder, for writing: what an earlier process left unfinished is removed. */
    public static OmeZarr resume(Path folder) throws IOException {
        OmeZarr volume = open(folder);
        try {
            volume.removeUnfinished();
        } catch (IOException e) {
            throw StorageFailure.writing(volume.path(), e);
        }
        return volume;
    }

    /** The volume in the folder, for reading. */
    public static OmeZarr open(Path folder) throws IOException {
        return ZarrMetadata.read(folder.toAbsolutePath().normalize());
    }

    /** Where time {@code t} is written: labels, or grey to the last bit, or whole greys 1 ... 65535. */
    public Sink sink(int t) {
        return sink(t, 0, 1);
    }

    /** Where time {@code t} is written, for greys of offset + slope ... offset + 65535 slope; others become the nearest of these. */
    public Sink sink(int t, double offset, double slope) {
        if (t < 0 || !(slope > 0) || Double.isInfinite(slope) || !Double.isFinite(offset)) {
            throw new IllegalArgumentException("Time " + t + " with greys of " + offset + " + " + slope
                    + " * stored: a time is not negative, a slope is positive.");
        }
        return new StagedSink(this, t, 0, offset, slope);
    }

    /** Time {@code t}, once it is committed. */
    public Source source(int t) {
        return source(t, 0);
    }

    /** The chunks of a pyramid level of time {@code t} as they are kept, once it is committed. */
    public StoredChunks stored(int t, int level) throws IOException {
        return ((ChunkSource) source(t, level)).stored();
    }

    /**
     * Writes and commits time {@code t} with its pyramid, for greys of offset + slope ... offset + 65535 slope.
     *
     * @param from a volume of this extent
     */
    public void copy(int t, Source from, double offset, double slope, Runner runner, Progress progress)
            throws IOException {
        runner.run(new Copy(from, sink(t, offset, slope)), Grid.of(extent), progress);
        commit(t, runner);
    }

    /** Pyramid level {@code level} of time {@code t}, once it is committed. */
    public Source source(int t, int level) {
        if (level < 0 || level >= levels) {
            throw new IllegalArgumentException("There are levels 0 to " + (levels - 1) + ", no level " + level + ".");
        }
        return new ChunkSource(this, t, level, false);
    }

    /** The extent of a pyramid level. */
    public Extent extent(int level) {
        return extent.binned(1 << level);
    }

    /** The voxel size of a pyramid level. */
    public VoxelSize voxelSize(int level) {
        double f = 1 << level;
        return new VoxelSize(voxelSize.xUm() * f, voxelSize.yUm() * f, voxelSize.zUm() * f);
    }

    /** The times that are complete, in order. */
    public List<Integer> times() throws IOException {
        List<Integer> times = new ArrayList<>();
        Path finest = path().resolve("0");
        if (!Files.isDirectory(finest)) {
            return times;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(finest)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (name.matches("[0-9]{1,9}") && Files.isRegularFile(entry.resolve(MANIFEST))) {
                    times.add(Integer.parseInt(name));
                }
            }
        }
        times.sort(Comparator.naturalOrder());
        return times;
    }

    /** Whether time {@code t} is complete. */
    public boolean has(int t) {
        return Files.isRegularFile(committed(0, t).resolve(MANIFEST));
    }

    /**
     * Makes what was written of time {@code t} visible, with its pyramid; replaces what was there of that time. All
     * writers are closed before.
     */
    public void commit(int t, Runner runner) throws IOException {
        if (!Files.isDirectory(staged(0, t))) {
            throw new IllegalStateException("Nothing was written of time " + t + " in '" + folder + "'.");
        }
        Manifest manifest = stagedManifest(t, 0);
        for (int l = 1; l < levels; l++) {
            Folders.delete(staged(l, t));
            ChunkSource fine = new ChunkSource(this, t, l - 1, true);
            StagedSink coarse = new StagedSink(this, t, l, manifest.offset(), manifest.slope());
            runner.run(
                    new Halving(fine, coarse, type == Type.UINT32),
                    new Grid(extent(l - 1), 128, 128, 128),
                    Progress.NONE);
            manifest.add(stagedManifest(t, l));
        }
        try {
            finish(t, manifest);
        } catch (IOException e) {
            throw StorageFailure.writing(committed(0, t), e);
        }
    }

    /** The same on the calling thread. */
    public void commit(int t) throws IOException {
        try (Runner runner = Runner.sequential()) {
            commit(t, runner);
        }
    }

    /** Removes what was written of time {@code t} and not committed. */
    public void discard(int t) throws IOException {
        for (int l = 0; l < levels; l++) {
            Folders.delete(staged(l, t));
        }
    }

    /** Removes time {@code t}; nothing happens when it is not there. */
    public void remove(int t) throws IOException {
        hide(t);
        for (int l = 0; l < levels; l++) {
            Folders.delete(committed(l, t));
        }
        Folders.delete(old(t));
        ZarrMetadata.write(this);
    }

    private void finish(int t, Manifest manifest) throws IOException {
        for (int l = 0; l < levels; l++) {
            // A chunk of 0 bytes is one that turned out to be all fill.
            manifest.levels().get(l).values().removeIf(chunk -> chunk.bytes() == 0);
            for (var entry : manifest.levels().get(l).entrySet()) {
                Path file = staged(l, t).resolve(layout(l).name(entry.getKey()));
                long found = Files.size(file);
                if (found != entry.getValue().bytes()) {
                    throw new IOException("'" + file + "' has " + found + " bytes in place of "
                            + entry.getValue().bytes());
                }
            }
            for (Path part : parts(l, t)) {
                Files.delete(part);
            }
        }
        manifest.write(staged(0, t).resolve(MANIFEST), this);
        hide(t);
        for (int l = levels - 1; l >= 0; l--) {
            Folders.delete(committed(l, t));
            if (Files.isDirectory(staged(l, t))) {
                Files.move(staged(l, t), committed(l, t), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Folders.delete(old(t));
        ZarrMetadata.write(this);
    }

    private void hide(int t) throws IOException {
        if (Files.isDirectory(committed(0, t))) {
            Folders.delete(old(t));
            Files.move(committed(0, t), old(t), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private void removeUnfinished() throws IOException {
        for (int l = 0; l < levels; l++) {
            Path level = path().resolve(Integer.toString(l));
            if (!Files.isDirectory(level)) {
                continue;
            }
            List<Path> leftover = new ArrayList<>();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(level)) {
                for (Path entry : entries) {
                    String name = entry.getFileName().toString();
                    if (UNFINISHED.matcher(name).matches()
                            || name.matches("[0-9]{1,9}") && !has(Integer.parseInt(name))) {
                        leftover.add(entry);
                    }
                }
            }
            for (Path entry : leftover) {
                Folders.delete(entry);
            }
        }
    }

    /** What the closed writers of one level noted down. */
    Manifest stagedManifest(int t, int level) throws IOException {
        Manifest all = null;
        for (Path part : parts(level, t)) {
            Manifest manifest = Manifest.read(part, this);
            if (all == null) {
                all = manifest;
            } else {
                all.add(manifest);
            }
        }
        return all == null ? Manifest.empty(0, 1, levels) : all;
    }

    /** The notes of the writers of one level, oldest first. */
    private List<Path> parts(int level, int t) throws IOException {
        TreeMap<Integer, Path> parts = new TreeMap<>();
        Path folder = staged(level, t);
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, ".chunks-*")) {
                for (Path entry : entries) {
                    String name = entry.getFileName().toString();
                    parts.put(Integer.parseInt(name.substring(".chunks-".length())), entry);
                }
            }
        }
        return List.copyOf(parts.values());
    }

    Path path() {
        return Path.of(folder);
    }

    ChunkLayout layout(int level) {
        return new ChunkLayout(extent(level));
    }

    Path committed(int level, int t) {
        return path().resolve(Integer.toString(level)).resolve(Integer.toString(t));
    }

    Path staged(int level, int t) {
        return path().resolve(Integer.toString(level)).resolve("." + t + ".part");
    }

    private Path old(int t) {
        return path().resolve("0").resolve("." + t + ".old");
    }

    private String described() {
        return extent + " voxels of " + voxelSize.xUm() + " x " + voxelSize.yUm() + " x " + voxelSize.zUm() + " um, "
                + type + ", " + levels + (levels == 1 ? " level" : " levels");
    }
}
