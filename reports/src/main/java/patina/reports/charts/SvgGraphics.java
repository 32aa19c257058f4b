package patina.reports.charts;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.ImageObserver;
import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.DOMGroupManager;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.Text;

/**
 * Writes a figure as SVG for a web page. Text stays text and carries its length, so that a browser without the report's
 * font still fits it into its place; images are PNG inside the text; ids are told apart by a prefix.
 */
final class SvgGraphics extends SVGGraphics2D {
    private static final String SVG = "http://www.w3.org/2000/svg";

    private SvgGraphics(SVGGeneratorContext context) {
        super(context, false);
    }

    private SvgGraphics(SvgGraphics other) {
        super(other);
    }

    /** Batik writes what is drawn on a copy into the same document. */
    @Override
    public Graphics2D create() {
        return new SvgGraphics(this);
    }

    static String write(Figure figure, String idPrefix) {
        Document document = emptyDocument();
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
        context.setPrecision(2);
        context.setComment("");
        context.setIDGenerator(new Ids(idPrefix));
        SvgGraphics graphics = new SvgGraphics(context);
        figure.draw(graphics, 0, 0, 1);
        StringBuilder text = new StringBuilder("<svg role=\"img\" aria-label=\"");
        escape(text, figure.alternative());
        text.append("\" viewBox=\"0 0 ").append(context.doubleString(figure.width()));
        text.append(' ').append(context.doubleString(figure.height()));
        // The defaults that Batik's own root would carry.
        text.append("\" fill=\"black\" stroke=\"none\" stroke-width=\"1\" stroke-linecap=\"square\"")
                .append(" stroke-miterlimit=\"10\" font-size=\"12\">\n");
        content(text, graphics.getRoot());
        return text.append("</svg>\n").toString();
    }

    /** Writes what is inside an element; without comments, empty definitions and namespaces, which HTML needs not. */
    private static void content(StringBuilder text, Node parent) {
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Text words) {
                escape(text, words.getData());
            } else if (child instanceof Element element
                    && (element.hasChildNodes() || !element.getTagName().matches("g|defs"))) {
                text.append('<').append(element.getTagName());
                NamedNodeMap attributes = element.getAttributes();
                for (int i = 0; i < attributes.getLength(); i++) {
                    Node attribute = attributes.item(i);
                    if (!attribute.getNodeName().startsWith("xmlns")
                            && !attribute.getNodeValue().equals("genericDefs")) {
                        text.append(' ').append(attribute.getNodeName()).append("=\"");
                        escape(text, attribute.getNodeValue());
                        text.append('"');
                    }
                }
                text.append('>');
                content(text, element);
                text.append("</").append(element.getTagName()).append(">\n");
            }
        }
    }

    private static void escape(StringBuilder text, String content) {
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            switch (c) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '"' -> text.append("&quot;");
                default -> text.append(c >= ' ' ? c : ' ');
            }
        }
    }

    private static Document emptyDocument() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(SVG, "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("Every Java can make an empty XML document.", e);
        }
    }

    @Override
    public void drawString(String text, float x, float y) {
        if (text.isEmpty()) {
            return;
        }
        Element element = getDOMFactory().createElementNS(SVG, "text");
        element.setAttributeNS(null, "x", generatorCtx.doubleString(x));
        element.setAttributeNS(null, "y", generatorCtx.doubleString(y));
        Font font = getFont();
        if (ReportFont.BOLD.is(font)) {
            element.setAttributeNS(null, "font-weight", "bold");
        }
        Rectangle2D bounds = font.getStringBounds(text, getFontRenderContext());
        element.setAttributeNS(null, "textLength", generatorCtx.doubleString(bounds.getWidth()));
        element.setAttributeNS(null, "lengthAdjust", "spacingAndGlyphs");
        element.appendChild(getDOMFactory().createTextNode(text));
        domGroupManager.addElement(element, DOMGroupManager.FILL);
    }

    @Override
    public boolean drawImage(Image image, AffineTransform place, @Nullable ImageObserver observer) {
        BufferedImage pixels = (BufferedImage) image;
        Element element = getDOMFactory().createElementNS(SVG, "image");
        element.setAttributeNS(null, "x", generatorCtx.doubleString(place.getTranslateX()));
        element.setAttributeNS(null, "y", generatorCtx.doubleString(place.getTranslateY()));
        element.setAttributeNS(null, "width", generatorCtx.doubleString(pixels.getWidth() * place.getScaleX()));
        element.setAttributeNS(null, "height", generatorCtx.doubleString(pixels.getHeight() * place.getScaleY()));
        element.setAttributeNS(null, "preserveAspectRatio", "none");
        element.setAttributeNS(null, "href", "data:image/png;base64," + png(pixels));
        domGroupManager.addElement(element);
        return true;
    }

    private static String png(RenderedImage pixels) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(pixels, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("A slice cannot be written as PNG.", e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /** Counts from 1 for each kind of element. */
    private static final class Ids extends SVGIDGenerator {
        private final String prefix;
        private final Map<String, Integer> counts = new HashMap<>();

        Ids(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public String generateID(String kind) {
            return prefix + "-" + kind + counts.merge(kind, 1, Integer::sum);
        }
    }
}
