package patina.reports.charts;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The two faces of the report, shipped with the program so that every machine draws the same page. */
public enum ReportFont {
    REGULAR("DejaVuSansCondensed.ttf"),
    BOLD("DejaVuSansCondensed-Bold.ttf");

    /** The family's name in style sheets. */
    public static final String FAMILY = "DejaVu Sans Condensed";

    private final String resource;

    ReportFont(String resource) {
        this.resource = resource;
    }

    /** The font file; the caller closes it. */
    public InputStream open() {
        InputStream stream = ReportFont.class.getResourceAsStream(resource);
        if (stream == null) {
            throw new IllegalStateException("The font " + resource + " is missing from the program's own files.");
        }
        return stream;
    }

    /** Whether a font is this face. */
    public boolean is(Font font) {
        return font.getFontName().equals(awt(1).getFontName());
    }

    Font awt(float size) {
        return (this == BOLD ? Bold.FONT : Regular.FONT).deriveFont(size);
    }

    private static Font load(ReportFont face) {
        try (InputStream stream = face.open()) {
            return Font.createFont(Font.TRUETYPE_FONT, stream);
        } catch (IOException e) {
            throw new UncheckedIOException("The font " + face.resource + " cannot be read.", e);
        } catch (FontFormatException e) {
            throw new IllegalStateException("The font " + face.resource + " is damaged.", e);
        }
    }

    /** Loads on first use. */
    private static final class Regular {
        static final Font FONT = load(REGULAR);
    }

    /** Loads on first use. */
    private static final class Bold {
        static final Font FONT = load(BOLD);
    }
}
