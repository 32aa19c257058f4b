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
 * @param givesWay whether the metal beside a crack is pushed aside as far as the crack is open
 * @param grains how many times the usual number of inclusions there is
 */
record Script(
        ConvexBody body,
        List<Actor> actors,
        List<ScanPlan> scans,
        double background,
        IntFunction<List<Solid>> surroundings,
        boolean givesWay,
        int grains) {
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
        return new Script(body, List.of(actors), scans, 0, scan -> List.of(), false, 1);
    }

    Script withScans(List<ScanPlan> others) {
        return new Script(body, actors, others, background, surroundings, givesWay, grains);
    }

    Script amid(double level, IntFunction<List<Solid>> things) {
        return new Script(body, actors, scans, level, things, givesWay, grains);
    }

    Script and(Actor actor) {
        List<Actor> more = new ArrayList<>(actors);
        more.add(actor);
        return new Script(body, more, scans, background, surroundings, givesWay, grains);
    }

    Script givingWay() {
        return new Script(body, actors, scans, background, surroundings, true, grains);
    }

    Script withGrains(int times) {
        return new Script(body, actors, scans, background, surroundings, givesWay, times);
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
