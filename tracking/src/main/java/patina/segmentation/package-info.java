/**
 * Registered scans to metal lost and gained: solid fraction, original surface, labelled features; metal, void and what
 * fills a pit are told apart, and cracks measured across their sheets.
 */
@NullMarked
package patina.segmentation;

import org.jspecify.annotations.NullMarked;
