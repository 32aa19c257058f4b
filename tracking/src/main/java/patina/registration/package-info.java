/** Brings scans into one frame: pyramid, global search, robust Gauss-Newton over the blocks, and the uncertainty of it. */
@NullMarked
package patina.registration;

import org.jspecify.annotations.NullMarked;
