/** Plots and slice pictures, drawn once for screen, web page and print. */
@NullMarked
package patina.reports.charts;

import org.jspecify.annotations.NullMarked;
