/** Series to registered series: rigid and similarity transforms with their covariance, and scans read on one grid. */
@NullMarked
package patina.registration;

import org.jspecify.annotations.NullMarked;
