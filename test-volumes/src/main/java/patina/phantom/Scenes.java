package patina.phantom;

/** The scenes, each drawn; lengths in the drawings are voxels of a view of 128³ and grow with the view. */
final class Scenes {
    private Scenes() {}

    /**
     * Four pits, each with its own law; D comes later than A and B.
     *
     * <pre>
     *      top                    front             right
     *    +------------------+   +-----------+     +---------+
     *    |  B               |   |           |     |         |
     *    | (8)         A    |   |  C        |     |   D     |
     *    |            (12)  |   | (10,      |     |  (6)    |
     *    |                  |   |  undercut)|     |         |
     *    +------------------+   +-----------+     +---------+
     * </pre>
     */
    static Script growingPits(Stage stage) {
        int second = Math.min(2, stage.last());
        return Script.of(
                stage,
                stage.block(),
                stage.pit("A", Pit.of(stage.top(14, -14), 0.8, stage.growth(1, 12, 0.5))),
                stage.pit(
                        "B",
                        Pit.of(stage.top(-16, 18), 1.0, stage.growth(1, 8, 1 / 3.0))
                                .stretchedBy(1.4)),
                stage.pit(
                        "C",
                        Pit.of(stage.front(10, -5), 0.7, stage.growth(1, 10, 0.6))
                                .undercutBy(0.3)),
                stage.pit("D", Pit.of(stage.right(-5, 12), 1.2, stage.growth(second, 6, 1))));
    }

    /**
     * The block, and nothing happens to it.
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
}
