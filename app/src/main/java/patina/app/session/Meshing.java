package patina.app.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import patina.blocks.Cancelled;
import patina.blocks.Grid;
import patina.blocks.Runner;
import patina.blocks.Source;
import patina.blocks.Volume;
import patina.chunks.OmeZarr;
import patina.chunks.StorageFailure;
import patina.fields.IsoSurface;
import patina.fields.Mesh;
import patina.geometry.Extent;
import patina.geometry.Region;
import patina.geometry.VoxelSize;
import patina.meshes.MeshFile;
import patina.segmentation.GreyHistogram;
import patina.store.FeatureRow;
import patina.store.Inspection;

/**
 * Surfaces of an inspection as meshes: the specimen half-way between the greys of void and metal, at the finest level
 * whose edges are at most 512 voxels, and every feature as labelled.
 */
final class Meshing {
    private static final long LONGEST = 512;
    private static final long MOST_VOXELS = 30_000_000;
    private static final int BINS = 4096;

    private Meshing() {}

    static List<Path> write(Path folder, @Nullable Integer wanted, Set<MeshFile> forms, Path to, Watch watch)
            throws IOException {
        List<FeatureRow> features;
        try (Inspection inspection = Inspection.openReadOnly(folder)) {
            features = inspection.features();
        }
        OmeZarr grey = volume(folder, "aligned");
        OmeZarr labels = volume(folder, "labels");
        List<Integer> times = labels.times();
        if (times.isEmpty() || wanted != null && !times.contains(wanted)) {
            throw new IOException("Surfaces of scan " + (wanted == null ? "the last" : wanted) + " were wanted, but '"
                    + folder + "' has labels of scans " + times + ". Choose one of these, or finish the run.");
        }
        int scan = wanted == null ? times.get(times.size() - 1) : wanted;
        try {
            Files.createDirectories(to);
        } catch (IOException e) {
            throw StorageFailure.writing(to, e);
        }
        List<FeatureRow> own = features.stream().filter(f -> f.scan() == scan).toList();
        watch.begin("meshes", null, 0, 1);
        List<Path> written = new ArrayList<>();
        write(specimen(grey, scan), forms, to, "specimen", scan, written);
        watch.step(1, own.size() + 1);
        for (int i = 0; i < own.size(); i++) {
            if (watch.cancelled()) {
                throw new Cancelled();
            }
            FeatureRow row = own.get(i);
            write(feature(labels, scan, row), forms, to, row.kind() + "_T" + row.trackId(), scan, written);
            watch.step(i + 2, own.size() + 1);
        }
        return written;
    }

    private static void write(Mesh mesh, Set<MeshFile> forms, Path to, String name, int scan, List<Path> written)
            throws IOException {
        for (MeshFile form : MeshFile.values()) {
            if (forms.contains(form) && mesh.size() > 0) {
                Path file = to.resolve(String.format(Locale.ROOT, "%s_scan_%02d.%s", name, scan, form.ending()));
                form.write(mesh, file);
                written.add(file);
            }
        }
    }

    private static OmeZarr volume(Path folder, String name) throws IOException {
        Path path = folder.resolve(name);
        if (!OmeZarr.exists(path)) {
            throw new IOException("Surfaces are made of '" + path
                    + "', which is not there. Give 'patina run' again; what is" + " missing is made anew.");
        }
        return OmeZarr.open(path);
    }

    private static Mesh specimen(OmeZarr grey, int scan) throws IOException {
        int level = 0;
        while (level < grey.levels() - 1 && longest(grey.extent(level)) > LONGEST) {
            level++;
        }
        VoxelSize voxel = grey.voxelSize(level);
        double shift = ((1 << level) - 1) / 2.0;
        VoxelSize fine = grey.voxelSize();
        try (Volume volume = grey.source(scan, level).open()) {
            return IsoSurface.of(volume, voxel, shift * fine.xUm(), shift * fine.yUm(), shift * fine.zUm(), (float)
                    middle(grey, scan));
        }
    }

    private static long longest(Extent e) {
        return Math.max(e.x(), Math.max(e.y(), e.z()));
    }

    /** Half-way between void and metal, from the coarsest level. */
    private static double middle(OmeZarr grey, int scan) throws IOException {
        int level = grey.levels() - 1;
        Source source = grey.source(scan, level);
        Grid grid = Grid.of(grey.extent(level));
        try (Runner runner = Runner.sequential()) {
            float[] range = runner.run(new GreyHistogram.Range(source), grid);
            GreyHistogram histogram = new GreyHistogram(source, range[0], range[1], BINS);
            double[] levels = histogram.twoLevels(runner.run(histogram, grid));
            return 0.5 * (levels[0] + levels[1]);
        }
    }

    private static Mesh feature(OmeZarr labels, int scan, FeatureRow row) throws IOException {
        long[] box = row.box();
        int level = 0;
        while (level < labels.levels() - 1 && (box[3] * box[4] * box[5]) >> (3 * level) > MOST_VOXELS) {
            level++;
        }
        Region region = new Region(
                        box[0] >> level,
                        box[1] >> level,
                        box[2] >> level,
                        (int) (box[3] >> level) + 2,
                        (int) (box[4] >> level) + 2,
                        (int) (box[5] >> level) + 2)
                .clippedTo(labels.extent(level));
        int[] found = new int[region.voxels()];
        try (Volume volume = labels.source(scan, level).open()) {
            volume.read(region, found);
        }
        double shift = ((1 << level) - 1) / 2.0;
        VoxelSize fine = labels.voxelSize();
        return IsoSurface.of(found, region, row.trackId(), labels.voxelSize(level))
                .moved(shift * fine.xUm(), shift * fine.yUm(), shift * fine.zUm());
    }
}
