package patina.phantom;

import java.util.ArrayList;
import java.util.List;

/**
 * A staged series: bodies, scans and what was lost, all of it decided by scene and options.
 *
 * <p>The body's frame has its origin at the body's centre and its axes along the body's faces; {@code placement} takes
 * it to the specimen frame, which is that of the first scan. A small fixed tilt keeps the faces off the voxel planes.
 *
 * @param placement from the body's frame to the specimen frame, in voxels of the reference scan
 */
record Phantom(Scene scene, PhantomOptions options, Script script, Affine placement, List<PhantomScan> scans) {
    Phantom {
        scans = List.copyOf(scans);
    }

    static Phantom of(Scene scene, PhantomOptions options) {
        Script script = scene.script(options);
        Stage stage = new Stage(options, scene.quantity());
        double middle = (options.size() - 1) / 2.0;
        Vec centre = new Vec(middle, middle, middle);
        Affine placement = Affine.rotation(new Vec(0.36, -0.48, 0.8), 2.2).then(Affine.translation(centre));
        List<Solid> inclusions =
                Inclusions.in(script.body(), stage.scale(), script.grains(), stage.draws("inclusions"));
        List<PhantomScan> scans = new ArrayList<>();
        for (int i = 0; i < script.scans().size(); i++) {
            scans.add(scan(script, stage, i, placement, centre, inclusions));
        }
        return new Phantom(scene, options, script, placement, scans);
    }

    private static PhantomScan scan(
            Script script, Stage stage, int i, Affine placement, Vec centre, List<Solid> inclusions) {
        PhantomOptions options = stage.options();
        ScanPlan plan = script.scans().get(i);
        // The reference scan defines frame and greys; the others are drawn about it.
        boolean reference = i == 0;
        Draws draws = stage.draws("pose " + i);
        double drift = reference ? 0 : draws.between(-options.scaleDrift(), options.scaleDrift());
        Affine turn = Affine.rotation(draws.direction(), reference ? 0 : draws.between(0, options.rotationDegrees()));
        Vec shift = draws.direction().times(reference ? 0 : options.shiftVoxels() * Math.cbrt(draws.uniform()));
        Affine mount = turn.then(Affine.scaling(1 + drift))
                .about(centre)
                .then(Affine.translation(shift))
                .then(Affine.translation(plan.crop().times(-1)));
        Vec ownAxis = placement.turn(new Vec(0, 0, 1));
        Affine ownTurn = Affine.rotation(ownAxis, plan.turnDegrees()).about(centre);
        List<Feature> losses = script.losses(plan.step());
        if (plan.cleaned()) {
            losses = losses.stream().map(loss -> loss.filledWith(0)).toList();
        }
        Draws look = stage.draws("greys " + i);
        GreyModel greys = new GreyModel(
                plan,
                1 + (reference ? 0 : look.between(-options.gain(), options.gain())),
                reference ? 0 : look.between(-options.offset(), options.offset()),
                options.cupping() * look.between(0.5, 1),
                options.rings(),
                options.noise(),
                Draws.key(options.seed(), "scan " + i));
        Moment moment = new Moment(
                script.body(),
                losses,
                inclusions,
                script.givesWay() ? sheets(losses) : List.of(),
                script.background(),
                script.surroundings().apply(i));
        boolean stitched = options.stitchedVoxels() > 0
                && !reference
                && i == script.scans().size() - 1;
        int seam = stitched ? (int) (SEAM * plan.slices()) : plan.slices();
        return new PhantomScan(
                i,
                plan,
                stage.exposure(plan.step()),
                moment,
                ownTurn.then(mount),
                mount,
                seam,
                stitched ? upper(options, stage.draws("stitch " + i), centre) : Affine.IDENTITY,
                drift,
                options.blur(),
                greys);
    }

    private static List<Sheet> sheets(List<Feature> losses) {
        return losses.stream()
                .map(Feature::shape)
                .filter(Sheet.class::isInstance)
                .map(Sheet.class::cast)
                .toList();
    }

    /** Where the upper stack of a stitched scan lies: shifted by as much as was asked for, and turned a little. */
    private static Affine upper(PhantomOptions options, Draws draws, Vec centre) {
        double voxels = options.stitchedVoxels();
        return Affine.rotation(draws.direction(), STITCH_DEGREES * voxels)
                .about(centre)
                .then(Affine.translation(draws.direction().times(voxels)));
    }

    /** Where a scan is stitched, as a share of its slices. */
    private static final double SEAM = 0.55;

    /** By how much the upper stack is turned for each voxel that it is shifted by. */
    private static final double STITCH_DEGREES = 0.2;
}
