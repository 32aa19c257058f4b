/** An inspection to report on, made up. */
@NullMarked
package patina.reports;

import org.jspecify.annotations.NullMarked;
