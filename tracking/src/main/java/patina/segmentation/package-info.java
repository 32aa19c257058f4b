/**
 * Registered scans to metal lost and gained: solid fraction, original surface, labelled features; metal, void and what
 * fills a pit are told apart, the last by all scans of a pit together, cracks measured across their sheets, and losses too
 * shallow for a voxel found by sums over patches of the surface. Scans of different blur are brought to the coarser one
 * first. What the surface as a whole tells of the map's error is taken off the features.
 */
@NullMarked
package patina.segmentation;

import org.jspecify.annotations.NullMarked;
