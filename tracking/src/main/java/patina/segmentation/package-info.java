/** Registered scans to metal lost and gained: solid fraction, original surface, labelled features. */
@NullMarked
package patina.segmentation;

import org.jspecify.annotations.NullMarked;
