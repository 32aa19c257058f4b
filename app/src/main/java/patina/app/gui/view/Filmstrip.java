package patina.app.gui.view;

import com.formdev.flatlaf.util.UIScale;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Cursor;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import javax.swing.AbstractAction;
import javax.swing.JPanel;
import javax.swing.KeyStroke;
import javax.swing.SwingUtilities;
import org.jspecify.annotations.Nullable;
import patina.reports.document.Numbers;
import patina.store.FeatureRow;
import patina.tracks.Track;

/**
 * The selected feature at all scans in a row: the same cut (down is into the metal), the same greys, its outline, and
 * beneath depth and volume with their standard uncertainties. A scan that does not have it says so; a feature cut by the
 * view is marked as a lower bound. A click goes to that scan. Wants to lie in a scroll pane.
 *
 * <p>On the event thread; reads and renders on the stack's workers.
 */
public final class Filmstrip extends JPanel implements AutoCloseable {
    /** Edge of a picture at the usual scale. */
    private static final int CELL = 168;

    private static final int GAP = 8;
    private static final int LINES = 3;

    private final transient VolumeStack stack;
    private final transient ViewModel model;
    private final transient Latest latest;
    private final transient Latest along;
    private final transient SliceRenderer renderer;
    private final transient Map<Integer, SliceFrame> frames = new HashMap<>();
    private final transient ViewModel.Listener follower = new Follower();
    private transient @Nullable CrackPlane crack;
    private boolean across;
    private final int cell = UIScale.scale(CELL);
    private final int gap = UIScale.scale(GAP);
    private double deviceScale = 1;
    private @Nullable String trouble;

    private final transient Runnable reload = this::refresh;

    public Filmstrip(VolumeStack stack, ViewModel model) {
        this.stack = stack;
        this.model = model;
        this.latest = new Latest(stack.workers());
        this.along = new Latest(stack.workers());
        this.renderer = new SliceRenderer(stack);
        setFocusable(true);
        setOpaque(true);
        setCursor(Cursor.getPredefinedCursor(Cursor.HAND_CURSOR));
        getAccessibleContext().setAccessibleName("Filmstrip of the selected feature");
        setToolTipText("Click: go to that scan. Double click: cut along or across.");
        addMouseListener(new MouseAdapter() {
            @Override
            public void mousePressed(MouseEvent e) {
                requestFocusInWindow();
                int i = (e.getX() - left(0)) / (cell + gap);
                if (e.getX() >= left(0) && i < stack.scans().size()) {
                    model.setScan(stack.scans().get(i).index());
                }
                if (e.getClickCount() == 2) {
                    setAcross(!across);
                }
            }
        });
        key("LEFT", -1);
        key("RIGHT", 1);
        model.addListener(follower);
        stack.addChangeListener(reload);
        refresh();
    }

    private void key(String key, int by) {
        getInputMap().put(KeyStroke.getKeyStroke(key), key);
        getActionMap().put(key, new AbstractAction() {
            @Override
            public void actionPerformed(java.awt.event.ActionEvent e) {
                List<StackScan> scans = stack.scans();
                for (int i = 0; i < scans.size(); i++) {
                    if (scans.get(i).index() == model.scan() && i + by >= 0 && i + by < scans.size()) {
                        model.setScan(scans.get(i + by).index());
                        return;
                    }
                }
            }
        });
    }

    /** Cuts along the feature's long axis, or across. */
    public void setAcross(boolean on) {
        across = on;
        refresh();
    }

    boolean isIdle() {
        return latest.isIdle() && along.isIdle();
    }

    @Override
    public Dimension getPreferredSize() {
        int line = getFontMetrics(Ink.font(this)).getHeight();
        return new Dimension(left(stack.scans().size()), gap + cell + (LINES + 1) * line + gap + 4);
    }

    /** Where a scan's picture begins; the plane of a crack comes before them. */
    private int left(int i) {
        return gap + (i + (isCrack() ? 1 : 0)) * (cell + gap);
    }

    private boolean isCrack() {
        return model.track().isPresent()
                && stack.track(model.track().getAsInt())
                        .map(t -> t.kind().equals("crack"))
                        .orElse(false);
    }

    private void refresh() {
        OptionalInt track = model.track();
        trouble = null;
        crack = null;
        revalidate();
        if (track.isEmpty()) {
            frames.clear();
            repaint();
            return;
        }
        int id = track.getAsInt();
        GreyWindow window = model.window();
        ColourMap colours = model.colours();
        double device = deviceScale;
        boolean thin = across != isCrack();
        latest.request(late -> {
            try {
                render(id, thin, window, colours, device, late);
            } catch (IOException e) {
                SwingUtilities.invokeLater(() -> complain(e));
            }
        });
        lookAlong();
    }

    private void complain(IOException e) {
        trouble = String.valueOf(e.getMessage());
        repaint();
    }

    private void render(
            int track, boolean thin, GreyWindow window, ColourMap colours, double device, BooleanSupplier late)
            throws IOException {
        Optional<FeatureFrame> cut = FeatureFrame.of(stack, track, thin);
        SwingUtilities.invokeLater(frames::clear);
        if (cut.isEmpty()) {
            SwingUtilities.invokeLater(this::repaint);
            return;
        }
        int pixels = (int) Math.round(cell * device);
        FeatureFrame f = cut.get();
        SlicePlane plane =
                SlicePlane.through(f.middle(), f.right(), f.down(), f.sizeUm() / pixels, pixels / 2.0, pixels / 2.0);
        Overlays lines = Overlays.USUAL.withLabels(Overlays.Labels.NONE);
        for (StackScan scan : stack.scans()) {
            if (late.getAsBoolean()) {
                return;
            }
            if (!stack.isShown(scan.index())) {
                continue;
            }
            SliceRenderer.Request request = new SliceRenderer.Request(
                    plane,
                    pixels,
                    pixels,
                    Math.max(1, (int) Math.round(device)),
                    scan.index(),
                    scan.index(),
                    window,
                    colours,
                    lines,
                    Compare.NONE,
                    OptionalInt.of(track),
                    0x202020,
                    null,
                    false,
                    true);
            renderer.render(
                    request,
                    late,
                    frame -> SwingUtilities.invokeLater(() -> {
                        frames.put(scan.index(), frame);
                        repaint();
                    }));
        }
    }

    /** Of a crack: its plane with the opening at the scan in view; the pictures of the scans stay as they are. */
    private void lookAlong() {
        if (!isCrack()) {
            return;
        }
        int track = model.track().orElse(0);
        int scan = model.scan();
        along.request(late -> {
            try {
                Optional<CrackPlane> plane = CrackPlane.of(stack, track, scan, late);
                SwingUtilities.invokeLater(() -> {
                    if (model.track().orElse(0) == track && model.scan() == scan) {
                        crack = plane.orElse(null);
                        repaint();
                    }
                });
            } catch (IOException e) {
                SwingUtilities.invokeLater(() -> complain(e));
            }
        });
    }

    private final class Follower implements ViewModel.Listener {
        @Override
        public void changed(ViewModel.Aspect aspect) {
            switch (aspect) {
                case TRACK, WINDOW, COLOURS -> refresh();
                case SCAN -> {
                    for (int i = 0; i < stack.scans().size(); i++) {
                        if (stack.scans().get(i).index() == model.scan()) {
                            scrollRectToVisible(new Rectangle(left(i) - gap, 0, cell + 2 * gap, getHeight()));
                        }
                    }
                    lookAlong();
                    repaint();
                }
                default -> {}
            }
        }
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        super.paintComponent(graphics);
        Graphics2D g = (Graphics2D) graphics.create();
        double scale = g.getTransform().getScaleX();
        if (scale > 0 && Math.abs(scale - deviceScale) > 1e-3) {
            deviceScale = scale;
            refresh();
        }
        Ink.smooth(g);
        Font base = getFont() == null ? new Font(Font.SANS_SERIF, Font.PLAIN, 11) : getFont();
        Font font = Ink.font(this);
        String sentence = trouble;
        if (sentence == null && model.track().isEmpty()) {
            sentence = "Select a feature to see it at all scans.";
        }
        if (sentence != null) {
            g.setFont(base);
            g.setColor(getForeground());
            g.drawString(sentence, gap * 2, 2 * gap + g.getFontMetrics().getAscent());
        } else {
            int track = model.track().orElse(0);
            if (isCrack()) {
                plane(g, font);
            }
            for (int i = 0; i < stack.scans().size(); i++) {
                cell(g, font, stack.scans().get(i), track, left(i), gap);
            }
        }
        g.dispose();
    }

    private void cell(Graphics2D g, Font font, StackScan scan, int track, int x, int y) {
        Rectangle2D box = new Rectangle2D.Double(x, y, cell, cell);
        g.setColor(new Color(0x202020));
        g.fill(box);
        SliceFrame frame = frames.get(scan.index());
        Optional<FeatureRow> row = stack.feature(scan.index(), track);
        if (frame != null) {
            AffineTransform place = AffineTransform.getTranslateInstance(x, y);
            place.scale(cell / (double) frame.width(), cell / (double) frame.height());
            g.drawImage(frame.image(), place, null);
            Ink.scaleBar(
                    g,
                    font,
                    frame.plane().pixelUm() * frame.width() / cell,
                    cell / 3.0,
                    x + cell - 4.0,
                    y + cell - 4.0);
        }
        if (row.map(FeatureRow::cutByView).orElse(false)) {
            Ink.plate(g, font, "≥ lower bound", x + 4.0, y + 4.0);
        }
        boolean now = scan.index() == model.scan();
        g.setColor(now ? new Color(0x2f8fef) : new Color(0x808080));
        g.setStroke(new BasicStroke(now ? 2.5f : 1f));
        g.draw(box);
        g.setFont(font.deriveFont(Font.BOLD));
        g.setColor(getForeground());
        FontMetrics m = g.getFontMetrics();
        float line = (float) (y + cell + m.getAscent() + 4);
        g.drawString(fitted(m, stack.title(scan.index())), x, line);
        g.setFont(font);
        List<String> words = row.map(Filmstrip::words).orElseGet(() -> List.of(absence(scan.index(), track)));
        for (String each : words) {
            line += m.getHeight();
            g.drawString(fitted(g.getFontMetrics(), each), x, line);
        }
    }

    /** The crack's plane: its opening at the scan in view, and its fronts at all. */
    private void plane(Graphics2D g, Font font) {
        g.setColor(new Color(0x202020));
        g.fill(new Rectangle2D.Double(gap, gap, cell, cell));
        CrackPlane shown = crack;
        g.setFont(font.deriveFont(Font.BOLD));
        FontMetrics m = g.getFontMetrics();
        float line = (float) (gap + cell + m.getAscent() + 4);
        g.setColor(getForeground());
        g.drawString(fitted(m, "In the crack's plane"), gap, line);
        g.setFont(font);
        if (shown == null) {
            return;
        }
        double most = shown.most();
        double zoom = (double) cell / shown.n();
        AffineTransform place = AffineTransform.getTranslateInstance(gap, gap);
        place.scale(zoom, zoom);
        g.drawImage(shown.picture(ColourMap.VIRIDIS, most), place, null);
        List<Integer> scans = List.copyOf(shown.within().keySet());
        for (int i = 0; i < scans.size(); i++) {
            List<double[]> front = shown.front(scans.get(i));
            boolean now = scans.get(i) == model.scan();
            g.setColor(front(i, scans.size()));
            g.setStroke(new BasicStroke(now ? 2.4f : 1.2f));
            if (front != null) {
                for (double[] e : front) {
                    g.draw(new Line2D.Double(
                            gap + zoom * e[0], gap + zoom * e[1], gap + zoom * e[2], gap + zoom * e[3]));
                }
            }
        }
        if (most > 0) {
            bar(g, font, most);
        }
        Ink.scaleBar(g, font, shown.pixelUm() / zoom, cell / 3.0, gap + cell - 4.0, gap + cell - 4.0);
        line += g.getFontMetrics().getHeight();
        g.setColor(getForeground());
        String words = "front at ";
        g.drawString(words, gap, line);
        float x = gap + g.getFontMetrics().stringWidth(words);
        for (int i = 0; i < scans.size(); i++) {
            float square = 0.7f * g.getFontMetrics().getAscent();
            g.setColor(front(i, scans.size()));
            g.fill(new Rectangle2D.Double(x, line - square, square, square));
            g.setColor(getForeground());
            String number = " " + scans.get(i) + "  ";
            g.drawString(number, x + square, line);
            float wide = square + g.getFontMetrics().stringWidth(number);
            x += wide;
        }
    }

    /** From yellow to red with time; told from the opening's blue and green. */
    private static Color front(int i, int of) {
        float t = of < 2 ? 1 : i / (of - 1f);
        return Color.getHSBColor(0.15f * (1 - t), 0.35f + 0.6f * t, 1);
    }

    /** What the opening's colours mean. */
    private void bar(Graphics2D g, Font font, double most) {
        int[] table = ColourMap.VIRIDIS.table();
        double high = cell / 3.0;
        double x = gap + 6.0;
        double y = gap + 6.0;
        for (int i = 0; i < 64; i++) {
            g.setColor(new Color(table[255 - 4 * i]));
            g.fill(new Rectangle2D.Double(x, y + high * i / 64, 8, high / 64 + 0.5));
        }
        Ink.plate(g, font, Numbers.significant(most, 2) + "\u00a0µm open", x + 10, y - 2);
        Ink.plate(g, font, "0", x + 10, y + high - g.getFontMetrics(font).getHeight());
    }

    private String absence(int scan, int id) {
        return stack.track(id)
                .map(track -> scan < track.firstScan()
                        ? "not there yet"
                        : scan > track.lastScan() && !track.children().isEmpty()
                                ? track.ended() + " into "
                                        + String.join(
                                                ", ",
                                                track.children().stream()
                                                        .map(Track::name)
                                                        .toList())
                                : "not found in this scan")
                .orElse("not found in this scan");
    }

    private String fitted(FontMetrics m, String words) {
        String cut = words;
        while (cut.length() > 1 && m.stringWidth(cut) > cell) {
            cut = cut.substring(0, cut.length() - 2) + "…";
        }
        return cut;
    }

    private static List<String> words(FeatureRow row) {
        String bound = row.cutByView() ? "≥ " : "";
        List<String> words = new ArrayList<>();
        words.add(
                row.depthUm() == null
                        ? "inside"
                        : "depth " + bound + Numbers.measured(row.depthUm(), row.depthUUm(), "µm"));
        words.add("volume " + bound + Numbers.measured(row.volumeTotalUm3(), row.volumeUUm3(), "µm³"));
        return words;
    }

    /** The whole strip as a picture, {@code scale} pixels to its own. */
    public BufferedImage picture(double scale) {
        Dimension size = getPreferredSize();
        BufferedImage image = new BufferedImage(
                (int) Math.round(size.width * scale),
                (int) Math.round(size.height * scale),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.scale(scale, scale);
        g.setColor(getBackground());
        g.fillRect(0, 0, size.width, size.height);
        paint(g);
        g.dispose();
        return image;
    }

    /** Follows the model no more. */
    @Override
    public void close() {
        model.removeListener(follower);
        stack.removeChangeListener(reload);
    }
}
