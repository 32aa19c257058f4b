/**
 * Local registration of specimens that deform (digital volume correlation): displacement, strain and their uncertainty on a
 * lattice of points.
 *
 * <p>Each point has a subset of the fixed scan, a cube around it, for which an affine displacement is fitted by Gauss-Newton
 * steps in the inverse compositional form with the zero-mean normalised sum of squared differences (Pan, Wang and Tian, Opt.
 * Lasers Eng. 64:1, 2015; OpenCorr, Jiang et al., 2023). Subsets overlap: a voxel lies in thirty of them at the usual
 * spacing. Therefore the moving scan is read once a pass and voxel, displaced by the present field, each subset's equations
 * are linear about that field, and their sums are taken over all subsets at once, one axis after the other.
 *
 * <p>An affine displacement flattens what bends within a subset; by how much is told from the parabola through the points
 * around, and mended.
 *
 * <p>How far the sides of a crack moved apart is found by {@link CrackJumps}, from what an elastic body does about a sheet that
 * opens.
 *
 * <pre>
 * LocalField field = new LocalRegistration(runner, LocalSettings.defaults()).register(fixed, moving, registration, null, progress);
 * field.writeCsv(file);
 * </pre>
 */
@NullMarked
package patina.registration.local;

import org.jspecify.annotations.NullMarked;
