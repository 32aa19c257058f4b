/**
 * How small a flaw is found: flaws of known size put into a series' own scans, what the search makes of them, and the
 * probability of detection that follows.
 */
@NullMarked
package patina.detection;

import org.jspecify.annotations.NullMarked;
