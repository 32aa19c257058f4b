package patina.segmentation;

import patina.blocks.Source;
import patina.meshes.MeshDistance;

/** The original surface as the user knows it, in place of the one rebuilt from the reference scan. */
public sealed interface GivenSurface {
    /** The specimen is bounded by flat faces, each fitted to the reference scan's sound surface. */
    record Planes() implements GivenSurface {}

    /** The specimen is bounded by round and flat faces: rods, tubes, bores. */
    record Cylinders() implements GivenSurface {}

    /** A closed mesh in the specimen frame, micrometres. */
    record Body(MeshDistance mesh) implements GivenSurface {}

    /** A mask on the reference grid, not 0 where the undamaged specimen was. */
    record Mask(Source mask) implements GivenSurface {}
}
