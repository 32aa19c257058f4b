/** Lineages to follow-up regions for the electron microscope: where, why, by which technique, how surely. */
@NullMarked
package patina.targeting;

import org.jspecify.annotations.NullMarked;
