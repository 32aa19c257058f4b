package patina.segmentation;

/**
 * What the sound surface of a scan tells of the map's error: a shift, a rotation and a growth about a point, which it seems
 * to have receded by. About a feature's mouth it has receded as elsewhere, and none of that is the feature's.
 *
 * @param map shift x, y, z, rotation x, y, z, growth; in voxels of the reference grid
 * @param middle the point, x, y, z, in voxels
 * @param placeU standard deviation of what is left of it from place to place, in voxels
 */
record SurfaceError(double[] map, double[] middle, double placeU) {
    /** What of a feature's loss is the map's error, by the feature's answers to a shift, a rotation and a growth. */
    double of(double[] force, double[] torque, double stretch) {
        double[] m = middle;
        double[] answers = {
            force[0],
            force[1],
            force[2],
            torque[0] - (m[1] * force[2] - m[2] * force[1]),
            torque[1] - (m[2] * force[0] - m[0] * force[2]),
            torque[2] - (m[0] * force[1] - m[1] * force[0]),
            stretch - (m[0] * force[0] + m[1] * force[1] + m[2] * force[2])
        };
        double sum = 0;
        for (int i = 0; i < answers.length; i++) {
            sum += answers[i] * map[i];
        }
        return sum;
    }
}
