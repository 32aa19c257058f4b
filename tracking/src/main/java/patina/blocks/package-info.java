/**
 * A measurement is a fold over blocks: a {@link patina.blocks.Kernel} declares its inputs and outputs, a
 * {@link patina.blocks.Runner} delivers each block's regions as primitive arrays with their validity and merges the
 * results in block order.
 *
 * <p>Memory is bounded by the blocks in flight, never by the volume. The answer is the same to the last bit for any
 * block size, thread count and runner: counts are longs, floating sums go through {@link patina.blocks.GrainSums}, and a
 * voxel's value never depends on where its block begins. What is no fold (distance transforms, watersheds) is a sequence
 * of passes over whole lines with its own chunked output.
 */
@NullMarked
package patina.blocks;

import org.jspecify.annotations.NullMarked;
