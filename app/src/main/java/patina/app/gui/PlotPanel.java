package patina.app.gui;

import java.awt.BorderLayout;
import java.awt.CardLayout;
import java.awt.Component;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextField;
import javax.swing.SwingConstants;
import net.miginfocom.swing.MigLayout;
import org.jspecify.annotations.Nullable;
import patina.app.gui.model.Findings;
import patina.app.gui.model.Line;
import patina.app.gui.model.Metric;
import patina.app.gui.model.PlotMaker;
import patina.app.gui.model.State;
import patina.reports.charts.Figure;
import patina.reports.charts.ScreenPlot.Hit;
import patina.reports.document.Numbers;
import patina.reports.document.Plot;
import patina.reports.document.Plot.Sample;
import patina.reports.pdf.PdfFigure;

/** Plots of what was measured; a click on a point selects its track and scan everywhere. */
final class PlotPanel extends JPanel {
    private static final long serialVersionUID = 1L;
    private static final double PRINT_WIDTH = 504;

    /** Hears of the track and scan of a point. */
    interface Chosen {
        void point(int track, int scan);
    }

    private final transient State state;
    private final transient Chosen chosen;
    private final transient Consumer<Throwable> trouble;
    private final transient Background background;
    private final JComboBox<PlotMaker.Subject> subject = new JComboBox<>(PlotMaker.Subject.values());
    private final JComboBox<Metric> metric = new JComboBox<>(Metric.values());
    private final JComboBox<PlotMaker.Choice> choice = new JComboBox<>(PlotMaker.Choice.values());
    private final JCheckBox logX = new JCheckBox("log x");
    private final JCheckBox logY = new JCheckBox("log y");
    private final JCheckBox law = new JCheckBox("fitted law");
    private final JCheckBox limits = new JCheckBox("limits");
    private final JLabel thresholdLabel = new JLabel("Threshold");
    private final JTextField threshold = new JTextField(5);
    private final JLabel thresholdUnit = new JLabel();
    private final PlotCanvas canvas;
    private final JLabel empty = new JLabel("", SwingConstants.CENTER);
    private final JPanel cards = new JPanel(new CardLayout());
    private transient @Nullable Findings findings;
    private transient @Nullable PlotMaker maker;
    private boolean waits;
    /** What is being fitted just now. */
    private transient PlotMaker.@Nullable Wish fitting;

    private transient PlotMaker.@Nullable Made made;
    private transient OptionalInt selected = OptionalInt.empty();
    private int scan;

    PlotPanel(State state, Chosen chosen, Consumer<Throwable> trouble, Background background) {
        super(new BorderLayout());
        this.state = state;
        this.chosen = chosen;
        this.trouble = trouble;
        this.background = background;
        canvas = new PlotCanvas((hit, e) -> click(hit), this::tell);
        canvas.setName("plot");
        subject.setName("plot-subject");
        choice.setName("plot-choice");
        subject.setSelectedIndex(bounded(state.number("plot.subject", 0), subject.getItemCount()));
        metric.setSelectedIndex(bounded(state.number("plot.metric", 0), metric.getItemCount()));
        choice.setSelectedIndex(bounded(state.number("plot.choice", 2), choice.getItemCount()));
        logX.setSelected(state.flag("plot.logX", false));
        logY.setSelected(state.flag("plot.logY", false));
        law.setSelected(state.flag("plot.law", true));
        limits.setSelected(state.flag("plot.limits", true));
        JPanel bar = new JPanel(new MigLayout("insets 5 8 5 8, fillx", "[][][]12[][][][]12[][][]push[][]"));
        for (JComboBox<?> box : List.of(subject, metric, choice)) {
            box.addActionListener(e -> refresh());
            bar.add(box);
        }
        for (JCheckBox box : List.of(logX, logY, law, limits)) {
            box.addActionListener(e -> refresh());
            bar.add(box);
        }
        threshold.setName("plot-threshold");
        threshold.setText(state.text("plot.threshold", ""));
        thresholdLabel.setLabelFor(threshold);
        threshold.setToolTipText("A value of which it is told when tracks reach it, and how likely a pit does."
                + " When nothing is given, the job's depth limit.");
        Typing.follow(threshold, this::refresh);
        bar.add(thresholdLabel);
        bar.add(threshold);
        bar.add(thresholdUnit);
        JButton all = new JButton("Show all");
        all.setToolTipText("Undo zooming. The wheel zooms at the pointer, dragging moves.");
        all.addActionListener(e -> canvas.showAll());
        JButton export = new JButton("Export …");
        export.setToolTipText("Write the plot as PNG, SVG, PDF or CSV.");
        export.addActionListener(e -> export(Dialogs.windowOf(this)));
        bar.add(all);
        bar.add(export);
        // What is not to be seen is not plotted.
        addHierarchyListener(e -> {
            if (isShowing() && waits) {
                refresh();
            }
        });
        empty.setName("plot-empty");
        empty.setEnabled(false);
        cards.add(canvas, "plot");
        cards.add(empty, "empty");
        add(bar, BorderLayout.NORTH);
        add(cards);
    }

    private static int bounded(int index, int count) {
        return Math.max(0, Math.min(count - 1, index));
    }

    void show(Findings now) {
        findings = now;
        maker = new PlotMaker(now);
        fitting = null;
        refresh();
    }

    void select(OptionalInt track, int atScan) {
        boolean other = !track.equals(selected) || atScan != scan;
        selected = track;
        scan = atScan;
        if (other) {
            refresh();
        }
    }

    private void refresh() {
        PlotMaker now = maker;
        waits = !isShowing();
        if (now == null || waits) {
            return;
        }
        PlotMaker.Subject what = (PlotMaker.Subject) subject.getSelectedItem();
        Metric of = (Metric) metric.getSelectedItem();
        PlotMaker.Choice which = (PlotMaker.Choice) choice.getSelectedItem();
        if (what == null || of == null || which == null) {
            return;
        }
        boolean history = what == PlotMaker.Subject.HISTORY;
        boolean extremes = what == PlotMaker.Subject.EXTREMES;
        metric.setEnabled(history || what == PlotMaker.Subject.HISTOGRAM);
        choice.setEnabled(history);
        law.setEnabled(history);
        limits.setEnabled(history || extremes || what == PlotMaker.Subject.SERIES);
        logX.setEnabled(what != PlotMaker.Subject.HISTOGRAM && !extremes);
        logY.setEnabled(what != PlotMaker.Subject.HISTOGRAM && !extremes);
        boolean limited = (history || extremes) && limits.isSelected();
        thresholdLabel.setEnabled(limited);
        threshold.setEnabled(limited);
        thresholdUnit.setText(history ? of.unit() : "µm");
        PlotMaker.Wish wish = new PlotMaker.Wish(
                what,
                of,
                which,
                selected,
                scan,
                logX.isSelected(),
                logY.isSelected(),
                law.isSelected(),
                limits.isSelected(),
                threshold());
        if (now.isReady(wish)) {
            fitting = null;
            show(now.make(wish), which);
        } else if (!wish.equals(fitting)) {
            fitting = wish;
            empty.setText("Fitting …");
            ((CardLayout) cards.getLayout()).show(cards, "empty");
            background.run(
                    () -> {
                        now.prepare(wish);
                        return wish;
                    },
                    done -> {
                        if (done.equals(fitting) && now == maker) {
                            refresh();
                        }
                    },
                    e -> {
                        fitting = null;
                        empty.setText("This could not be fitted; the log says why.");
                        trouble.accept(e);
                    });
        }
    }

    /** NaN where none is asked for; what is no number is marked and asks for none. */
    private double threshold() {
        String text = threshold.getText();
        Object outline = null;
        double value = Double.NaN;
        if (!text.isBlank()) {
            try {
                value = Dialogs.number("threshold", text);
            } catch (IllegalArgumentException noNumber) {
                outline = "error";
            }
            if (value <= 0) {
                outline = "error";
                value = Double.NaN;
            }
        }
        threshold.putClientProperty("JComponent.outline", outline);
        return value;
    }

    private void show(PlotMaker.Made plot, PlotMaker.Choice which) {
        boolean history = subject.getSelectedItem() == PlotMaker.Subject.HISTORY;
        made = plot;
        boolean nothing = plot.plot().curves().isEmpty();
        empty.setText(
                nothing && history && which == PlotMaker.Choice.SELECTED && selected.isEmpty()
                        ? "Select a track in a table, a plot or a picture to see how it grows."
                        : plot.missing().isEmpty()
                                ? "There is nothing of this to plot. Choose another number or other tracks."
                                : plot.missing());
        ((CardLayout) cards.getLayout()).show(cards, nothing ? "empty" : "plot");
        canvas.show(plot.plot());
        int[] at = selected.isEmpty() ? null : plot.find(selected.getAsInt(), scan);
        List<Hit> marks = new ArrayList<>();
        if (at != null) {
            marks.add(new Hit(at[0], at[1]));
        }
        canvas.mark(marks);
    }

    private PlotMaker.@Nullable Key key(Hit hit) {
        PlotMaker.Made plot = made;
        if (plot == null || hit.curve() >= plot.keys().size()) {
            return null;
        }
        List<PlotMaker.Key> keys = plot.keys().get(hit.curve());
        return hit.sample() < keys.size() ? keys.get(hit.sample()) : null;
    }

    private void click(Hit hit) {
        PlotMaker.Key key = key(hit);
        if (key != null && key.track() != Line.NONE) {
            chosen.point(key.track(), key.scan());
        }
    }

    private String tell(Hit hit) {
        PlotMaker.Made plot = made;
        Findings now = findings;
        if (plot == null || now == null) {
            return "";
        }
        Plot.Curve curve = plot.plot().curves().get(hit.curve());
        Sample s = curve.samples().get(hit.sample());
        PlotMaker.Key key = key(hit);
        String at = key == null || key.scan() == Line.NONE ? "" : ", " + now.scanName(key.scan());
        String name = key == null || key.track() == Line.NONE ? curve.name() : now.called(key.track());
        return name + at + ": " + Numbers.measured(s.y(), Double.isNaN(s.u()) ? null : Double.valueOf(s.u()))
                + (s.resolved() ? "" : ", not resolved");
    }

    /** The place of a track's point on the canvas, for those that point at it; null when it is not drawn. */
    double @Nullable [] place(int track, int atScan) {
        PlotMaker.Made plot = made;
        int[] at = plot == null ? null : plot.find(track, atScan);
        return at == null ? null : canvas.place(new Hit(at[0], at[1]));
    }

    /** Writes the plot to a file the user names. */
    void export(Component over) {
        Plot seen = canvas.seen();
        PlotMaker.Made plot = made;
        if (seen == null || plot == null) {
            return;
        }
        Path file = Dialogs.chooseFile(over, "Export the plot", "plot.png", state, List.of("png", "svg", "pdf", "csv"));
        if (file == null) {
            return;
        }
        double height = PRINT_WIDTH * canvas.getHeight() / Math.max(1, canvas.getWidth());
        Figure figure = Figure.of(seen, PRINT_WIDTH, Math.max(120, Math.min(400, height)));
        background.run(
                () -> {
                    write(file, figure, plot);
                    return file;
                },
                done -> {},
                trouble);
    }

    static void write(Path file, Figure figure, PlotMaker.Made plot) throws IOException {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".svg")) {
            Files.writeString(file, figure.svgFile());
        } else if (name.endsWith(".pdf")) {
            PdfFigure.write(figure, file);
        } else if (name.endsWith(".csv")) {
            Files.writeString(file, plot.csv());
        } else {
            double scale = 300 / 72.0;
            BufferedImage image = new BufferedImage(
                    (int) Math.ceil(figure.width() * scale),
                    (int) Math.ceil(figure.height() * scale),
                    BufferedImage.TYPE_INT_RGB);
            Graphics2D g = image.createGraphics();
            g.setPaint(java.awt.Color.WHITE);
            g.fillRect(0, 0, image.getWidth(), image.getHeight());
            figure.draw(g, 0, 0, scale);
            g.dispose();
            if (!ImageIO.write(image, "png", file.toFile())) {
                throw new IOException("This Java cannot write PNG; choose SVG or PDF.");
            }
        }
    }

    void remember() {
        state.put("plot.subject", subject.getSelectedIndex());
        state.put("plot.metric", metric.getSelectedIndex());
        state.put("plot.choice", choice.getSelectedIndex());
        state.put("plot.logX", logX.isSelected());
        state.put("plot.logY", logY.isSelected());
        state.put("plot.law", law.isSelected());
        state.put("plot.limits", limits.isSelected());
        state.put("plot.threshold", threshold.getText().strip());
    }
}
