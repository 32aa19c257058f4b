/** Address to a series of scans, read lazily and with validity; formats plug in through {@link patina.series.SeriesFormat}. */
@NullMarked
package patina.series;

import org.jspecify.annotations.NullMarked;
