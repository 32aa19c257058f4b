/**
 * TIFF: files of many pages and folders of single slices; classic and BigTIFF, both byte orders, strips and tiles; nobody
 * imports it.
 */
@NullMarked
package patina.series.formats.tiff;

import org.jspecify.annotations.NullMarked;
