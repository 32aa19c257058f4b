package patina.detection;

import java.io.Serializable;

/** The form of a flaw that is put into a scan; its size is its depth below the surface. */
public enum FlawShape implements Serializable {
    /** Half a ball. */
    PIT("pit", "half a ball", 0.7, 6),
    /** Half an ellipsoid three times as wide as it is deep. */
    SHALLOW("shallow", "half an ellipsoid, its mouth six times as wide as it is deep", 0.25, 4),
    /** A slot across the surface with a half round front, open by one voxel. */
    CRACK("crack", "a slot of one voxel with a half round front", 1.5, 14);

    private final String key;
    private final String words;
    private final double least;
    private final double most;

    FlawShape(String key, String words, double least, double most) {
        this.key = key;
        this.words = words;
        this.least = least;
        this.most = most;
    }

    public String key() {
        return key;
    }

    /** What it looks like. */
    public String words() {
        return words;
    }

    /** The smallest depth that is tried, in voxels. */
    public double leastVoxels() {
        return least;
    }

    /** The greatest depth that is tried, in voxels. */
    public double mostVoxels() {
        return most;
    }

    /** How far a flaw of that depth reaches along the surface, in voxels. */
    public double reach(double depth) {
        return this == SHALLOW ? 3 * depth : depth;
    }
}
