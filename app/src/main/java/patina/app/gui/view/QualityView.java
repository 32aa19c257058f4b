package patina.app.gui.view;

import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.GridLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import javax.swing.BorderFactory;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.SwingUtilities;
import org.jspecify.annotations.Nullable;
import patina.reports.document.Numbers;
import patina.store.SummaryRow;
import patina.store.TransformRow;

/**
 * Whether a scan can be compared: the greys of all scans over one another, its own drawn broad; on the slice through the
 * crosshair what is left of the scan less the reference scan, with what was not seen hatched; and in words what
 * registration says of itself, how much was seen, and what is to be known, with the reason.
 *
 * <p>On the event thread; reads and renders on the stack's workers.
 */
public final class QualityView extends JPanel implements AutoCloseable {
    private final transient VolumeStack stack;
    private final transient ViewModel model;
    private final transient Latest pictures;
    private final transient SliceRenderer renderer;
    private final transient IntFunction<List<String>> flags;
    private final Histograms histograms = new Histograms();
    private final JTextArea words = new JTextArea();
    private final Residual residual = new Residual();
    private final transient ViewModel.Listener follower = new ViewModel.Listener() {
        @Override
        public void changed(ViewModel.Aspect aspect) {
            switch (aspect) {
                case SCAN -> {
                    residual.refresh();
                    histograms.repaint();
                    tell();
                }
                case CROSSHAIR, WINDOW -> residual.refresh();
                default -> {}
            }
        }
    };

    private final transient Runnable reload = this::again;

    /** @param flags what should be known of a scan, one sentence each */
    public QualityView(VolumeStack stack, ViewModel model, IntFunction<List<String>> flags) {
        super(new BorderLayout());
        this.flags = flags;
        this.stack = stack;
        this.model = model;
        this.pictures = new Latest(stack.workers());
        this.renderer = new SliceRenderer(stack);
        JPanel three = new JPanel(new GridLayout(1, 3, 4, 4));
        three.add(histograms);
        three.add(residual);
        words.setName("quality-words");
        words.setEditable(false);
        words.setLineWrap(true);
        words.setWrapStyleWord(true);
        words.setOpaque(false);
        words.setBorder(BorderFactory.createEmptyBorder(6, 8, 6, 8));
        words.getAccessibleContext().setAccessibleName("Quality of the scan in words");
        JScrollPane scroll = new JScrollPane(words);
        scroll.setBorder(BorderFactory.createEmptyBorder());
        three.add(scroll);
        add(three, BorderLayout.CENTER);
        tell();
        model.addListener(follower);
        stack.addChangeListener(reload);
        stack.workers().submit(this::read);
    }

    /** Whether histograms and residual are there. */
    boolean isIdle() {
        return pictures.isIdle() && !histograms.lines.isEmpty();
    }

    private void again() {
        residual.refresh();
        tell();
        stack.workers().submit(this::read);
    }

    private void read() {
        List<LinePlot.Series> lines = new ArrayList<>();
        int n = stack.scans().size();
        try {
            for (int i = 0; i < n; i++) {
                int scan = stack.scans().get(i).index();
                if (stack.isShown(scan)) {
                    lines.add(line(stack.histogram(scan), stack.title(scan), Color.GRAY));
                }
            }
            SwingUtilities.invokeLater(() -> {
                histograms.lines = List.copyOf(lines);
                histograms.repaint();
            });
        } catch (IOException e) {
            String sentence = String.valueOf(e.getMessage());
            SwingUtilities.invokeLater(() -> residual.complain(sentence));
        }
    }

    /** Shares of what was seen for each step of grey, by their logarithm; empty steps leave gaps. */
    private static LinePlot.Series line(GreyHistogram h, String name, Color colour) {
        double all = 0;
        for (long c : h.counts()) {
            all += c;
        }
        double[] x = new double[h.counts().length];
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = h.low() + h.step() * (i + 0.5);
            y[i] = h.counts()[i] == 0 ? Double.NaN : Math.log10(h.counts()[i] / all / h.step());
        }
        return new LinePlot.Series(name, colour, x, y);
    }

    /** From the first scan to the last through the colour map; the end that would be lost on the ground is left out. */
    private static List<LinePlot.Series> coloured(List<LinePlot.Series> lines, boolean dark) {
        int[] table = ColourMap.CIVIDIS.table();
        List<LinePlot.Series> coloured = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            LinePlot.Series l = lines.get(i);
            int at = (lines.size() == 1 ? 0 : 175 * i / (lines.size() - 1)) + (dark ? 80 : 0);
            coloured.add(new LinePlot.Series(l.name(), new Color(table[at]), l.x(), l.y()));
        }
        return coloured;
    }

    /** Greys of all scans. */
    private final class Histograms extends JPanel {
        private transient List<LinePlot.Series> lines = List.of();

        Histograms() {
            setPreferredSize(new Dimension(380, 260));
            getAccessibleContext().setAccessibleName("Grey histograms of all scans");
        }

        @Override
        protected void paintComponent(Graphics graphics) {
            super.paintComponent(graphics);
            Graphics2D g = (Graphics2D) graphics.create();
            Ink.smooth(g);
            if (lines.isEmpty()) {
                g.drawString("Counting greys …", 12, 24);
            } else {
                Color ground = getBackground();
                boolean dark = ground.getRed() + ground.getGreen() + ground.getBlue() < 3 * 128;
                LinePlot.paint(
                        g,
                        new Rectangle2D.Double(0, 0, getWidth(), getHeight()),
                        Ink.font(this),
                        "registered grey",
                        "log10 of the share per grey",
                        coloured(lines, dark),
                        stack.title(model.scan()),
                        ground,
                        getForeground());
            }
            g.dispose();
        }
    }

    /** Scan less reference scan on the slice across z. */
    private final class Residual extends JPanel {
        private transient @Nullable SliceFrame frame;
        private @Nullable String trouble;
        private double deviceScale = 1;

        Residual() {
            setPreferredSize(new Dimension(320, 260));
            getAccessibleContext().setAccessibleName("Residual: scan less reference scan");
            addPropertyChangeListener("background", e -> refresh());
            addComponentListener(new java.awt.event.ComponentAdapter() {
                @Override
                public void componentResized(java.awt.event.ComponentEvent e) {
                    refresh();
                }
            });
        }

        void complain(String sentence) {
            trouble = sentence;
            repaint();
        }

        void refresh() {
            if (getWidth() < 20 || getHeight() < 20) {
                return;
            }
            int w = (int) Math.round(getWidth() * deviceScale);
            int h = (int) Math.round(getHeight() * deviceScale);
            patina.geometry.Point size = stack.sizeUm();
            double pixel = Math.max(size.x() / (w - 8), size.y() / (h - 8));
            patina.geometry.Point middle = new patina.geometry.Point(
                    size.x() / 2, size.y() / 2, model.crosshair().z());
            SliceRenderer.Request request = new SliceRenderer.Request(
                    SlicePlane.through(
                            middle, SlicePlane.Facing.XY.right(), SlicePlane.Facing.XY.down(), pixel, w / 2.0, h / 2.0),
                    w,
                    h,
                    Math.max(1, (int) Math.round(deviceScale)),
                    model.scan(),
                    stack.reference(),
                    model.window(),
                    model.colours(),
                    Overlays.USUAL.withLabels(Overlays.Labels.NONE).withOutlines(false),
                    Compare.NONE.withMode(Compare.Mode.DIFFERENCE),
                    OptionalInt.empty(),
                    getBackground() == null ? 0xeeeeee : getBackground().getRGB() & 0xffffff,
                    null,
                    false,
                    true);
            pictures.request(late -> {
                try {
                    renderer.render(
                            request,
                            late,
                            f -> SwingUtilities.invokeLater(() -> {
                                frame = f;
                                trouble = null;
                                repaint();
                                tell();
                            }));
                } catch (IOException e) {
                    SwingUtilities.invokeLater(() -> complain(String.valueOf(e.getMessage())));
                }
            });
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
            Font font = Ink.font(this);
            SliceFrame f = frame;
            if (f != null) {
                AffineTransform place = AffineTransform.getScaleInstance(
                        getWidth() / (double) f.width(), getHeight() / (double) f.height());
                g.drawImage(f.image(), place, null);
                Ink.plate(
                        g,
                        font,
                        stack.title(f.scan()) + " − scan " + f.otherScan() + ", z = "
                                + Numbers.fixed(model.crosshair().z(), 1) + "\u00a0µm",
                        6,
                        6);
                Ink.scaleBar(
                        g,
                        font,
                        f.plane().pixelUm() * f.width() / getWidth(),
                        getWidth() / 4.0,
                        getWidth() - 6.0,
                        getHeight() - 6.0);
            }
            String sentence = trouble;
            if (sentence != null) {
                Ink.plate(g, font, sentence, 6, getHeight() / 2.0);
            }
            g.dispose();
        }

        /** The share of the slice that one of the two scans did not see; NaN while there is no picture. */
        double unseen() {
            SliceFrame f = frame;
            if (f == null || f.scan() != model.scan()) {
                return Double.NaN;
            }
            long seen = 0;
            long unseen = 0;
            for (int i = 0; i < f.greys().length; i++) {
                float a = f.greys()[i];
                float b = f.others()[i];
                if (a != BrickBox.OUTSIDE && b != BrickBox.OUTSIDE) {
                    if (Float.isNaN(a) || Float.isNaN(b)) {
                        unseen++;
                    } else {
                        seen++;
                    }
                }
            }
            return seen + unseen == 0 ? Double.NaN : unseen / (double) (seen + unseen);
        }
    }

    private void tell() {
        int scan = model.scan();
        List<String> lines = new ArrayList<>();
        lines.add(stack.title(scan));
        for (TransformRow row : stack.tables().transforms()) {
            if (row.scan() == scan && scan == stack.reference()) {
                lines.add("The reference scan: all others are held against it.");
            } else if (row.scan() == scan) {
                Double from = row.stackFromUm();
                Double to = row.stackToUm();
                String what = from == null || to == null
                        ? "Registered"
                        : "Its stack from z " + Numbers.fixed(from, 0) + " to " + Numbers.fixed(to, 0)
                                + "\u00a0µm: registered";
                lines.add(what + " by a " + row.model() + " map; quality " + Numbers.fixed(row.quality(), 3)
                        + " of 1, place ± " + Numbers.significant(row.treUUm(), 2) + "\u00a0µm.");
                lines.add("Residual " + Numbers.percent(row.residual()) + " of metal less void (rms), "
                        + Numbers.percent(row.trimmedFraction()) + " of the voxels left out as changed.");
            }
        }
        for (SummaryRow row : stack.tables().summary()) {
            if (row.scan() == scan) {
                lines.add("Seen: " + Numbers.percent(row.seenFraction()) + " of the specimen.");
            }
        }
        double unseen = residual.unseen();
        if (!Double.isNaN(unseen)) {
            lines.add("Not seen in both scans: " + Numbers.percent(unseen) + " of this slice (hatched).");
        }
        List<String> known = flags.apply(scan);
        lines.add(known.isEmpty() ? "Nothing speaks against this scan." : "To be known:");
        known.forEach(k -> lines.add("•\u00a0" + k));
        String text = String.join("\n", lines);
        if (!text.equals(words.getText())) {
            words.setText(text);
            words.setCaretPosition(0);
        }
    }

    /** Follows the model no more. */
    @Override
    public void close() {
        model.removeListener(follower);
        stack.removeChangeListener(reload);
    }
}
