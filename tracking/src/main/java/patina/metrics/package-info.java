/** Features and lineages to values with unit, uncertainty and source; every metric is declared first. */
@NullMarked
package patina.metrics;

import org.jspecify.annotations.NullMarked;
