package patina.app.gui.view;

import java.util.Arrays;
import java.util.Locale;

/**
 * Colours for grey values, each with lightness that rises (or falls) evenly, so that prints in grey and readers who see
 * colours differently lose nothing; the last one has its light middle at zero, for differences.
 *
 * <p>Viridis is by Smith and van der Walt (2015), cividis by Nuñez, Anderton and Renslow (PLoS ONE 13(7), 2018), the
 * diverging one after Brewer's RdBu; all given by 17 even steps and linear between.
 */
public enum ColourMap {
    GREY("grey", 0x000000, 0xffffff),
    GREY_INVERTED("inverted", 0xffffff, 0x000000),
    VIRIDIS(
            "viridis", 0x440154, 0x48186a, 0x472d7b, 0x424086, 0x3b528b, 0x33638d, 0x2c728e, 0x26828e, 0x21918c,
            0x1fa088, 0x28ae80, 0x3fbc73, 0x5ec962, 0x84d44b, 0xaddc30, 0xd8e219, 0xfde725),
    CIVIDIS(
            "cividis", 0x00224e, 0x002e6a, 0x1a386f, 0x32436d, 0x434e6c, 0x535a6d, 0x61656f, 0x6f7073, 0x7d7c78,
            0x8c8878, 0x9b9476, 0xaba072, 0xbcae6c, 0xcdbb63, 0xdec958, 0xf0d846, 0xfee838),
    BLUE_RED(
            "blue to red",
            0x053061,
            0x175290,
            0x2a71b2,
            0x3f8ec0,
            0x6bacd1,
            0x9bc9e0,
            0xc2ddec,
            0xe0ecf3,
            0xf7f6f6,
            0xfbe5d8,
            0xfbccb4,
            0xf5aa89,
            0xe48066,
            0xd05548,
            0xba2832,
            0x930e26,
            0x67001f);

    private final String title;
    /** Never changed, and never given away. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final int[] table = new int[256];

    ColourMap(String title, int... steps) {
        this.title = title;
        for (int i = 0; i < 256; i++) {
            double at = i / 255.0 * (steps.length - 1);
            int low = Math.min((int) at, steps.length - 2);
            double t = at - low;
            int rgb = 0;
            for (int shift = 16; shift >= 0; shift -= 8) {
                double a = steps[low] >> shift & 255;
                double b = steps[low + 1] >> shift & 255;
                rgb |= (int) Math.round(a + t * (b - a)) << shift;
            }
            table[i] = 0xff000000 | rgb;
        }
    }

    /** 256 opaque colours, 0xAARRGGBB, for the darkest to the brightest grey. */
    public int[] table() {
        return Arrays.copyOf(table, 256);
    }

    @Override
    public String toString() {
        return title;
    }

    /** The name by which settings keep it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
