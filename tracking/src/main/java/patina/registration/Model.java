package patina.registration;

/** Which family of maps the transform is sought in. */
public enum Model {
    /** Three rotations and three translations. */
    RIGID,
    /** Rigid with one scale for all directions, told from the interior alone. */
    SIMILARITY,
    /** Any linear map with a translation; swallows uniform losses, so a means of looking, not of measuring. */
    AFFINE,
    /** Similarity where the interior tells the scale better than the manifest does, rigid elsewhere. */
    AUTO
}
