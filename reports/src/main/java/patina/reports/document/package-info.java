/** The inspection report as data: what it says, in which order, with its tables, plots and pictures. */
@NullMarked
package patina.reports.document;

import org.jspecify.annotations.NullMarked;
