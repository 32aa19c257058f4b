package patina.phantom;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Lays out the scene of many features: a grid of 4 × 4 cells on each face, filled by seed. */
final class ManyFeatures {
    private static final int ALONE = 40;
    private static final int MERGES = 8;
    private static final int SPLITS = 4;
    private static final int CELLS = 4;
    private static final double MARGIN = 11;
    private static final double SQUARE = 17;
    /** Between the middles of two pits of a pair. */
    private static final double PAIR = 15;

    /** The part of a face that no bevel reaches. */
    private record Field(BiFunction<Double, Double, Frame> face, double fromU, double toU, double fromV, double toV) {
        Frame at(double column, double row) {
            return face.apply(along(fromU, toU, column), along(fromV, toV, row));
        }

        private static double along(double from, double to, double cell) {
            double pitch = Math.min((to - from - 2 * MARGIN) / (CELLS - 1), 1.3 * SQUARE);
            return (from + to) / 2 + (cell - (CELLS - 1) / 2.0) * pitch;
        }
    }

    private final Stage stage;
    private final Draws draws;
    private final List<Actor> actors = new ArrayList<>();

    ManyFeatures(Stage stage) {
        this.stage = stage;
        draws = stage.draws("many features");
    }

    Script script() {
        List<Field> fields = List.of(
                new Field(stage::top, -34, 35, -42, 42),
                new Field(stage::bottom, -46, 35, -33, 42),
                new Field(stage::right, -42, 29, -47, 38),
                new Field(stage::left, -42, 42, -38, 40),
                new Field(stage::front, -34, 46, -40, 38),
                new Field(stage::back, -34, 35, -47, 40));
        List<Frame> pairs = new ArrayList<>();
        List<Frame> alone = new ArrayList<>();
        for (Field field : fields) {
            int first = (int) (draws.uniform() * CELLS);
            int second = (first + 2) % CELLS;
            for (int row = 0; row < CELLS; row++) {
                boolean pair = row == first || row == second;
                if (pair) {
                    pairs.add(field.at(0.5, row));
                }
                for (int column = pair ? 2 : 0; column < CELLS; column++) {
                    alone.add(field.at(column, row));
                }
            }
        }
        for (int i = 0; i < MERGES; i++) {
            merge(i, take(pairs));
        }
        for (int i = 0; i < SPLITS; i++) {
            split(i, take(pairs));
        }
        for (int i = 0; i < ALONE; i++) {
            Frame place = take(alone).movedBy(jitter(), jitter(), 0);
            int first = 1 + (int) (draws.uniform() * (stage.last() - 1));
            Growth depth = stage.growth(first, draws.between(4, 6), draws.between(0.3, 0.5));
            actors.add(stage.pit(
                    id("P", i), Pit.of(place, draws.between(0.75, 0.9), depth).stretchedBy(draws.between(0.85, 1.1))));
        }
        return Script.of(stage, stage.block(), actors.toArray(Actor[]::new));
    }

    private Frame take(List<Frame> places) {
        return places.remove((int) (draws.uniform() * places.size()));
    }

    private double jitter() {
        return draws.between(-1.5, 1.5) * stage.scale();
    }

    private static String id(String prefix, int i) {
        return String.format("%s%02d", prefix, i + 1);
    }

    private void merge(int i, Frame place) {
        int step = 2 + i * (stage.last() - 1) / MERGES;
        actors.add(stage.bridged(
                id("M", i) + "a", lobe(place, -1), id("M", i) + "b", lobe(place, 1), channel(place), step));
    }

    private void split(int i, Frame place) {
        int step = 2 + i * (stage.last() - 1) / SPLITS;
        actors.add(stage.splitting(id("S", i), lobe(place, -1), lobe(place, 1), channel(place), step));
    }

    private Pit lobe(Frame place, int side) {
        Frame middle = place.movedBy(side * PAIR / 2 * stage.scale(), 0, 0);
        return Pit.of(middle, draws.between(0.8, 0.9), stage.growth(1, draws.between(4.5, 5.5), 1 / 3.0));
    }

    private Shape channel(Frame place) {
        double s = stage.scale();
        return new Ellipsoid(place, PAIR / 2 * s, 2.8 * s, 2.6 * s);
    }
}
