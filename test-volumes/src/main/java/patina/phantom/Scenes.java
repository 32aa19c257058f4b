package patina.phantom;

import java.util.ArrayList;
import java.util.List;

/** The scenes, each drawn; lengths in the drawings are voxels of a view of 128³ and grow with the view. */
final class Scenes {
    /** Steps from one way of being untidy to the next. */
    private static final int UNTIDY_WAYS = 4;

    /** Times the usual number of grains: a tenth of the metal. */
    private static final int GRAINS = 10;

    private Scenes() {}

    /**
     * Four pits, each with its own law; D comes later than the others. Depths in the last scan:
     *
     * <pre>
     *      top                    front             right
     *    +------------------+   +-----------+     +---------+
     *    |            A     |   |   C       |     |         |
     *    |           (12)   |   |  (10,     |     |   D     |
     *    |   B              |   | undercut) |     |  (6)    |
     *    |  (8)             |   |           |     |         |
     *    +------------------+   +-----------+     +---------+
     * </pre>
     */
    static Script growingPits(Stage stage) {
        return Script.of(
                stage,
                stage.block(),
                stage.pit("A", Pit.of(stage.top(14, -14), 0.8, stage.growth(1, 12, 0.5))),
                stage.pit(
                        "B",
                        Pit.of(stage.top(-14, 18), 1.0, stage.growth(1, 8, 1 / 3.0))
                                .stretchedBy(1.4)),
                stage.pit(
                        "C",
                        Pit.of(stage.front(10, -5), 0.7, stage.growth(1, 10, 0.6))
                                .undercutBy(0.3)),
                stage.pit("D", Pit.of(stage.right(-5, 12), 1.2, stage.growth(Math.min(2, stage.last()), 6, 1))));
    }

    /**
     * Two pits grow into one; a third one stays alone.
     *
     * <pre>
     *    step 1      2         last - 1     last
     *    .   .     o   o       OO           OO
     *                          A+B          A+B
     *    A   B     A   B       parents A, B
     * </pre>
     */
    static Script mergingPits(Stage stage) {
        List<Actor> actors = new ArrayList<>();
        actors.add(mergingPair(stage, stage.top(0, 0)));
        actors.add(stage.pit("C", Pit.of(stage.front(10, -5), 1, stage.growth(1, 8, 0.5))));
        return Script.of(stage, stage.block(), actors.toArray(Actor[]::new));
    }

    private static Actor mergingPair(Stage stage, Frame between) {
        int merge = Math.max(2, stage.last() - 1);
        Growth deeper = stage.growth(1, 11, 0.8);
        Growth shallower = stage.growth(1, 9, 0.8);
        double width = 0.9;
        double half = stage.mergingDistance(width, deeper, shallower, merge) / 2 * stage.scale();
        return stage.merging(
                "A",
                Pit.of(between.movedBy(-half, 0, 0), width, deeper),
                "B",
                Pit.of(between.movedBy(half, 0, 0), width, shallower),
                merge);
    }

    /**
     * A pit; from the middle of the series on a crack out of it; later a branch of the crack. The crack is what lies
     * outside the pit's own shape.
     *
     * <pre>
     *    face                            section along the crack
     *              ____/  branch         ____     _______________
     *     (P)_____/___________ K             \_P_/K            /
     *                                          \______________/
     * </pre>
     */
    static Script crackedPit(Stage stage) {
        return Script.of(
                stage, stage.block(), crackedPit(stage, stage.top(-15, 3)).toArray(Actor[]::new));
    }

    private static List<Actor> crackedPit(Stage stage, Frame place) {
        int crack = Math.max(2, stage.stepAt(0.5));
        // Deeper than the pit from the first on: the exponent is the largest that allows it.
        double n = Math.min(0.8, Math.log(16 / 8.0) / Math.log(1.0 + stage.last() - crack));
        Growth depth = stage.growth(crack, 8, 16, n);
        return List.of(
                stage.pit("P", Pit.of(place, 0.9, stage.growth(1, 9, 0.5))),
                stage.branchingCrack("K", "P", place.turned(-12), depth, 1.9, 2.5, Math.min(stage.last(), crack + 1)));
    }

    /**
     * A ball wears a scar into the upper face, at a constant rate over the distance slid.
     *
     * <pre>
     *    ____             ____   30 x 20 wide,
     *        \__       __/       4 deep in the last scan
     *           \_____/
     * </pre>
     */
    static Script wear(Stage stage) {
        return Script.of(
                stage,
                stage.block(),
                stage.scar("W", stage.top(2, 0).turned(20), 15, 10, stage.rate(4 * stage.scale())));
    }

    /**
     * Every surface recedes alike; the inclusions inside stay where they are.
     *
     * <pre>
     *    +--------+     +--------+
     *    | o   .  |     |+------+|
     *    |   o    | ==&gt; || o   .||
     *    | .    o |     ||.  o  ||
     *    +--------+     |+------+|
     *                   +--------+
     * </pre>
     */
    static Script thinning(Stage stage, double thickness) {
        ConvexBody body = stage.block();
        return Script.of(stage, body, stage.thinning("U", body, stage.rate(thickness)));
    }

    /**
     * Enclosed pores: A to D there from the start and growing, E and F born on the way, G and H as they were.
     *
     * <pre>
     *    +-----------+     +-----------+
     *    | .A    .G  |     | oA    .G  |
     *    |    .B     | ==&gt; |   OB  oE  |
     *    | .C    .D  |     | oC    OD  |
     *    +-----------+     +-----------+
     * </pre>
     */
    static Script growingPores(Stage stage) {
        ConvexBody body = stage.block();
        int late = Math.max(1, stage.stepAt(0.5));
        return Script.of(
                stage,
                body,
                stage.pore("A", body, new Vec(-30, -4, 14), stage.growth(0, 2.5, 6, 0.7)),
                stage.pore("B", body, new Vec(5, -6, 26), stage.growth(0, 3, 8, 0.8)),
                stage.pore("C", body, new Vec(-16, 26, -14), stage.growth(0, 2, 5, 0.5)),
                stage.pore("D", body, new Vec(12, 2, -30), stage.growth(0, 2.5, 7, 1)),
                stage.pore("E", body, new Vec(24, -10, 6), stage.growth(1, 2.5, 6, 0.5)),
                stage.pore("F", body, new Vec(-14, 10, 30), stage.growth(late, 3, 6, 0.5)),
                stage.pore("G", body, new Vec(-3, 16, 3), Growth.arrested(3.5 * stage.scale())),
                stage.pore("H", body, new Vec(6, -16, -25), Growth.arrested(2.5 * stage.scale())));
    }

    /**
     * The block, and nothing happens to it: inclusions, no pores.
     *
     * <pre>
     *    +--------+     +--------+
     *    |  o   . |     |  o   . |
     *    | .   o  | ==&gt; | .   o  |     o . inclusions
     *    |   o    |     |   o    |
     *    +--------+     +--------+
     * </pre>
     */
    static Script nothing(Stage stage) {
        return Script.of(stage, stage.block());
    }

    /**
     * P is 6 deep before the first scan and grows to 10; Q is 7 deep and rests; N comes later.
     *
     * <pre>
     *    top              front            right
     *    +--------+       +--------+       +--------+
     *    |   P    |       |   Q    |       |   N    |
     *    | 6..10  |       |   7    |       |  0..6  |
     *    +--------+       +--------+       +--------+
     * </pre>
     */
    static Script preExistingPit(Stage stage) {
        return Script.of(
                stage,
                stage.block(),
                stage.pit("P", Pit.of(stage.top(4, -6), 0.9, stage.growth(0, 6, 10, 0.5))),
                stage.pit("Q", Pit.of(stage.front(8, -4), 1, Growth.arrested(7 * stage.scale()))),
                stage.pit("N", Pit.of(stage.right(-6, 5), 1, stage.growth(Math.min(2, stage.last()), 6, 0.5))));
    }

    /**
     * The growing pits and one more, E, on the left; from the middle of the series on the view lies 30 % further along
     * x and no longer shows E, and outside the reconstruction's circle the slices hold a constant.
     *
     * <pre>
     *    first scans            later scans
     *    +-----------+          000___+---000
     *    |  ______   |          0/ __ |      \0
     *    | E      |  |          |    ||       |
     *    | |______|  |          |  __||       |
     *    |           |          0\    |      /0
     *    +-----------+          000---+---000
     * </pre>
     */
    static Script shiftedView(Stage stage) {
        Script script = growingPits(stage).and(stage.pit("E", Pit.of(stage.left(4, -3), 1, stage.growth(1, 8, 0.5))));
        List<ScanPlan> scans = new ArrayList<>();
        for (ScanPlan scan : script.scans()) {
            boolean later = scan.step() >= Math.max(1, stage.stepAt(0.5));
            scans.add(later ? scan.cropped(new Vec(0.3 * stage.size(), 0, 0)).inCircle(0.96) : scan);
        }
        return script.withScans(scans);
    }

    /**
     * A rod with a flat turns by 4° a scan in a grip half as dense again as the rod; the pits are on the rod.
     *
     * <pre>
     *         |   |
     *         | A |        turns
     *         |B  |
     *    #####|   |#####
     *    ####o|   |#####   the grip, with holes, does not
     *    #####|___|##o##
     *    ###############
     * </pre>
     */
    static Script grippedRod(Stage stage) {
        double s = stage.scale();
        Script script = Script.of(
                stage,
                stage.rod(),
                stage.pit("A", Pit.of(stage.side(100, 28), 0.9, stage.growth(1, 8, 0.5))),
                stage.pit("B", Pit.of(stage.side(-120, 6), 1, stage.growth(1, 6, 0.5))),
                stage.pit("C", Pit.of(stage.side(-165, 32), 0.8, stage.growth(Math.min(2, stage.last()), 7, 0.7))));
        List<ScanPlan> scans = new ArrayList<>();
        for (ScanPlan scan : script.scans()) {
            scans.add(scan.turned(4.0 * scan.step()));
        }
        List<Solid> grip = List.of(
                new Solid(ConvexBody.box(new Vec(-44, -38, -90).times(s), new Vec(44, 38, -14).times(s)), 1.5),
                new Solid(Ellipsoid.sphere(new Vec(-36, 22, -24).times(s), 6 * s), 0),
                new Solid(Ellipsoid.sphere(new Vec(33, -27, -30).times(s), 5 * s), 0),
                new Solid(Ellipsoid.sphere(new Vec(5, 33, -34).times(s), 4 * s), 0));
        return script.withScans(scans).amid(0, scan -> grip);
    }

    /**
     * Pits full of corrosion product at 30, 50 and 65 % of the metal, and an empty one; in the scan before the last
     * they are clean.
     *
     * <pre>
     *    ___     ____     ____     ____     ___
     *       \:::/    \;;;/    \%%%/    \   /
     *        30       50       65        0
     * </pre>
     */
    static Script product(Stage stage) {
        Script script = Script.of(stage, stage.block(), filledPits(stage).toArray(Actor[]::new));
        List<ScanPlan> scans = new ArrayList<>();
        for (ScanPlan scan : script.scans()) {
            scans.add(scan.step() == Math.max(1, stage.last() - 1) ? scan.afterCleaning() : scan);
        }
        return script.withScans(scans);
    }

    private static List<Actor> filledPits(Stage stage) {
        return List.of(
                stage.pit(
                        "A",
                        Pit.of(stage.top(-14, -18), 0.9, stage.growth(1, 9, 0.5))
                                .filledWith(0.3)),
                stage.pit(
                        "B",
                        Pit.of(stage.top(14, 16), 1, stage.growth(1, 10, 0.5)).filledWith(0.5)),
                stage.pit(
                        "C",
                        Pit.of(stage.front(10, -5), 1, stage.growth(1, 8, 0.5)).filledWith(0.65)),
                stage.pit("D", Pit.of(stage.right(-5, 8), 1, stage.growth(1, 8, 0.5))));
    }

    /**
     * The filled pits in an electrolyte at 12 % of the metal, with bubbles that are elsewhere in every scan.
     *
     * <pre>
     *    ~ ~ o ~ ~ ~ ~ ~ o ~
     *    ~ +-\::/---\;;/-+ o
     *    o |             | ~
     *    ~ |             | ~
     *    ~ +-------------+ ~
     * </pre>
     */
    static Script wet(Stage stage) {
        Script script = product(stage);
        return script.amid(0.12, scan -> bubbles(stage, script.body(), scan));
    }

    private static List<Solid> bubbles(Stage stage, ConvexBody body, int scan) {
        Draws draws = stage.draws("bubbles " + scan);
        double reach = 60 * stage.scale();
        List<Solid> bubbles = new ArrayList<>();
        while (bubbles.size() < 24) {
            Vec centre =
                    new Vec(draws.between(-reach, reach), draws.between(-reach, reach), draws.between(-reach, reach));
            double radius = draws.between(2, 5) * stage.scale();
            // Free, or clinging to the face: never with its middle in the metal.
            if (body.depth(centre) < -0.5 * radius) {
                bubbles.add(new Solid(Ellipsoid.sphere(centre, radius), 0));
            }
        }
        return bubbles;
    }

    /**
     * Cracked pit on the upper face, merging pits on the front, wear on the back, a pit at the right, three pores.
     *
     * <pre>
     *      top               front           back            right
     *    +-----------+     +----------+    +----------+    +--------+
     *    | (P)__/__K |     |  A  B    |    |   ____   |    |   D    |
     *    |      pores|     |  (A+B)   |    |  (_W__)  |    |        |
     *    +-----------+     +----------+    +----------+    +--------+
     * </pre>
     */
    static Script allAtOnce(Stage stage) {
        ConvexBody body = stage.block();
        List<Actor> actors = new ArrayList<>(crackedPit(stage, stage.top(-15, 3)));
        actors.add(mergingPair(stage, stage.front(6, 0)));
        actors.add(stage.scar("W", stage.back(-6, -4), 15, 10, stage.rate(4 * stage.scale())));
        actors.add(stage.pit("D", Pit.of(stage.right(-5, 8), 1, stage.growth(Math.min(2, stage.last()), 8, 0.5))));
        actors.add(stage.pore("X", body, new Vec(-26, 4, -20), stage.growth(0, 2.5, 6, 0.7)));
        actors.add(stage.pore("Y", body, new Vec(14, 4, -28), stage.growth(1, 2.5, 6, 0.5)));
        actors.add(stage.pore("Z", body, new Vec(10, -12, -24), Growth.arrested(3.5 * stage.scale())));
        return Script.of(stage, body, actors.toArray(Actor[]::new));
    }

    /**
     * The growing pits, the first and the last moment scanned twice.
     *
     * <pre>
     *    exposure   0   0       24    48    72    96   96
     *    role       step repeat step  step  step  step repeat
     * </pre>
     */
    static Script repeat(Stage stage) {
        Script script = growingPits(stage);
        List<ScanPlan> scans = new ArrayList<>();
        for (ScanPlan scan : script.scans()) {
            scans.add(scan);
            if (scan.step() == 0 || scan.step() == stage.last()) {
                scans.add(scan.repeated());
            }
        }
        return script.withScans(scans);
    }

    /**
     * Sixty pits begin, over six faces: forty alone, eight pairs the wall between which gives way, four of two lobes
     * that a deposit parts.
     *
     * <pre>
     *    cells of a face        a merge             a split
     *    . o . (o o)            o   o    o===o      o===o    o   o
     *    o . o .           A, B     ==&gt;  A+B        A    ==&gt;  A1, A2
     *    (o o) . o
     * </pre>
     */
    static Script manyFeatures(Stage stage) {
        return new ManyFeatures(stage).script();
    }

    /**
     * One crack with an elliptic opening from the upper face, no pit; the option gives its largest opening in the last
     * scan.
     *
     * <pre>
     *    face  ------&lt;======&gt;------     section  \            /
     *              2 x 14 long                     \__________/  12 deep
     * </pre>
     */
    static Script thinCrack(Stage stage) {
        Frame place = stage.top(2, 0).turned(25);
        return Script.of(
                stage,
                stage.block(),
                stage.pennyCrack(
                        "K",
                        place,
                        stage.growth(1, 7, 12, 0.5),
                        14 / 12.0,
                        stage.options().openingVoxels()));
    }

    /**
     * A crack whose sides move apart, with the grains beside it: metal as full of them as nodular iron is of graphite.
     *
     * <pre>
     *      _____________
     *     |  o <-||-> o |
     *     | o   o|  o   |
     *     |___o_____o___|
     * </pre>
     */
    static Script openingCrack(Stage stage) {
        return Script.of(
                        stage,
                        stage.block(),
                        stage.pennyCrack(
                                "K",
                                stage.top(2, 0).turned(25),
                                stage.growth(1, 14, 20, 0.5),
                                1.2,
                                stage.options().openingVoxels()))
                .givingWay()
                .withGrains(GRAINS);
    }

    /**
     * Fissures along the boundaries of grains of 14 across, spreading and deepening; an ordinary pit on another face.
     *
     * <pre>
     *      __/ \\__/ \\__            ____________
     *     /  \\__/  \\__/   from     | |  |  |       from the side
     *     \\__/  \\__/  \\   above    |    |
     * </pre>
     */
    static Script intergranular(Stage stage) {
        return Script.of(
                stage,
                stage.block(),
                stage.intergranular("N", stage.top(2, -3), 24, 14, stage.growth(1, 5, 12, 0.7), 1.2),
                stage.pit("P", Pit.of(stage.front(6, 8), 1, stage.growth(1, 8, 0.5))));
    }

    /**
     * A patch of the upper face, 66 × 80 wide, goes down by 0.15 voxel, whatever the view's size (10⁴ voxels of area
     * from a view of 200³ on).
     *
     * <pre>
     *    ___                                   ___
     *       \_________________________________/     0.15
     * </pre>
     */
    static Script subVoxelWear(Stage stage) {
        return Script.of(stage, stage.block(), stage.patch("W", stage.top(0.5, 0), 33, 40, stage.rate(0.15)));
    }

    /**
     * The growing pits, scanned by someone in a hurry: views of other size, other voxels, a crop that cuts the body, a
     * circle of fill.
     *
     * <pre>
     *    scan 0        1             2           3          4
     *    +------+   +--------+    +----+      +---+      000--000
     *    | [  ] |   | [  ]   |    |[ ] |      | ] |      0|[  ]|0
     *    |      |   +--------+    +----+      |   |      0|    |0
     *    +------+                 voxel 1.25  +---+      000--000
     * </pre>
     */
    static Script untidy(Stage stage) {
        Script script = growingPits(stage);
        double n = stage.size();
        List<ScanPlan> scans = new ArrayList<>();
        for (ScanPlan scan : script.scans()) {
            scans.add(scan.step() == 0 ? scan : untidy(scan, (scan.step() - 1) % UNTIDY_WAYS, n));
        }
        return script.withScans(scans);
    }

    private static ScanPlan untidy(ScanPlan scan, int way, double n) {
        return switch (way) {
            case 0 ->
                scan.sized(whole(1.1 * n), whole(0.95 * n), whole(1.05 * n))
                        .cropped(new Vec(-0.05 * n, 0.03 * n, -0.02 * n));
            case 1 -> scan.withVoxel(1.25).sized(whole(n / 1.25), whole(n / 1.25), whole(n / 1.25));
            case 2 -> scan.sized(whole(0.7 * n), whole(n), whole(0.9 * n)).cropped(new Vec(0.3 * n, 0, 0.1 * n));
            default -> scan.inCircle(0.98);
        };
    }

    private static int whole(double voxels) {
        return (int) Math.round(voxels);
    }

    /**
     * One scan: three pits of known depth and two pores.
     *
     * <pre>
     *    top          front         right
     *    +------+     +------+      +------+
     *    |  A   |     |  B   |      |  C   |
     *    |  (8) |     | (6)  |      | (5)  |    pores X, Y inside
     *    +------+     +------+      +------+
     * </pre>
     */
    static Script single(Stage stage) {
        ConvexBody body = stage.block();
        double s = stage.scale();
        Script script = Script.of(
                stage,
                body,
                stage.pit("A", Pit.of(stage.top(4, -6), 0.9, Growth.arrested(8 * s))),
                stage.pit(
                        "B",
                        Pit.of(stage.front(8, -4), 1, Growth.arrested(6 * s)).stretchedBy(1.4)),
                stage.pit("C", Pit.of(stage.right(-6, 5), 1.2, Growth.arrested(5 * s))),
                stage.pore("X", body, new Vec(-28, 4, -14), Growth.arrested(5 * s)),
                stage.pore("Y", body, new Vec(8, -16, -25), Growth.arrested(3.5 * s)));
        return script.withScans(script.scans().subList(0, 1));
    }
}
