/** Labels to lineages: features linked across scans with typed events. */
@NullMarked
package patina.tracks;

import org.jspecify.annotations.NullMarked;
