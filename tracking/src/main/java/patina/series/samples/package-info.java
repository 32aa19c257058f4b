/** Samples as files hold them: their types, rows read straight into float arrays, and a bounded cache of what had to be unpacked. */
@NullMarked
package patina.series.samples;

import org.jspecify.annotations.NullMarked;
