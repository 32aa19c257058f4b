package patina.phantom;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * What a scene consists of.
 *
 * @param scans in the order they are taken
 * @param background what surrounds the body, as a share of metal minus air
 * @param surroundings other things in view, by scan, in the body's frame as of the reference scan
 */
record Script(
        ConvexBody body,
        List<Actor> actors,
        List<ScanPlan> scans,
        double background,
        IntFunction<List<Solid>> surroundings) {
    Script {
        actors = List.copyOf(actors);
        scans = List.copyOf(scans);
    }

    /** In air, one scan a step. */
    static Script of(Stage stage, ConvexBody body, Actor... actors) {
        List<ScanPlan> scans = new ArrayList<>();
        for (int step = 0; step < stage.steps(); step++) {
            scans.add(ScanPlan.of(step, stage.size()));
        }
        return new Script(body, List.of(actors), scans, 0, scan -> List.of());
    }

    Script withScans(List<ScanPlan> others) {
        return new Script(body, actors, others, background, surroundings);
    }

    Script amid(double level, IntFunction<List<Solid>> things) {
        return new Script(body, actors, scans, level, things);
    }

    Script and(Actor actor) {
        List<Actor> more = new ArrayList<>(actors);
        more.add(actor);
        return new Script(body, more, scans, background, surroundings);
    }

    /** All that is gone at a step. */
    List<Feature> losses(int step) {
        List<Feature> all = new ArrayList<>();
        for (Actor actor : actors) {
            all.addAll(actor.at(step));
        }
        return all;
    }
}
