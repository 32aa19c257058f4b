package patina.reports.document;

import java.util.Map;

/**
 * A picture of a slice in its place in the report.
 *
 * @param colours the palette number of each track that has one; the others share the neutral colour
 */
public record Slice(String title, String alternative, SlicePicture picture, Map<Integer, Integer> colours)
        implements Graphic {
    public Slice {
        colours = Map.copyOf(colours);
    }
}
