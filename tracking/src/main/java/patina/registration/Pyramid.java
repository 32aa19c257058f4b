package patina.registration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.blocks.Grid;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.blocks.Sink;
import patina.blocks.Source;
import patina.blocks.Volume;
import patina.chunks.ScratchVolume;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Region;
import patina.geometry.VoxelSize;

/** Builds a scan's pyramid by halving, each level smoothed and read once; fine levels go to files, coarse ones stay in memory. */
final class Pyramid {
    /** The survey, which tells greys, zones and the specimen's place, is the finest level of at most this many voxels. */
    private static final long SURVEY = 2_200_000;

    /** Levels of at most this many voxels stay in memory: two scans' finest then take a fifteenth of the heap. */
    private static final long IN_MEMORY = Math.max(SURVEY, Runtime.getRuntime().maxMemory() / 150);

    /** Coarser levels are made as long as their longest edge has this many voxels and their shortest ten. */
    private static final int LONGEST = 24;

    private static final int SHORTEST = 10;

    private final Runner runner;
    private final Path scratch;
    private final double interiorDepth;
    private final List<ScratchVolume> files = new ArrayList<>();

    Pyramid(Runner runner, Path scratch, double interiorDepth) {
        this.runner = runner;
        this.scratch = scratch;
        this.interiorDepth = interiorDepth;
    }

    /** One volume being made: in memory or in a file. */
    private record Made(Source source, Sink sink, @Nullable MemoryVolume memory) {}

    Prepared prepare(ScanView view, Progress progress) throws IOException {
        List<Extent> extents = new ArrayList<>();
        for (Extent e = view.extent(); ; e = e.binned(2)) {
            extents.add(e);
            Extent next = e.binned(2);
            if (Math.max(next.x(), Math.max(next.y(), next.z())) < LONGEST
                    || Math.min(next.x(), Math.min(next.y(), next.z())) < SHORTEST) {
                break;
            }
        }
        try {
            Source raw = view.source();
            @Nullable MemoryVolume survey = null;
            int surveyFactor = 1;
            List<Made> smoothed = new ArrayList<>();
            List<GradientHistogram> gradients = new ArrayList<>();
            for (int l = 0; l < extents.size(); l++) {
                Extent extent = extents.get(l);
                Made smooth = make(extent, "smooth" + l);
                @Nullable Made half = l + 1 < extents.size() ? make(extents.get(l + 1), "raw" + (l + 1)) : null;
                gradients.add(runner.run(
                        new SmoothKernel(raw, extent, smooth.sink(), half == null ? null : half.sink()),
                        gridOf(extent),
                        progress));
                smoothed.add(smooth);
                if (half != null) {
                    raw = half.source();
                    if (survey == null && extents.get(l + 1).voxels() <= SURVEY) {
                        survey = half.memory();
                        surveyFactor = 2 << l;
                    }
                }
            }
            if (survey == null) {
                survey = load(view.source(), view.extent());
            }
            Grey grey = Grey.of(survey);
            byte @Nullable [] used = view.body() == null ? null : body(view.body(), extents, surveyFactor);
            boolean leavesDense = false;
            if (used == null) {
                double dense = Grey.denseFrom(survey, grey);
                used = Double.isInfinite(dense)
                        ? null
                        : Zones.withoutDense(survey, dense, (int) Math.ceil((double) Prepared.RIM / surveyFactor));
                if (used != null) {
                    grey = grey.without(survey, dense);
                    leavesDense = true;
                }
            }
            Zones zones = Zones.of(survey, surveyFactor, grey, interiorDepth, used);
            Solid solid = Solid.of(survey, toUm(view.voxelSize(), surveyFactor), grey, zones);
            List<Level> levels = new ArrayList<>();
            for (int l = 0; l < extents.size(); l++) {
                levels.add(Level.of(
                        1 << l,
                        extents.get(l),
                        toUm(view.voxelSize(), 1 << l),
                        smoothed.get(l).source(),
                        gradients.get(l),
                        grey.contrast()));
            }
            return new Prepared(view, List.copyOf(levels), grey, zones, solid, leavesDense, List.copyOf(files));
        } catch (IOException | RuntimeException e) {
            for (ScratchVolume file : files) {
                file.delete();
            }
            throw e;
        }
    }

    /** Whole lines of most volumes: little is read twice. Small levels are cut finely, so that both scans are at work on them. */
    private static Grid gridOf(Extent extent) {
        return new Grid(extent, extent.voxels() > SURVEY / 2 ? 256 : 64, 64, 32);
    }

    private static Affine toUm(VoxelSize h, int factor) {
        double shift = 0.5 * (factor - 1);
        return new Affine(
                h.xUm() * factor,
                0,
                0,
                h.xUm() * shift,
                0,
                h.yUm() * factor,
                0,
                h.yUm() * shift,
                0,
                0,
                h.zUm() * factor,
                h.zUm() * shift);
    }

    private Made make(Extent extent, String name) throws IOException {
        if (extent.voxels() <= IN_MEMORY) {
            MemoryVolume volume = MemoryVolume.of(extent);
            return new Made(volume, volume.sink(), volume);
        }
        Files.createDirectories(scratch);
        Path file = Files.createTempFile(scratch, name + "-", ".raw");
        ScratchVolume volume = ScratchVolume.create(file, extent, ScratchVolume.Type.FLOAT32);
        files.add(volume);
        return new Made(volume.source(), volume.sink(), null);
    }

    private static MemoryVolume load(Source source, Extent extent) throws IOException {
        MemoryVolume all = MemoryVolume.of(extent);
        try (Volume volume = source.open()) {
            volume.read(Region.whole(extent), all.values(), all.valid());
        }
        return all;
    }

    /** The places of the specimen and a rim around it, on the survey's grid. */
    private byte[] body(Source mask, List<Extent> extents, int factor) throws IOException {
        Source at = mask;
        for (int l = 1; 1 << l <= factor; l++) {
            Made made = make(extents.get(l), "body" + l);
            runner.run(new BinKernel(at, made.sink()), gridOf(extents.get(l)));
            at = made.source();
        }
        Extent extent = extents.get(Integer.numberOfTrailingZeros(factor));
        MemoryVolume coarse = at instanceof MemoryVolume memory ? memory : load(at, extent);
        byte[] used = new byte[coarse.values().length];
        for (int i = 0; i < used.length; i++) {
            used[i] = (byte) (coarse.values()[i] > 0 ? 1 : 0);
        }
        Zones.widen(used, extent, (int) Math.ceil((double) Prepared.RIM / factor));
        return used;
    }
}
