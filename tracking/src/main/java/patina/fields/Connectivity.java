package patina.fields;

/** Which voxels are neighbours. */
public enum Connectivity {
    /** Those that share a face: 6. */
    FACES,
    /** Those that share a face, an edge or a corner: 26. */
    CORNERS
}
