package patina.phantom;

/** A shape and how bright it is, as a share of metal minus air. */
record Solid(Shape shape, double level) {}
