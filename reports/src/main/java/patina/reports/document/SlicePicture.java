package patina.reports.document;

import java.util.List;

/**
 * A cut through a scan with the outlines of what was found in it.
 *
 * @param width pixels
 * @param height pixels
 * @param grey width * height samples, row by row, 0 black; what was not seen is hatched already
 * @param pixelUm edge of a pixel, micrometres
 * @param acrossAxis which axis of the specimen frame runs to the right: x, y or z
 * @param downAxis which one runs down
 * @param outlines closed lines
 */
public record SlicePicture(
        int width,
        int height,
        byte[] grey,
        double pixelUm,
        String acrossAxis,
        String downAxis,
        List<Outline> outlines) {
    public SlicePicture {
        if (width < 1 || height < 1 || grey.length != (long) width * height) {
            throw new IllegalArgumentException(
                    "A picture of " + width + " x " + height + " pixels has as many samples, not " + grey.length + ".");
        }
        outlines = List.copyOf(outlines);
    }

    /**
     * A closed line around one track's part of the slice. Pixel (i, j) covers the square from (i, j) to (i + 1, j + 1).
     *
     * @param x across, pixels
     * @param y down, pixels
     */
    public record Outline(int trackId, double[] x, double[] y) {}
}
