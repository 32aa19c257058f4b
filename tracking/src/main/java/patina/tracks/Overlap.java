package patina.tracks;

/** How many voxels a feature shares with the place where a track was last seen. */
public record Overlap(int label, int trackId, long voxels) {}
