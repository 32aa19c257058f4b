package patina.app.gui.view;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;

/** Writes what is painted as an SVG file: lines and words stay such, pictures are PNG inside. */
final class SvgFile {
    private SvgFile() {}

    static void write(Path file, int width, int height, Consumer<Graphics2D> painting) throws IOException {
        SVGGraphics2D g;
        try {
            g = new SVGGraphics2D(DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument("http://www.w3.org/2000/svg", "svg", null));
        } catch (ParserConfigurationException e) {
            throw new IOException("This Java writes no XML, so no SVG: " + e.getMessage(), e);
        }
        g.setSVGCanvasSize(new Dimension(width, height));
        g.setClip(0, 0, width, height);
        painting.accept(g);
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            g.stream(out, true);
        }
    }
}
