package patina.segmentation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import patina.blocks.GrainSums;
import patina.blocks.Grid;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.blocks.Source;
import patina.chunks.ScratchVolume;
import patina.fields.Component;
import patina.fields.Components;
import patina.fields.Connectivity;
import patina.fields.DistanceTransform;
import patina.fields.LabelKernel;
import patina.fields.Labelling;
import patina.fields.Sites;
import patina.geometry.Extent;
import patina.geometry.VoxelSize;

/**
 * Finds the specimen's original surface from the reference scan.
 *
 * <p>Metal and void are told apart at half the way between their levels; enclosed void is part of the original solid.
 * Damage that is there already is closed by a ball that rolls over the outside (morphological closing by two exact
 * distance transforms): what the ball cannot touch was metal. Convex specimens keep their shape, edges and all.
 */
public final class OriginalSurface {
    private static final int BINS = 8192;
    /** Blur assumed at the surface, voxel and point spread together, in voxels, until it is measured. */
    private static final double EDGE_SIGMA = 0.8;
    /** What reaches less deep is no damage of the reference scan, in voxels. */
    private static final double LEAST_DEPTH = 2;
    /** Nor is what has fewer voxels: noise. */
    private static final long LEAST_MISSING = 8;
    /** So far below the surface a sound voxel is brighter than half, in voxels. */
    private static final double SURE = 0.75;

    private final Runner runner;
    private final SegmentationSettings settings;
    private final Path work;

    /** @param work folder for intermediate volumes; what {@link #find} returns lives there */
    public OriginalSurface(Runner runner, SegmentationSettings settings, Path work) {
        this.runner = runner;
        this.settings = settings;
        this.work = work;
    }

    /**
     * Rebuilds the original surface.
     *
     * @param scan registered reference scan
     * @param body mask of the specimen on the same grid, or null
     * @param surface mask of the undamaged specimen on the same grid, or null to find it
     * @throws IOException when the scan shows no metal
     */
    public ReferenceSolid find(
            Source scan,
            Extent extent,
            VoxelSize voxel,
            @Nullable Source body,
            @Nullable Source surface,
            Progress progress)
            throws IOException {
        Grid grid = Grid.of(extent);
        float[] range = runner.run(new GreyHistogram.Range(scan), grid, progress);
        if (!(range[1] > range[0])) {
            throw new IOException("The reference scan was to show metal and void, but all it shows is grey " + range[0]
                    + ". Check its file.");
        }
        GreyHistogram histogram = new GreyHistogram(scan, range[0], range[1], BINS);
        double[] levels = histogram.twoLevels(runner.run(histogram, grid, progress));
        float mid = (float) ((levels[0] + levels[1]) / 2);

        ScratchVolume inside = mask("inside", extent);
        double micron = voxel.meanUm();
        if (surface == null) {
            ScratchVolume solid = mask("solid", extent);
            fillSolid(scan, mid, body, grid, solid, progress);
            close(solid, inside, voxel, grid, progress);
            solid.delete();
        } else {
            LabelKernel kernel =
                    new LabelKernel(patina.fields.Classifier.above(surface, 0.5f), Connectivity.FACES, grid);
            Labelling labelling = runner.run(kernel, grid, progress);
            int[] all = new int[labelling.components().count() + 1];
            java.util.Arrays.fill(all, 1);
            runner.run(labelling.relabel(all, inside.sink()), grid, progress);
        }
        // Signed distance.
        ScratchVolume outside = mask("outside", extent);
        runner.run(new Complement(inside.source(), outside.sink()), grid, progress);
        ScratchVolume toOutside = distances("to-outside", outside, extent, voxel, progress);
        ScratchVolume toInside = distances("to-inside", inside, extent, voxel, progress);
        ScratchVolume plain = ScratchVolume.create(work.resolve("plain"), extent, ScratchVolume.Type.FLOAT32);
        long solidVoxels = runner.run(
                new SignedDistance(
                        inside.source(), toOutside.source(), toInside.source(), (float) (micron / 2), plain.sink()),
                grid,
                progress);
        outside.delete();
        toOutside.delete();
        toInside.delete();
        inside.delete();

        // Levels and solid fraction.
        LevelFit fit =
                new LevelFit(scan, scan, plain.source(), extent, settings.deepVoxels() * micron, levels[0], levels[1]);
        GrainSums sums = runner.run(fit, grid, progress);
        Levels fitted = fit.solve(sums.total()).reference();
        ScratchVolume fraction = FractionVolume.create(work.resolve("fraction"), extent);
        runner.run(new FractionImage(scan, fitted, fraction.sink()), grid, progress);

        // Damage that is there already.
        ScratchVolume missing = labels("missing", extent);
        List<Component> lacking = missing(fraction.source(), plain.source(), 0, micron, missing, grid, progress);
        ScratchVolume distance = ScratchVolume.create(work.resolve("distance"), extent, ScratchVolume.Type.FLOAT32);
        double edgeSigma = runner.run(
                        new RefinedDistance(
                                plain.source(),
                                fraction.source(),
                                missing.source(),
                                extent,
                                voxel,
                                EDGE_SIGMA,
                                distance.sink()),
                        grid,
                        progress)
                .sigma(EDGE_SIGMA);
        plain.delete();
        List<RebuiltSurface> places =
                surface == null ? rebuild(lacking, distance, missing, extent, voxel, grid, progress) : List.of();
        if (!places.isEmpty()) {
            ScratchVolume sunk = distance;
            distance = ScratchVolume.create(work.resolve("rebuilt"), extent, ScratchVolume.Type.FLOAT32);
            runner.run(new RebuiltDistance(sunk.source(), micron, places, distance.sink()), grid, progress);
            sunk.delete();
            lacking = missing(fraction.source(), distance.source(), SURE, micron, missing, grid, progress);
        }
        long missingVoxels = lacking.stream().mapToLong(Component::voxels).sum();
        ScratchVolume envelope = FractionVolume.create(work.resolve("envelope"), extent);
        runner.run(
                new Envelope(
                        missing.source(), fraction.source(), distance.source(), micron, edgeSigma, envelope.sink()),
                grid,
                progress);
        missing.delete();
        return new ReferenceSolid(
                extent,
                voxel,
                fraction.source(),
                envelope.source(),
                distance.source(),
                fitted,
                levels[0],
                levels[1],
                edgeSigma,
                solidVoxels,
                missingVoxels);
    }

    /** Labels what is missing of the original solid, from 1 in order of the first voxel. */
    private List<Component> missing(
            Source fraction,
            Source distance,
            double fromVoxels,
            double micron,
            ScratchVolume missing,
            Grid grid,
            Progress progress)
            throws IOException {
        LabelKernel kernel = new LabelKernel(
                new MissingClasses(fraction, 0.5f, distance, (float) (fromVoxels * micron)),
                Connectivity.CORNERS,
                grid);
        Labelling labelling = runner.run(kernel, grid, progress);
        Components components = labelling.components();
        int[] keep = new int[components.count() + 1];
        List<Component> kept = new ArrayList<>();
        for (Component c : components.list()) {
            if (c.voxels() >= LEAST_MISSING && c.weights().get(0).most() >= LEAST_DEPTH * micron) {
                kept.add(c);
                keep[c.number()] = kept.size();
            }
        }
        runner.run(labelling.relabel(keep, missing.sink()), grid, progress);
        return kept;
    }

    /** The surface over what is missing, where the sound surface around tells it. */
    private List<RebuiltSurface> rebuild(
            List<Component> lacking,
            ScratchVolume distance,
            ScratchVolume missing,
            Extent extent,
            VoxelSize voxel,
            Grid grid,
            Progress progress)
            throws IOException {
        List<SurfacePoints.Place> places = new ArrayList<>();
        for (int i = 0; i < lacking.size(); i++) {
            places.add(new SurfacePoints.Place(
                    i + 1, lacking.get(i).low(), lacking.get(i).high()));
        }
        if (places.isEmpty()) {
            return List.of();
        }
        SurfacePoints.Found found = runner.run(
                new SurfacePoints(distance.source(), missing.source(), extent, voxel, places), grid, progress);
        List<RebuiltSurface> rebuilt = new ArrayList<>();
        found.missing.forEach((label, voxels) -> {
            TreeMap<Long, SurfacePoints.OnSurface> around = found.surface.get(label);
            RebuiltSurface fit = around == null ? null : RebuiltSurface.fit(around.values(), voxels.values());
            if (fit != null) {
                rebuilt.add(fit);
            }
        });
        return rebuilt;
    }

    /** Metal and the void it encloses; specks of metal are left out. */
    private void fillSolid(
            Source scan, float mid, @Nullable Source body, Grid grid, ScratchVolume solid, Progress progress)
            throws IOException {
        LabelKernel kernel = new LabelKernel(new SolidClasses(scan, mid, body), Connectivity.FACES, grid, true);
        Labelling labelling = runner.run(kernel, grid, progress);
        Components components = labelling.components();
        long largest = 0;
        for (int c = 1; c <= components.count(); c++) {
            if (components.category(c) == SolidClasses.METAL) {
                largest = Math.max(largest, components.voxels(c));
            }
        }
        int[] labels = new int[components.count() + 1];
        for (int c = 1; c <= components.count(); c++) {
            boolean metal = components.category(c) == SolidClasses.METAL && components.voxels(c) >= 0.01 * largest;
            boolean enclosed = components.category(c) == SolidClasses.VOID
                    && components.borderContacts(c) == 0
                    && components.contacts(c, SolidClasses.UNSEEN) == 0;
            labels[c] = metal || enclosed ? 1 : 0;
        }
        runner.run(labelling.relabel(labels, solid.sink()), grid, progress);
    }

    private void close(ScratchVolume solid, ScratchVolume inside, VoxelSize voxel, Grid grid, Progress progress)
            throws IOException {
        float radiusUm = (float) (settings.closingVoxels() * voxel.meanUm());
        ScratchVolume distance = distances("to-solid", solid, grid.extent(), voxel, progress);
        ScratchVolume outer = mask("outer", grid.extent());
        runner.run(
                new OuterVoid(distance.source(), solid.source(), grid.extent(), radiusUm, outer.sink()),
                grid,
                progress);
        distance.delete();
        ScratchVolume fromOuter = distances("from-outer", outer, grid.extent(), voxel, progress);
        outer.delete();
        runner.run(new ClosedSolid(solid.source(), fromOuter.source(), radiusUm, inside.sink()), grid, progress);
        fromOuter.delete();
    }

    private ScratchVolume mask(String name, Extent extent) throws IOException {
        return ScratchVolume.create(work.resolve(name), extent, ScratchVolume.Type.UINT8);
    }

    private ScratchVolume labels(String name, Extent extent) throws IOException {
        return ScratchVolume.create(work.resolve(name), extent, ScratchVolume.Type.INT32);
    }

    private ScratchVolume distances(String name, ScratchVolume sites, Extent extent, VoxelSize voxel, Progress progress)
            throws IOException {
        ScratchVolume out = ScratchVolume.create(work.resolve(name), extent, ScratchVolume.Type.FLOAT32);
        new DistanceTransform(new Sites.Labelled(sites.source()), extent, voxel, out.sink())
                .run(runner, work, progress);
        return out;
    }
}
