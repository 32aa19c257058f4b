/** The report as one self-contained web page, and the template it shares with the printed one. */
@NullMarked
package patina.reports.html;

import org.jspecify.annotations.NullMarked;
