/**
 * Specimens whose damage is known exactly, scanned as an X-ray CT would scan them.
 *
 * <pre>{@code
 * Path series = Phantoms.write("merging-pits", folder, PhantomOptions.defaults().withSize(192).withSteps(6));
 * }</pre>
 *
 * <p>The folder then holds scan_00.tif and so on, series.json (what the one who scanned would know) and truth.json (what
 * only geometry knows). Lengths in truth.json are micrometres, places are in the specimen frame, which is that of the
 * first scan; {@code matrix} takes a point of it to the scan's frame. Beside what every reader relies on it says, for
 * each scan: {@code role, size, voxel_um}, the true greys of {@code air} and {@code metal} with {@code gain, offset,
 * cupping}, {@code lost_total_um3} (from the original surface) and {@code lost_seen_um3} (what this scan and the first
 * both see), and of a stitched scan {@code stacks}: for each the slices {@code from} and {@code to} (one past the last) and a
 * {@code matrix} of its own; and for each feature: {@code area_um2} of a crack's sheets,
 * {@code opening_jump_um}, by which its sides moved apart since the first scan (0 where only metal is gone), {@code inside}, {@code seen_share} of its
 * volume, {@code product} as a share of metal minus air, and {@code growth}: depth (a pore's radius) = k (exposure -
 * incubation)^n. What is not applicable is null. Opening is volume over sheet area; a crack's length is along the
 * surface over all branches, outside the pit it came from.
 */
@NullMarked
package patina.phantom;

import org.jspecify.annotations.NullMarked;
