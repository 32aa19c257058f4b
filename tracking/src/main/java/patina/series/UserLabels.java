package patina.series;

import patina.blocks.Source;
import patina.geometry.Extent;

/**
 * The user's own segmentation of a scan: whole numbers from 1 name features, 0 is none.
 *
 * @param inReferenceFrame whether it lies on the reference scan's grid; else on its own scan's
 */
public record UserLabels(Source source, Extent extent, boolean inReferenceFrame) {}
