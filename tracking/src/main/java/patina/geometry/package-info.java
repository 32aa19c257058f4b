/** Where things are: voxel size, extent, region, affine transform; x, y, z order; micrometres. */
@NullMarked
package patina.geometry;

import org.jspecify.annotations.NullMarked;
