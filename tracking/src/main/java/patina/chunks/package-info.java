/** Chunked, compressed volumes on disk (OME-Zarr), written under a temporary name, checksummed, renamed. */
@NullMarked
package patina.chunks;

import org.jspecify.annotations.NullMarked;
