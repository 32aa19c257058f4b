package patina.phantom;

import java.util.List;

/** Something that goes on in a scene: a pit that grows, two that merge. */
@FunctionalInterface
interface Actor {
    /** What it has taken at a step of the exposure; the same shapes whenever it is asked. */
    List<Feature> at(int step);
}
