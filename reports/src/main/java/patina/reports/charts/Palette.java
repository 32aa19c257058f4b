package patina.reports.charts;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * Colours and markers that stay apart for colour-blind readers and in grey print: Okabe and Ito's set (Color Universal
 * Design, 2008) without its yellow, then two darker ones; each with a marker shape of its own.
 */
final class Palette {
    /** The colours of all that is no curve, for paper and for screens. */
    record Ink(Color paper, Color ink, Color axis, Color grid, Color background, Color limit) {
        static final Ink PRINT = new Ink(Color.WHITE, INK, AXIS, GRID, BACKGROUND_LINE, LIMIT);
        static final Ink DARK = new Ink(
                new Color(0x2b, 0x2d, 0x30),
                new Color(0xdd, 0xdd, 0xdd),
                new Color(0x9a, 0x9a, 0x9a),
                new Color(0x43, 0x45, 0x48),
                new Color(0x63, 0x66, 0x6a),
                new Color(0xaa, 0xaa, 0xaa));
    }

    static final Color INK = new Color(0x22, 0x22, 0x22);
    static final Color AXIS = new Color(0x55, 0x55, 0x55);
    static final Color GRID = new Color(0xe2, 0xe2, 0xe2);
    static final Color BACKGROUND_LINE = new Color(0xb8, 0xb8, 0xb8);
    static final Color LIMIT = new Color(0x66, 0x66, 0x66);
    /** For outlines of tracks without a colour of their own; seen on dark and on light. */
    static final Color NEUTRAL = new Color(0xf0, 0xe4, 0x42);

    private static final List<Color> COLOURS = List.of(
            new Color(0x00, 0x72, 0xb2),
            new Color(0xd5, 0x5e, 0x00),
            new Color(0x00, 0x9e, 0x73),
            new Color(0xcc, 0x79, 0xa7),
            new Color(0xe6, 0x9f, 0x00),
            new Color(0x56, 0xb4, 0xe9),
            new Color(0x5d, 0x3a, 0x9b),
            new Color(0x1a, 0x1a, 0x1a));

    /** The same hues, lighter, for dark grounds. */
    private static final List<Color> ON_DARK = List.of(
            new Color(0x4f, 0xa8, 0xe0),
            new Color(0xf0, 0x84, 0x3a),
            new Color(0x2f, 0xc0, 0x97),
            new Color(0xdd, 0x9a, 0xc0),
            new Color(0xf0, 0xb4, 0x2c),
            new Color(0x8c, 0xcf, 0xf5),
            new Color(0xa9, 0x8a, 0xe6),
            new Color(0xd8, 0xd8, 0xd8));

    private Palette() {}

    static Color colour(int number, Ink ink) {
        return ink.equals(Ink.PRINT) ? colour(number) : ON_DARK.get(number % ON_DARK.size());
    }

    static Color colour(int number) {
        return COLOURS.get(number % COLOURS.size());
    }

    /** A marker about the origin, {@code size} points across. */
    static Shape marker(int number, double size) {
        double h = size / 2;
        return switch (number % 8) {
            case 1 -> new Rectangle2D.Double(-0.88 * h, -0.88 * h, 1.76 * h, 1.76 * h);
            case 2 -> polygon(0, -1.15 * h, 1.1 * h, 0.8 * h, -1.1 * h, 0.8 * h);
            case 3 -> polygon(0, -1.2 * h, 1.2 * h, 0, 0, 1.2 * h, -1.2 * h, 0);
            case 4 -> polygon(0, 1.15 * h, 1.1 * h, -0.8 * h, -1.1 * h, -0.8 * h);
            case 5 -> polygon(1.15 * h, 0, -0.8 * h, 1.1 * h, -0.8 * h, -1.1 * h);
            case 6 -> polygon(-1.15 * h, 0, 0.8 * h, 1.1 * h, 0.8 * h, -1.1 * h);
            case 7 -> new Rectangle2D.Double(-0.6 * h, -1.2 * h, 1.2 * h, 2.4 * h);
            default -> new Ellipse2D.Double(-h, -h, size, size);
        };
    }

    private static Shape polygon(double... xy) {
        Path2D path = new Path2D.Double();
        path.moveTo(xy[0], xy[1]);
        for (int i = 2; i < xy.length; i += 2) {
            path.lineTo(xy[i], xy[i + 1]);
        }
        path.closePath();
        return path;
    }
}
