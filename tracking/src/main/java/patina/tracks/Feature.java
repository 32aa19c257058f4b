package patina.tracks;

import patina.geometry.Point;
import patina.segmentation.Family;

/**
 * One labelled feature of one scan, as the linking sees it.
 *
 * @param label its number in the scan's label volume
 * @param voxels its size
 * @param attachedTo the label of the bulk feature it grows out of, or 0
 * @param centre its centroid, in voxels of the reference grid
 */
public record Feature(int scan, int label, Family family, long voxels, int attachedTo, Point centre) {
    /** Where it is and how large. */
    public Place place() {
        return new Place(centre, voxels);
    }
}
