/** The report as a printable file with pages, bookmarks, searchable text and vector figures. */
@NullMarked
package patina.reports.pdf;

import org.jspecify.annotations.NullMarked;
