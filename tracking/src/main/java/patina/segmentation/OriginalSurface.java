package patina.segmentation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
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
 * distance transforms): what the ball cannot touch was metal. Convex specimens keep their shape, edges and all; through the
 * channels of an open structure a smaller ball rolls. Where the user knows the surface, distances are to that, and what the
 * scan lacks of it is damage that was there already.
 */
public final class OriginalSurface {
    private static final int BINS = 8192;
    /** Blur assumed at the surface, voxel and point spread together, in voxels, until it is measured. */
    private static final double EDGE_SIGMA = 0.8;
    /** What reaches less deep is no damage of the reference scan, in voxels. */
    private static final double LEAST_DEPTH = 2;
    /** Nor is what has fewer voxels: noise. */
    private static final long LEAST_MISSING = 8;
    /** So many voxels, of one in eight, tell the metal's level within 0.2 % of metal minus air at a noise of 4 %. */
    private static final long ENOUGH_METAL = 500;
    /** A specimen is open, as a lattice or a foam is, where the ball fills more than this share of its solid. */
    private static final double OPEN = 0.2;
    /** A smaller ball than this closes nothing that blur has not, in voxels. */
    private static final double LEAST_BALL = 2;
    /** Metal less deep than this shows the surface's blur, in voxels. */
    private static final double LEAST_DEEP = 2;

    private static final double DEPTH_STEP = 0.5;
    /** So far below the surface a sound voxel is brighter than half, in voxels. */
    private static final double SURE = 0.75;

    /** What reaches less deep below a surface that is known is no damage of the reference scan, in voxels. */
    private static final double LEAST_KNOWN_DEPTH = 1.5;
    /** Standard uncertainty of where a mask ends, in voxels: anywhere between two voxels. */
    private static final double STAIRS = 1 / Math.sqrt(12);
    /** About how many places of the surface are looked at. */
    private static final long SAMPLES = 20_000;
    /** A surface is the specimen's when it holds at least this share of its metal. */
    private static final double LEAST_HELD = 0.9;
    /** And is filled by it to this share. */
    private static final double LEAST_FILLED = 0.3;
    /** Faces bound a specimen when at least this share of its surface lies on them. */
    private static final double LEAST_ON_FACES = 0.5;

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
     * @param surface the original surface as the user gave it, or null to find it
     * @throws IOException when the scan shows no metal, or a given surface is not the specimen's
     */
    public ReferenceSolid find(
            Source scan,
            Extent extent,
            VoxelSize voxel,
            @Nullable Source body,
            @Nullable GivenSurface surface,
            Progress progress)
            throws IOException {
        Grid grid = Grid.of(extent);
        float[] range = runner.run(new GreyHistogram.Range(scan), grid, progress);
        if (!(range[1] > range[0])) {
            throw new IOException("The reference scan was to show metal and void, but all it shows is grey " + range[0]
                    + ". Check its file.");
        }
        GreyHistogram histogram = new GreyHistogram(scan, body, range[0], range[1], BINS);
        double[] levels = histogram.twoLevels(runner.run(histogram, grid, progress));
        float mid = (float) ((levels[0] + levels[1]) / 2);

        ScratchVolume inside = mask("inside", extent);
        double micron = voxel.meanUm();
        ScratchVolume solid = mask("solid", extent);
        fillSolid(scan, mid, body, grid, solid, progress);
        double ball = close(solid, inside, voxel, grid, progress);
        ScratchVolume plain = ScratchVolume.create(work.resolve("plain"), extent, ScratchVolume.Type.FLOAT32);
        long solidVoxels = signed(inside, plain, voxel, grid, progress);

        // Levels and solid fraction.
        Depth deep = deep(scan, plain, levels, grid, micron, progress);
        Levels fitted = deep.levels;
        ScratchVolume fraction = FractionVolume.create(work.resolve("fraction"), extent);
        runner.run(new FractionImage(scan, fitted, fraction.sink()), grid, progress);

        List<RebuiltSurface> dents = List.of();
        if (surface == null) {
            dents = Dents.of(
                    runner.run(new SkinCells(solid.source(), fraction.source(), extent), grid, progress), extent);
        }
        solid.delete();

        // Damage that is there already.
        ScratchVolume missing = labels("missing", extent);
        List<Component> lacking =
                missing(fraction.source(), plain.source(), 0, LEAST_DEPTH, List.of(), micron, missing, grid, progress);
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
        List<RebuiltSurface> places = new ArrayList<>(dents);
        ReferenceSolid.Given given = null;
        ScratchVolume interior = null;
        if (surface != null) {
            ScratchVolume found = distance;
            distance = ScratchVolume.create(work.resolve("given-surface"), extent, ScratchVolume.Type.FLOAT32);
            FoundSurface known =
                    new FoundSurface(found.source(), missing.source(), fraction.source(), extent, voxel, edgeSigma);
            SurfaceMatch.Sums match = place(surface, known, distance, grid, progress);
            given = new ReferenceSolid.Given(
                    match.median() / micron,
                    Math.hypot(match.spread() / micron, surface instanceof GivenSurface.Mask ? STAIRS : 0));
            solidVoxels = match.inside;
            interior = found;
            lacking = missing(
                    fraction.source(),
                    distance.source(),
                    SURE,
                    Math.max(LEAST_KNOWN_DEPTH, 4 * given.u()),
                    List.of(),
                    micron,
                    missing,
                    grid,
                    progress);
        } else {
            places.addAll(rebuild(lacking, dents, distance, missing, extent, voxel, grid, progress));
            if (!places.isEmpty()) {
                ScratchVolume sunk = distance;
                distance = ScratchVolume.create(work.resolve("rebuilt"), extent, ScratchVolume.Type.FLOAT32);
                runner.run(new RebuiltDistance(sunk.source(), micron, places, distance.sink()), grid, progress);
                sunk.delete();
                lacking = missing(
                        fraction.source(),
                        distance.source(),
                        SURE,
                        LEAST_DEPTH,
                        dents,
                        micron,
                        missing,
                        grid,
                        progress);
            }
        }
        long missingVoxels = lacking.stream().mapToLong(Component::voxels).sum();
        ScratchVolume envelope = FractionVolume.create(work.resolve("envelope"), extent);
        runner.run(
                new Envelope(
                        missing.source(),
                        fraction.source(),
                        distance.source(),
                        dents,
                        micron,
                        edgeSigma,
                        envelope.sink()),
                grid,
                progress);
        missing.delete();
        return new ReferenceSolid(
                extent,
                voxel,
                fraction.source(),
                envelope.source(),
                distance.source(),
                interior == null ? distance.source() : interior.source(),
                fitted,
                levels[0],
                levels[1],
                deep.voxels,
                edgeSigma,
                solidVoxels,
                missingVoxels,
                ball,
                places,
                given);
    }

    /** From which depth on metal counts as interior, in voxels, and the levels that are told there. */
    private record Depth(double voxels, Levels levels) {}

    /** As deep as the settings say; in a specimen that is nowhere so thick, as deep as there is metal enough to tell its level. */
    private Depth deep(Source scan, ScratchVolume plain, double[] levels, Grid grid, double micron, Progress progress)
            throws IOException {
        double deep = settings.deepVoxels();
        while (true) {
            LevelFit fit = new LevelFit(scan, scan, plain.source(), grid.extent(), deep * micron, levels[0], levels[1]);
            LevelFit.Fitted fitted = fit.solve(runner.run(fit, grid, progress).total());
            if (fitted.metalVoxels() >= ENOUGH_METAL || deep - DEPTH_STEP < LEAST_DEEP) {
                return new Depth(deep, fitted.reference());
            }
            deep -= DEPTH_STEP;
        }
    }

    /** The surface as the reference scan shows it, before what is known besides. */
    private record FoundSurface(
            Source distance, Source missing, Source fraction, Extent extent, VoxelSize voxel, double edgeSigma) {
        /** Of so many voxels at the surface one is asked; at most as much surface as a box around the view has. */
        long oneIn() {
            long most = 2 * (extent.x() * extent.y() + extent.y() * extent.z() + extent.z() * extent.x());
            return Math.max(1, most / SAMPLES);
        }
    }

    /** Writes the signed distance to the user's surface and says how it meets the scan. */
    private SurfaceMatch.Sums place(
            GivenSurface surface, FoundSurface found, ScratchVolume distance, Grid grid, Progress progress)
            throws IOException {
        if (surface instanceof GivenSurface.Mask mask) {
            placeMask(mask.mask(), found, distance, grid, progress);
        } else {
            ExactSurface exact = surface instanceof GivenSurface.Body given
                    ? new ExactSurface.Body(given.mesh())
                    : faces(surface instanceof GivenSurface.Cylinders, found, grid, progress);
            runner.run(new GivenDistance(exact, found.voxel, distance.sink()), grid, progress);
        }
        SurfaceMatch.Sums match = runner.run(
                new SurfaceMatch(
                        distance.source(),
                        found.distance,
                        found.missing,
                        found.fraction,
                        found.extent,
                        (float) found.voxel.meanUm(),
                        found.oneIn()),
                grid,
                progress);
        double held = (double) match.enclosedMetal / Math.max(1, match.metal);
        double filled = (double) match.enclosedMetal / Math.max(1, match.enclosed);
        if (held < LEAST_HELD || filled < LEAST_FILLED || match.surface == 0) {
            throw new IOException(String.format(
                    java.util.Locale.ROOT,
                    "The original surface was to be that of the specimen, but of the metal in the reference scan %.1f %%"
                            + " lies inside of it, of what it encloses in view %.1f %% is metal, and %d voxels of the view"
                            + " lie on it. Check its unit, its"
                            + " place in the reference scan's frame (micrometres, voxel (0, 0, 0) at the origin) and its"
                            + " 'transform' in series.json, or say \"surface\": \"auto\".",
                    100 * held,
                    100 * Math.min(1, filled),
                    match.surface));
        }
        return match;
    }

    private ExactSurface faces(boolean round, FoundSurface found, Grid grid, Progress progress) throws IOException {
        List<SurfaceSamples.Sample> samples = new ArrayList<>(runner.run(
                        new SurfaceSamples(found.distance, found.missing, found.extent, found.voxel, found.oneIn()),
                        grid,
                        progress)
                .values());
        FaceFit fit = FaceFit.of(samples, found.voxel.meanUm(), round);
        boolean turned = fit.faces().stream().anyMatch(f -> f instanceof Face.Round);
        if (fit.share() < LEAST_ON_FACES || round && !turned) {
            throw new IOException(String.format(
                    java.util.Locale.ROOT,
                    "The original surface was to be %s, but %s (%d faces found hold %.0f %% of it; a dent's bottom and what"
                            + " is hollow are none). Say \"surface\": \"auto\" in series.json, or give an STL or a mask.",
                    round ? "of cylinders and planes" : "of planes",
                    round && !turned
                            ? "the reference scan shows no round face"
                            : "less than half of what the reference scan shows lies on such faces",
                    fit.faces().size(),
                    100 * fit.share()));
        }
        double sigmaUm = Math.hypot(found.edgeSigma, RefinedDistance.SMOOTHING) * found.voxel.meanUm();
        return new ExactSurface.Faces(fit.faces().stream()
                .map(f -> f instanceof Face.Round r ? r.sharp(sigmaUm) : f)
                .toList());
    }

    /** A mask's stairs are smoothed as a scan's edge is; its own voxels tell where it ends. */
    private void placeMask(Source mask, FoundSurface found, ScratchVolume distance, Grid grid, Progress progress)
            throws IOException {
        Extent extent = found.extent;
        ScratchVolume inside = mask("mask", extent);
        LabelKernel kernel = new LabelKernel(patina.fields.Classifier.above(mask, 0.5f), Connectivity.FACES, grid);
        Labelling labelling = runner.run(kernel, grid, progress);
        int[] all = new int[labelling.components().count() + 1];
        java.util.Arrays.fill(all, 1);
        runner.run(labelling.relabel(all, inside.sink()), grid, progress);
        ScratchVolume filled = ScratchVolume.create(work.resolve("mask-fraction"), extent, ScratchVolume.Type.UINT8);
        runner.run(labelling.relabel(all, filled.sink()), grid, progress);
        ScratchVolume plain = ScratchVolume.create(work.resolve("mask-plain"), extent, ScratchVolume.Type.FLOAT32);
        signed(inside, plain, found.voxel, grid, progress);
        ScratchVolume nothing = labels("nothing", extent);
        runner.run(
                new RefinedDistance(
                        plain.source(),
                        filled.source(),
                        nothing.source(),
                        extent,
                        found.voxel,
                        STAIRS,
                        distance.sink()),
                grid,
                progress);
        nothing.delete();
        plain.delete();
        filled.delete();
    }

    /** Writes the signed distance to the boundary of a set of voxels, and deletes the set; how many voxels are inside. */
    private long signed(ScratchVolume inside, ScratchVolume plain, VoxelSize voxel, Grid grid, Progress progress)
            throws IOException {
        Extent extent = grid.extent();
        ScratchVolume outside = mask("outside", extent);
        runner.run(new Complement(inside.source(), outside.sink()), grid, progress);
        ScratchVolume toOutside = distances("to-outside", outside, extent, voxel, progress);
        ScratchVolume toInside = distances("to-inside", inside, extent, voxel, progress);
        long voxels = runner.run(
                new SignedDistance(
                        inside.source(),
                        toOutside.source(),
                        toInside.source(),
                        (float) (voxel.meanUm() / 2),
                        plain.sink()),
                grid,
                progress);
        outside.delete();
        toOutside.delete();
        toInside.delete();
        inside.delete();
        return voxels;
    }

    /** Labels what is missing of the original solid, from 1 in order of the first voxel. */
    private List<Component> missing(
            Source fraction,
            Source distance,
            double fromVoxels,
            double leastDepth,
            List<RebuiltSurface> dents,
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
            Component.Weight depth = c.weights().get(0);
            boolean deep = depth.most() >= leastDepth * micron || isOver(dents, depth.where(), grid.extent());
            if (c.voxels() >= LEAST_MISSING && deep) {
                kept.add(c);
                keep[c.number()] = kept.size();
            }
        }
        runner.run(labelling.relabel(keep, missing.sink()), grid, progress);
        return kept;
    }

    private static boolean isOver(List<RebuiltSurface> dents, long voxel, Extent extent) {
        return dents.stream()
                .anyMatch(dent -> dent.covers(
                        voxel % extent.x(), voxel / extent.x() % extent.y(), voxel / extent.x() / extent.y()));
    }

    /** The surface over what is missing, where the sound surface around tells it and no dent has it already. */
    private List<RebuiltSurface> rebuild(
            List<Component> lacking,
            List<RebuiltSurface> dents,
            ScratchVolume distance,
            ScratchVolume missing,
            Extent extent,
            VoxelSize voxel,
            Grid grid,
            Progress progress)
            throws IOException {
        List<SurfacePoints.Place> unknown = new ArrayList<>();
        for (int i = 0; i < lacking.size(); i++) {
            if (isOver(dents, lacking.get(i).weights().get(0).where(), extent)) {
                continue;
            }
            unknown.add(new SurfacePoints.Place(
                    i + 1, lacking.get(i).low(), lacking.get(i).high()));
        }
        if (unknown.isEmpty()) {
            return List.of();
        }
        SurfacePoints.Found found = runner.run(
                new SurfacePoints(distance.source(), missing.source(), extent, voxel, unknown), grid, progress);
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

    /**
     * Writes the solid and what a ball that rolls over the outside cannot touch. Where that is as much as in an open
     * structure, whose channels are no damage, the ball is halved until it rolls through them.
     *
     * @return the ball's radius, in voxels; 0 where every ball that is worth the name is too large
     */
    private double close(ScratchVolume solid, ScratchVolume inside, VoxelSize voxel, Grid grid, Progress progress)
            throws IOException {
        ScratchVolume distance = distances("to-solid", solid, grid.extent(), voxel, progress);
        double radius = settings.closingVoxels();
        ClosedSolid.Voxels voxels = close(solid, distance, inside, radius, voxel, grid, progress);
        while (radius > 0 && voxels.filled() > OPEN * voxels.solid()) {
            radius = radius / 2 < LEAST_BALL ? 0 : radius / 2;
            voxels = close(solid, distance, inside, radius, voxel, grid, progress);
        }
        distance.delete();
        return radius;
    }

    private ClosedSolid.Voxels close(
            ScratchVolume solid,
            ScratchVolume distance,
            ScratchVolume inside,
            double radius,
            VoxelSize voxel,
            Grid grid,
            Progress progress)
            throws IOException {
        float radiusUm = (float) (radius * voxel.meanUm());
        ScratchVolume outer = mask("outer", grid.extent());
        runner.run(
                new OuterVoid(distance.source(), solid.source(), grid.extent(), radiusUm, outer.sink()),
                grid,
                progress);
        ScratchVolume fromOuter = distances("from-outer", outer, grid.extent(), voxel, progress);
        outer.delete();
        ClosedSolid.Voxels voxels = runner.run(
                new ClosedSolid(solid.source(), fromOuter.source(), radiusUm, inside.sink()), grid, progress);
        fromOuter.delete();
        return voxels;
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
