/**
 * Whole-volume field algorithms: filters, distances, labels, region measures, surfaces.
 *
 * <p>What a voxel's neighbourhood decides is a {@link patina.blocks.Kernel} and runs in the fold; components are
 * labelled block by block and joined across faces ({@link patina.fields.LabelKernel}); exact distances are passes over
 * whole lines ({@link patina.fields.DistanceTransform}).
 */
@NullMarked
package patina.fields;

import org.jspecify.annotations.NullMarked;
