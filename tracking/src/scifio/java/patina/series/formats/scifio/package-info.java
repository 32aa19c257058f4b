/** Whatever SCIFIO reads (ISQ, NRRD, ICS, FITS and more), when Patina is built with the profile 'scifio'; nobody imports it. */
@NullMarked
package patina.series.formats.scifio;

import org.jspecify.annotations.NullMarked;
