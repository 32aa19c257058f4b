/** Transforms of other programs, read and written: matrices as CSV or JSON, ITK's transform files. */
@NullMarked
package patina.series.exchange;

import org.jspecify.annotations.NullMarked;
