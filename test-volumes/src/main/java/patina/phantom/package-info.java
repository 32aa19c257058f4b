/**
 * Specimens whose damage is known exactly, scanned as an X-ray CT would scan them and written as TIFF files with a
 * series.json and a truth.json.
 */
@NullMarked
package patina.phantom;

import org.jspecify.annotations.NullMarked;
