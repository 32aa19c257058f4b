package patina.series.formats.tiff;

import java.nio.ByteOrder;
import patina.series.samples.SampleType;

/**
 * Where one page's pixels are: in strips (as wide as the page) or tiles, row by row.
 *
 * @param number 1-based, reduced pages not counted, for sentences
 * @param tiled whether all pieces have the same size, the last ones padded
 * @param pieceWidth of a strip or tile, in pixels
 * @param offsets of each strip or tile, in bytes; for a page in one run only the first
 * @param counts bytes of each strip or tile as stored; empty when not compressed
 * @param oneRun whether the pixels lie uncompressed, one row after the other, from the first offset on
 */
record Page(
        int number,
        int width,
        int height,
        SampleType type,
        ByteOrder order,
        Compression compression,
        int predictor,
        boolean tiled,
        int pieceWidth,
        int pieceHeight,
        long[] offsets,
        long[] counts,
        boolean oneRun) {
    int across() {
        return (width + pieceWidth - 1) / pieceWidth;
    }

    int down() {
        return (height + pieceHeight - 1) / pieceHeight;
    }

    /** Rows that a piece holds: the last strip is shorter, tiles never are. */
    int rowsOf(int piece) {
        return tiled ? pieceHeight : Math.min(pieceHeight, height - piece * pieceHeight);
    }

    long bytes() {
        return (long) width * height * type.bytes();
    }
}
