/**
 * Volumes on disk: chunked, compressed and checked ones that stay ({@link patina.chunks.OmeZarr}), written under a
 * temporary name and renamed, and raw ones that are thrown away ({@link patina.chunks.ScratchVolume}).
 *
 * <pre>{@code
 * OmeZarr aligned = OmeZarr.create(dir.resolve("aligned"), extent, voxelSize, OmeZarr.Type.UINT16, levels);
 * runner.run(new SomeKernel(source, aligned.sink(t, offset, slope)), Grid.of(extent));
 * aligned.commit(t, runner);
 * Source back = aligned.source(t);
 * }</pre>
 */
@NullMarked
package patina.chunks;

import org.jspecify.annotations.NullMarked;
