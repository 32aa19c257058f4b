package patina.app.gui.view;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * A rendered slice, and what its pixels mean.
 *
 * @param plane of the image's pixels
 * @param image grey and overlays
 * @param greys of the scan, row by row; NaN where not seen, {@link BrickBox#OUTSIDE} beyond the volume
 * @param others the same of the other scan, or empty
 * @param labels track at each pixel, 0 for none
 * @param marks where the features' numbers go
 * @param scan whose greys and labels these are
 * @param otherScan whose {@code others} are
 * @param finest whether no finer picture follows
 */
record SliceFrame(
        SlicePlane plane,
        BufferedImage image,
        float[] greys,
        float[] others,
        int[] labels,
        List<Mark> marks,
        int scan,
        int otherScan,
        boolean finest) {
    /** A feature's box in the image, in pixels: first pixel and one past the last. */
    record Mark(int track, int x0, int y0, int x1, int y1) {}

    int width() {
        return image.getWidth();
    }

    int height() {
        return image.getHeight();
    }

    /** The position in the arrays, or -1 beyond the image. */
    int index(double x, double y) {
        int i = (int) Math.floor(x);
        int j = (int) Math.floor(y);
        return i < 0 || j < 0 || i >= width() || j >= height() ? -1 : j * width() + i;
    }
}
