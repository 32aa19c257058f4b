package patina.registration;

/**
 * One step of a fit, for the record.
 *
 * @param factor how many voxels of the scan make one of the level's, along each axis
 * @param stepVoxels how far the step moved the specimen's farthest corner, in voxels of the scan
 * @param residual robust standard deviation of the grey difference before the step, as a share of metal minus air
 * @param voxels how many voxels took part
 */
public record Iteration(int factor, double stepVoxels, double residual, long voxels) {}
