package patina.app.gui.view;

import java.awt.BorderLayout;
import java.awt.FlowLayout;
import java.awt.Graphics2D;
import java.awt.GridLayout;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import javax.imageio.ImageIO;
import javax.swing.AbstractAction;
import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.ButtonGroup;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JFileChooser;
import javax.swing.JLabel;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JPopupMenu;
import javax.swing.JSlider;
import javax.swing.JToggleButton;
import javax.swing.JToolBar;
import javax.swing.KeyStroke;
import javax.swing.SwingUtilities;
import javax.swing.Timer;
import org.jspecify.annotations.Nullable;
import patina.app.gui.view.Compare.Mode;
import patina.app.gui.view.SlicePlane.Facing;
import patina.geometry.Point;
import patina.reports.document.Numbers;
import patina.series.HiddenShape;
import patina.store.FeatureRow;

/**
 * Three linked slices along the axes and an oblique one, with one zoom, one centre and one crosshair, and a slider over
 * the scans. Left button: move the crosshair, click a feature to select it; right: window and level; middle or shift:
 * pan; wheel: slices; Ctrl and wheel: zoom at the pointer; double click: one slice large; Alt on the oblique slice: turn.
 *
 * <p>On the event thread; never reads there.
 */
public final class SliceViewer extends JPanel implements AutoCloseable, TimeLapse.Filmed {
    /** What the left button does. */
    public enum Tool {
        NAVIGATE("Navigate"),
        WINDOW("Window"),
        DISTANCE("Distance"),
        ANGLE("Angle"),
        PROFILE("Profile"),
        MASK("Mask"),
        BRUSH("Brush");

        private final String title;

        Tool(String title) {
            this.title = title;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    /** Hears of what was drawn to be hidden, in the specimen frame, micrometres. */
    public interface MaskHearer {
        /** A box, by its least and greatest corner. */
        void boxDrawn(Point from, Point to);

        /** A ball was moved along a path. */
        void painted(double radiusUm, List<Point> path);
    }

    /** Radius of the brush to begin with, in voxels. */
    private static final double BRUSH_VOXELS = 6;

    private static final double LEAST_BRUSH_VOXELS = 0.75;
    private static final double MOST_BRUSH_VOXELS = 200;

    private static final int BLINK_MS = 500;
    private static final int PLAY_MS = 400;
    /** Pixels of a saved picture to one of the screen. */
    public static final double SAVE_SCALE = 2;

    private final transient VolumeStack stack;
    private final transient ViewModel model;
    private final EnumSet<Tool> tools;
    private final List<PlanePanel> panels = new ArrayList<>();
    private final JPanel grid = new JPanel(new GridLayout(2, 2, 3, 3));
    private final JLabel probe = new JLabel(" ");
    private final JLabel time = new JLabel(" ");
    private final JSlider slider;
    private final JComboBox<ColourMap> colours = combo(ColourMap.values(), ColourMap.GREY, "Colours");
    private final transient ViewModel.Listener colourFollower = new ViewModel.Listener() {
        @Override
        public void coloursChanged(ColourMap map) {
            colours.setSelectedItem(map);
        }
    };
    private final JButton play = new JButton("▶");
    private final Timer playing = new Timer(PLAY_MS, e -> next(1, true));
    private final Timer blinking = new Timer(BLINK_MS, e -> blink());
    private final transient List<Measurement> measurements = new ArrayList<>();
    private final transient List<Runnable> followers = new ArrayList<>();
    private final transient Follower follower = new Follower();
    private final transient Runnable reload = this::reload;
    private transient Point centre;
    private double pixelUm = 1;
    private transient Point obliqueRight = new Point(Math.sqrt(0.5), Math.sqrt(0.5), 0);
    private transient Point obliqueDown = new Point(0, 0, 1);
    private transient Function<String, Optional<Path>> askForFile = this::dialog;
    private final transient Map<Tool, JToggleButton> toolButtons = new EnumMap<>(Tool.class);
    private transient MaskHearer maskHearer = new MaskHearer() {
        @Override
        public void boxDrawn(Point from, Point to) {}

        @Override
        public void painted(double radiusUm, List<Point> path) {}
    };
    private transient List<HiddenShape> hidden = List.of();
    private transient List<Point> marks = List.of();
    private transient @Nullable PreviewBlock preview;
    private double brushUm;
    private Tool tool = Tool.NAVIGATE;
    private boolean moving;
    private boolean fitted;
    private boolean picking;
    private boolean blinkOther;
    private @Nullable PlanePanel large;
    /** The slice that had the keyboard last, also while a menu or a dialog has it. */
    private PlanePanel used;

    /** With all tools. */
    public SliceViewer(VolumeStack stack, ViewModel model) {
        this(stack, model, EnumSet.allOf(Tool.class));
    }

    /** @param tools what the left button can do */
    public SliceViewer(VolumeStack stack, ViewModel model, Set<Tool> tools) {
        super(new BorderLayout(0, 2));
        this.tools = EnumSet.copyOf(tools);
        this.stack = stack;
        this.model = model;
        this.centre = stack.sizeUm().times(0.5);
        this.brushUm = BRUSH_VOXELS * stack.voxelSize().meanUm();
        this.slider = new JSlider(0, Math.max(0, stack.scans().size() - 1), 0);
        for (Facing facing : Facing.values()) {
            panels.add(new PlanePanel(this, facing));
        }
        used = panels.get(0);
        for (PlanePanel panel : panels) {
            grid.add(panel);
            panel.addFocusListener(new FocusAdapter() {
                @Override
                public void focusGained(FocusEvent e) {
                    used = panel;
                }
            });
        }
        add(toolBar(), BorderLayout.NORTH);
        add(grid, BorderLayout.CENTER);
        add(foot(), BorderLayout.SOUTH);
        begin();
        keys();
        model.addListener(follower);
        stack.addChangeListener(reload);
        follower.scanChanged(model.scan());
    }

    /** Where nobody has been yet, the middle of the specimen and the greys of the reference scan are looked at. */
    private void begin() {
        if (model.crosshair().equals(Point.ORIGIN)) {
            model.setCrosshair(centre);
        }
        if (stack.scan(model.scan()).isEmpty() && !stack.scans().isEmpty()) {
            model.setScan(stack.scans().get(0).index());
        }
        if (stack.scan(model.otherScan()).isEmpty() || model.otherScan() == 0) {
            model.setOtherScan(stack.reference());
        }
        if (model.window().equals(new ViewModel().window())) {
            autoWindow();
        }
    }

    private void reload() {
        if (model.window().equals(new ViewModel().window())) {
            autoWindow();
        }
        panels.forEach(PlanePanel::reload);
        grid.repaint();
    }

    // What its slices share

    VolumeStack stack() {
        return stack;
    }

    /** What it looks at. */
    public ViewModel model() {
        return model;
    }

    Point centre() {
        return centre;
    }

    double pixelUm() {
        return pixelUm;
    }

    Point obliqueRight() {
        return obliqueRight;
    }

    Point obliqueDown() {
        return obliqueDown;
    }

    Tool tool() {
        return tool;
    }

    boolean isMoving() {
        return moving;
    }

    List<Measurement> measurements() {
        return measurements;
    }

    List<PlanePanel> panels() {
        return panels;
    }

    /** While something is dragged pictures are coarser; they become fine when it is let go. */
    void setMoving(boolean on) {
        if (moving != on) {
            moving = on;
            if (!on) {
                refresh();
            }
        }
    }

    private void refresh() {
        panels.forEach(PlanePanel::refresh);
        grid.repaint();
    }

    /** Shows the whole when the panels have their first size. */
    void fitOnce() {
        if (!fitted && panels.get(0).getWidth() > 20) {
            fitted = true;
            fit();
        }
    }

    /** Shows the whole specimen in every slice. */
    public void fit() {
        centre = stack.sizeUm().times(0.5);
        double um = 1e-9;
        for (PlanePanel panel : panels) {
            if (panel.getWidth() < 20 || panel.facing() == Facing.OBLIQUE) {
                continue;
            }
            double w = along(panel.right()) / (panel.getWidth() - 8.0);
            double h = along(panel.down()) / (panel.getHeight() - 8.0);
            um = Math.max(um, Math.max(w, h));
        }
        pixelUm = um;
        refresh();
    }

    private double along(Point unit) {
        Point size = stack.sizeUm()
                .plus(new Point(
                        stack.voxelSize().xUm(),
                        stack.voxelSize().yUm(),
                        stack.voxelSize().zUm()));
        return Math.abs(unit.dot(size));
    }

    /** Zooms by a factor of pixel size, about a place that stays where it is. */
    void zoom(double factor, Point about) {
        double least = stack.voxelSize().meanUm() / 64;
        double most = 4
                * Math.max(stack.sizeUm().length(), stack.voxelSize().meanUm())
                / Math.max(100, panels.get(0).getWidth());
        double wanted = Math.max(least, Math.min(Math.max(most, least), pixelUm * factor));
        centre = about.plus(centre.minus(about).times(wanted / pixelUm));
        pixelUm = wanted;
        refresh();
    }

    void pan(Point um) {
        centre = centre.plus(um);
        refresh();
    }

    /** Turns the oblique slice about the crosshair: {@code yaw} about its vertical, {@code pitch} about its horizontal. */
    void turn(double yaw, double pitch) {
        Point r = obliqueDown.times(yaw);
        Point d = obliqueRight.times(pitch);
        patina.geometry.Affine turn = patina.geometry.Affine.rotation(r.x() + d.x(), r.y() + d.y(), r.z() + d.z());
        obliqueRight = turn.apply(obliqueRight).unit();
        Point down = turn.apply(obliqueDown);
        obliqueDown = down.minus(obliqueRight.times(down.dot(obliqueRight))).unit();
        panels.get(Facing.OBLIQUE.ordinal()).refresh();
        grid.repaint();
    }

    /** Moves the crosshair, within the specimen's grid. */
    void moveTo(Point um) {
        Point size = stack.sizeUm();
        model.setCrosshair(new Point(
                Math.max(0, Math.min(size.x(), um.x())),
                Math.max(0, Math.min(size.y(), um.y())),
                Math.max(0, Math.min(size.z(), um.z()))));
    }

    /** Moves the crosshair across a slice by so many voxels. */
    void step(PlanePanel panel, double voxels) {
        moveTo(model.crosshair()
                .plus(panel.right()
                        .cross(panel.down())
                        .times(voxels * stack.voxelSize().meanUm() * sign(panel))));
    }

    /** Wheel and page keys count axes upwards whichever way a slice faces. */
    private static double sign(PlanePanel panel) {
        Point n = panel.right().cross(panel.down());
        return n.x() + n.y() + n.z() >= 0 ? 1 : -1;
    }

    void pick(int track) {
        picking = true;
        model.selectTrack(track);
        picking = false;
    }

    void enlarge(PlanePanel panel) {
        grid.removeAll();
        if (large == null) {
            large = panel;
            grid.setLayout(new GridLayout(1, 1));
            grid.add(panel);
        } else {
            large = null;
            grid.setLayout(new GridLayout(2, 2, 3, 3));
            panels.forEach(grid::add);
        }
        grid.revalidate();
        grid.repaint();
        panel.requestFocusInWindow();
    }

    /** A picture of a slice arrived. */
    void arrived(PlanePanel panel) {
        if (panel == panels.get(0)) {
            followers.forEach(Runnable::run);
        }
    }

    /** Is told whenever a new picture is shown. */
    public void addPictureListener(Runnable listener) {
        followers.add(listener);
    }

    /** Whether every slice shows what was asked for last. */
    boolean isIdle() {
        return panels.stream().allMatch(PlanePanel::isIdle);
    }

    // The probe

    void probe(PlanePanel panel, Point um) {
        SliceFrame f = panel.frame();
        StringBuilder words = new StringBuilder();
        if (f != null) {
            int i = f.index(f.plane().x(um), f.plane().y(um));
            if (i >= 0 && i < f.greys().length) {
                float grey = f.greys()[i];
                words.append(
                        Float.isNaN(grey)
                                ? "not seen"
                                : grey == BrickBox.OUTSIDE
                                        ? "outside"
                                        : "grey " + Numbers.significant((double) grey, 5));
                if (!Float.isNaN(grey) && grey != BrickBox.OUTSIDE) {
                    stack.solidFraction(model.scan(), grey)
                            .ifPresent(solid -> words.append(" · solid ").append(Numbers.fixed(solid, 2)));
                }
                words.append(" · specimen ").append(place(um));
                stack.scan(model.scan())
                        .ifPresent(s -> words.append(" · in scan ")
                                .append(s.index())
                                .append(' ')
                                .append(place(s.toScan().apply(um))));
                feature(i < f.labels().length ? f.labels()[i] : 0).ifPresent(words::append);
            }
        }
        probe.setText(words.length() == 0 ? " " : words.toString());
        probe.setToolTipText(probe.getText());
    }

    private static String place(Point um) {
        return "(" + Numbers.fixed(um.x(), 1) + ", " + Numbers.fixed(um.y(), 1) + ", " + Numbers.fixed(um.z(), 1)
                + ")\u00a0µm";
    }

    private Optional<String> feature(int label) {
        if (label == 0) {
            return Optional.empty();
        }
        String words = " · T" + label;
        Optional<FeatureRow> row = stack.feature(model.scan(), label);
        return Optional.of(row.map(r -> words + " " + r.kind()
                        + (r.depthUm() == null
                                ? ""
                                : ", depth " + Numbers.measured(r.depthUm(), r.depthUUm()) + "\u00a0µm")
                        + (r.cutByView() ? " (a lower bound)" : ""))
                .orElse(words));
    }

    // Measuring

    /** Chooses what the left button does. */
    public void setTool(Tool wanted) {
        tool = wanted;
        JToggleButton button = toolButtons.get(wanted);
        if (button != null) {
            button.setSelected(true);
        }
        panels.forEach(PlanePanel::forgetClicks);
        if (wanted == Tool.BRUSH) {
            tellBrush();
        } else {
            tell(" ");
        }
    }

    void measured(List<Point> places) {
        measurements.add(
                switch (tool) {
                    case ANGLE -> new Measurement.Angle(places.get(0), places.get(1), places.get(2));
                    case PROFILE -> new Measurement.Profile(places.get(0), places.get(1));
                    default -> new Measurement.Distance(places.get(0), places.get(1));
                });
        grid.repaint();
    }

    /** Who is told of what is drawn with {@link Tool#MASK} and {@link Tool#BRUSH}. */
    public void setMaskHearer(MaskHearer hearer) {
        maskHearer = hearer;
    }

    /** Shows what is hidden in the scans, each in its own frame. */
    public void setHidden(List<HiddenShape> shapes) {
        hidden = List.copyOf(shapes);
        grid.repaint();
    }

    List<HiddenShape> hidden() {
        return hidden;
    }

    /** Shows numbered places, in the specimen frame, micrometres. */
    public void setMarks(List<Point> places) {
        marks = List.copyOf(places);
        grid.repaint();
    }

    List<Point> marks() {
        return marks;
    }

    /** Lays what other settings would find over the slices; null for nothing. */
    void setPreview(@Nullable PreviewBlock block) {
        if (preview != block) {
            preview = block;
            refresh();
        }
    }

    @Nullable
    PreviewBlock preview() {
        return preview;
    }

    double brushUm() {
        return brushUm;
    }

    void resizeBrush(double factor) {
        double voxel = stack.voxelSize().meanUm();
        brushUm = Math.max(LEAST_BRUSH_VOXELS * voxel, Math.min(MOST_BRUSH_VOXELS * voxel, brushUm * factor));
        tellBrush();
        grid.repaint();
    }

    private void tellBrush() {
        tell("Brush of " + Numbers.significant(brushUm, 3)
                + "\u00a0µm radius: drag over what is not to be counted as seen; [ and ],"
                + " or Alt and the wheel, change it.");
    }

    void painted(List<Point> path) {
        maskHearer.painted(brushUm, path);
    }

    /** Two opposite corners on a straight slice; across it the box goes through the whole specimen. */
    void boxDrawn(PlanePanel panel, Point one, Point other) {
        Point size = stack.sizeUm();
        Point across = panel.right().cross(panel.down());
        Point in = new Point(1 - Math.abs(across.x()), 1 - Math.abs(across.y()), 1 - Math.abs(across.z()));
        maskHearer.boxDrawn(
                new Point(
                        in.x() * bounded(Math.min(one.x(), other.x()), size.x()),
                        in.y() * bounded(Math.min(one.y(), other.y()), size.y()),
                        in.z() * bounded(Math.min(one.z(), other.z()), size.z())),
                new Point(
                        in.x() > 0 ? bounded(Math.max(one.x(), other.x()), size.x()) : size.x(),
                        in.y() > 0 ? bounded(Math.max(one.y(), other.y()), size.y()) : size.y(),
                        in.z() > 0 ? bounded(Math.max(one.z(), other.z()), size.z()) : size.z()));
    }

    private static double bounded(double um, double most) {
        return Math.max(0, Math.min(most, um));
    }

    /** Says something where the pointer's place is told otherwise. */
    void tell(String sentence) {
        probe.setText(sentence);
        probe.setToolTipText(sentence);
    }

    /** Greys along a line, as a picture shows them. */
    LinePlot.Series profile(SliceFrame f, Measurement.Profile line) {
        double length = line.to().minus(line.from()).length();
        int n = (int) Math.max(2, Math.min(2000, 2 * length / f.plane().pixelUm()));
        double[] x = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            double t = i / (n - 1.0);
            Point at = line.from().plus(line.to().minus(line.from()).times(t));
            int index = f.index(f.plane().x(at), f.plane().y(at));
            x[i] = t * length;
            float grey = index < 0 || index >= f.greys().length ? Float.NaN : f.greys()[index];
            y[i] = grey == BrickBox.OUTSIDE ? Double.NaN : grey;
        }
        return new LinePlot.Series("grey", new java.awt.Color(0x0072b2), x, y);
    }

    // Scans

    private void next(int by, boolean round) {
        int n = stack.scans().size();
        int at = position(model.scan()) + by;
        int to = round ? Math.floorMod(at, n) : Math.max(0, Math.min(n - 1, at));
        model.setScan(stack.scans().get(to).index());
    }

    private int position(int scan) {
        for (int i = 0; i < stack.scans().size(); i++) {
            if (stack.scans().get(i).index() == scan) {
                return i;
            }
        }
        return 0;
    }

    private void togglePlay() {
        if (playing.isRunning()) {
            playing.stop();
            play.setText("▶");
        } else {
            playing.start();
            play.setText("❚❚");
        }
    }

    private void blink() {
        blinkOther = !blinkOther;
        panels.forEach(p -> p.setBlinkOther(blinkOther));
        refresh();
    }

    /** Shows the reference scan's greys from dark to bright, by robust percentiles. */
    public void autoWindow() {
        int scan = stack.isShown(model.scan()) ? model.scan() : stack.reference();
        if (!stack.isShown(scan)) {
            return;
        }
        stack.workers().submit(() -> {
            try {
                GreyWindow window = stack.histogram(scan).robust();
                SwingUtilities.invokeLater(() -> model.setWindow(window));
            } catch (IOException e) {
                String sentence = String.valueOf(e.getMessage());
                SwingUtilities.invokeLater(() -> probe.setText(sentence));
            }
        });
    }

    // Follows the model

    private final class Follower implements ViewModel.Listener {
        @Override
        public void changed(ViewModel.Aspect aspect) {
            if (aspect == ViewModel.Aspect.TRACK && !picking) {
                model.track().ifPresent(SliceViewer.this::jump);
            }
            refresh();
        }

        @Override
        public void scanChanged(int scan) {
            slider.setValue(position(scan));
            time.setText(stack.title(scan));
        }

        @Override
        public void compareChanged(Compare compare) {
            if (compare.mode() == Mode.BLINK) {
                blinking.start();
            } else {
                blinking.stop();
                blinkOther = false;
                panels.forEach(p -> p.setBlinkOther(false));
            }
        }
    }

    /** To the feature's middle in this scan, or in the nearest scan that has it. */
    private void jump(int track) {
        OptionalInt nearest = stack.history(track).keySet().stream()
                .mapToInt(Integer::intValue)
                .boxed()
                .min(java.util.Comparator.comparingInt(s -> Math.abs(s - model.scan())))
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
        nearest.ifPresent(scan ->
                stack.feature(scan, track).ifPresent(row -> moveTo(new Point(row.xUm(), row.yUm(), row.zUm()))));
        if (Math.abs(model.crosshair().minus(centre).length())
                > 0.4 * pixelUm * panels.get(0).getWidth()) {
            centre = model.crosshair();
        }
    }

    // Controls

    private JComponent toolBar() {
        JToolBar bar = new JToolBar();
        bar.setFloatable(false);
        bar.setLayout(new WrapLayout());
        ButtonGroup buttons = new ButtonGroup();
        for (Tool each : tools) {
            JToggleButton button = new JToggleButton(each.toString(), each == tool);
            button.setFocusable(false);
            button.addActionListener(e -> setTool(each));
            buttons.add(button);
            toolButtons.put(each, button);
            bar.add(button);
        }
        bar.add(Box.createHorizontalStrut(8));
        colours.setSelectedItem(model.colours());
        colours.addActionListener(
                e -> model.setColours((ColourMap) java.util.Objects.requireNonNull(colours.getSelectedItem())));
        bar.add(colours);
        bar.add(popup("Window", this::windowPanel));
        bar.add(popup("Overlays", this::overlayPanel));
        if (stack.scans().size() > 1) {
            bar.add(popup("Compare", this::comparePanel));
        }
        bar.add(popup("Save", this::savePanel));
        bar.add(button("Fit", "Show the whole specimen", this::fit));
        model.addListener(colourFollower);
        return bar;
    }

    private static <T> JComboBox<T> combo(T[] choices, T chosen, String name) {
        JComboBox<T> combo = new JComboBox<>(choices);
        combo.setSelectedItem(chosen);
        combo.setFocusable(false);
        combo.setToolTipText(name);
        combo.getAccessibleContext().setAccessibleName(name);
        return combo;
    }

    private static JButton button(String text, String help, Runnable work) {
        JButton button = new JButton(text);
        button.setFocusable(false);
        button.setToolTipText(help);
        button.addActionListener(e -> work.run());
        return button;
    }

    private static JButton popup(String text, java.util.function.Supplier<JComponent> content) {
        JButton button = new JButton(text + " ▾");
        button.setFocusable(false);
        button.addActionListener(e -> {
            JPopupMenu menu = new JPopupMenu();
            JComponent inside = content.get();
            inside.setBorder(BorderFactory.createEmptyBorder(8, 10, 8, 10));
            menu.add(inside);
            menu.show(button, 0, button.getHeight());
        });
        return button;
    }

    private JComponent windowPanel() {
        JPanel panel = new JPanel(new BorderLayout(0, 6));
        HistogramPanel histogram = new HistogramPanel(model);
        panel.add(histogram, BorderLayout.CENTER);
        panel.add(
                button("Automatic range", "From the 0.5th to the 99.5th percentile", this::autoWindow),
                BorderLayout.SOUTH);
        int scan = model.scan();
        if (stack.isShown(scan)) {
            stack.workers().submit(() -> {
                try {
                    GreyHistogram h = stack.histogram(scan);
                    SwingUtilities.invokeLater(() -> histogram.show(h));
                } catch (IOException e) {
                    String sentence = String.valueOf(e.getMessage());
                    SwingUtilities.invokeLater(() -> probe.setText(sentence));
                }
            });
        }
        return panel;
    }

    private JComponent overlayPanel() {
        JPanel panel = new JPanel(new GridLayout(0, 1, 0, 3));
        Overlays now = model.overlays();
        JComboBox<Overlays.Labels> by = combo(Overlays.Labels.values(), now.labels(), "Colour of features");
        by.addActionListener(e -> model.setOverlays(
                model.overlays().withLabels((Overlays.Labels) java.util.Objects.requireNonNull(by.getSelectedItem()))));
        panel.add(new JLabel("Features filled"));
        panel.add(by);
        JSlider opacity = new JSlider(0, 100, (int) Math.round(100 * now.opacity()));
        opacity.getAccessibleContext().setAccessibleName("Opacity of features");
        opacity.addChangeListener(e -> model.setOverlays(model.overlays().withOpacity(opacity.getValue() / 100.0)));
        panel.add(opacity);
        panel.add(check(
                "Outlines",
                now.outlines(),
                on -> model.setOverlays(model.overlays().withOutlines(on))));
        panel.add(check(
                "Track numbers",
                now.numbers(),
                on -> model.setOverlays(model.overlays().withNumbers(on))));
        panel.add(check(
                "Original surface",
                now.originalSurface(),
                on -> model.setOverlays(model.overlays().withOriginalSurface(on))));
        panel.add(check(
                "Follow-up boxes",
                now.followUp(),
                on -> model.setOverlays(model.overlays().withFollowUp(on))));
        panel.add(check(
                "Hatch what was not seen",
                now.notSeen(),
                on -> model.setOverlays(model.overlays().withNotSeen(on))));
        panel.add(check(
                "What is masked by hand",
                now.masks(),
                on -> model.setOverlays(model.overlays().withMasks(on))));
        return panel;
    }

    private JComponent comparePanel() {
        JPanel panel = new JPanel(new GridLayout(0, 1, 0, 3));
        JComboBox<Mode> mode = combo(Mode.values(), model.compare().mode(), "How scans are compared");
        mode.addActionListener(e -> model.setCompare(
                model.compare().withMode((Mode) java.util.Objects.requireNonNull(mode.getSelectedItem()))));
        panel.add(mode);
        panel.add(new JLabel("with"));
        JComboBox<String> other = combo(
                stack.scans().stream().map(s -> stack.title(s.index())).toArray(String[]::new),
                stack.title(model.otherScan()),
                "The other scan");
        other.addActionListener(e ->
                model.setOtherScan(stack.scans().get(other.getSelectedIndex()).index()));
        panel.add(other);
        panel.add(check(
                "Scan as registered",
                model.compare().registered(),
                on -> model.setCompare(model.compare().withRegistered(on))));
        return panel;
    }

    private static JCheckBox check(String text, boolean on, java.util.function.Consumer<Boolean> set) {
        JCheckBox box = new JCheckBox(text, on);
        box.addActionListener(e -> set.accept(box.isSelected()));
        return box;
    }

    private JComponent foot() {
        JPanel foot = new JPanel(new BorderLayout(8, 0));
        JPanel left = new JPanel(new FlowLayout(FlowLayout.LEFT, 4, 0));
        play.setFocusable(false);
        play.setToolTipText("Play through the scans (Space)");
        play.addActionListener(e -> togglePlay());
        left.add(play);
        left.add(time);
        time.setText("Scan 000 · " + stack.exposure(8888.88));
        time.setPreferredSize(time.getPreferredSize());
        slider.setSnapToTicks(true);
        slider.setMajorTickSpacing(1);
        slider.setPaintTicks(stack.scans().size() <= 40);
        slider.getAccessibleContext().setAccessibleName("Scan");
        slider.addChangeListener(
                e -> model.setScan(stack.scans().get(slider.getValue()).index()));
        JPanel row = new JPanel(new BorderLayout(6, 0));
        row.add(left, BorderLayout.WEST);
        row.add(slider, BorderLayout.CENTER);
        probe.setBorder(BorderFactory.createEmptyBorder(1, 6, 3, 6));
        probe.setMinimumSize(new java.awt.Dimension(10, probe.getPreferredSize().height));
        // One scan alone wants no way to another.
        row.setVisible(stack.scans().size() > 1);
        foot.add(row, BorderLayout.NORTH);
        foot.add(probe, BorderLayout.SOUTH);
        return foot;
    }

    // Keys

    /** What this viewer can do by key and command finder. */
    public List<ViewAction> actions() {
        List<ViewAction> all = new ArrayList<>();
        all.add(new ViewAction("Fit view", "HOME", "Show the whole specimen.", this::fit));
        all.add(new ViewAction("Zoom in", "PLUS", "Zoom in at the crosshair.", () -> zoom(0.8, model.crosshair())));
        all.add(new ViewAction("Zoom out", "MINUS", "Zoom out at the crosshair.", () -> zoom(1.25, model.crosshair())));
        all.add(new ViewAction("Next scan", "PERIOD", "Go to the next scan.", () -> next(1, false)));
        all.add(new ViewAction("Previous scan", "COMMA", "Go to the scan before.", () -> next(-1, false)));
        all.add(new ViewAction("Play", "SPACE", "Play through the scans, or stop.", this::togglePlay));
        all.add(new ViewAction(
                "Automatic window", "A", "Show greys from the 0.5th to the 99.5th percentile.", this::autoWindow));
        all.add(new ViewAction(
                "Invert grey",
                "I",
                "Change between grey and inverted grey.",
                () -> model.setColours(model.colours() == ColourMap.GREY ? ColourMap.GREY_INVERTED : ColourMap.GREY)));
        all.add(new ViewAction(
                "Original surface",
                "O",
                "Show or hide the original surface.",
                () -> model.setOverlays(
                        model.overlays().withOriginalSurface(!model.overlays().originalSurface()))));
        all.add(new ViewAction(
                "Outlines",
                "L",
                "Show or hide the outlines of features.",
                () -> model.setOverlays(
                        model.overlays().withOutlines(!model.overlays().outlines()))));
        all.add(new ViewAction(
                "Follow-up boxes",
                "F",
                "Show or hide the places for follow-up.",
                () -> model.setOverlays(
                        model.overlays().withFollowUp(!model.overlays().followUp()))));
        all.add(new ViewAction(
                "Masks",
                "M",
                "Show or hide what is masked by hand.",
                () -> model.setOverlays(
                        model.overlays().withMasks(!model.overlays().masks()))));
        all.add(new ViewAction(
                "Larger brush", "CLOSE_BRACKET", "Paint masks with a larger ball.", () -> resizeBrush(1.25)));
        all.add(new ViewAction(
                "Smaller brush", "OPEN_BRACKET", "Paint masks with a smaller ball.", () -> resizeBrush(0.8)));
        all.add(new ViewAction(
                "Before or after registration",
                "R",
                "Show the scan as it lay before registration, or after.",
                () -> model.setCompare(
                        model.compare().withRegistered(!model.compare().registered()))));
        int key = 1;
        for (Mode mode : Mode.values()) {
            all.add(new ViewAction(
                    "Compare: " + mode,
                    String.valueOf(key),
                    "Look at " + (mode == Mode.SINGLE ? "one scan." : "two scans: " + mode + "."),
                    () -> model.setCompare(model.compare().withMode(mode))));
            key++;
        }
        int function = 5;
        for (Tool each : tools) {
            all.add(new ViewAction(
                    "Tool: " + each,
                    "shift F" + function,
                    "Use the left button for: " + each + ".",
                    () -> setTool(each)));
            function++;
        }
        all.add(new ViewAction("Forget measurements", "shift DELETE", "Remove all lines that were measured.", () -> {
            measurements.clear();
            panels.forEach(PlanePanel::forgetClicks);
        }));
        all.add(new ViewAction("Deselect", "ESCAPE", "Select no feature, and drop a line that was begun.", () -> {
            panels.forEach(PlanePanel::forgetClicks);
            model.clearTrack();
        }));
        all.add(new ViewAction(
                "One slice large", "X", "Show the slice in use alone, or all again.", () -> enlarge(focused())));
        all.addAll(savings());
        move(all, "Crosshair left", "LEFT", p -> p.right().times(-1));
        move(all, "Crosshair right", "RIGHT", PlanePanel::right);
        move(all, "Crosshair up", "UP", p -> p.down().times(-1));
        move(all, "Crosshair down", "DOWN", PlanePanel::down);
        for (int sign = -1; sign <= 1; sign += 2) {
            int by = sign;
            String word = sign > 0 ? "Next slice" : "Previous slice";
            all.add(new ViewAction(word, sign > 0 ? "PAGE_DOWN" : "PAGE_UP", word + ".", () -> step(focused(), by)));
            all.add(new ViewAction(
                    word + " by 10",
                    sign > 0 ? "shift PAGE_DOWN" : "shift PAGE_UP",
                    word + ", ten at once.",
                    () -> step(focused(), 10 * by)));
        }
        return all;
    }

    private void move(List<ViewAction> all, String name, String key, Function<PlanePanel, Point> way) {
        double voxel = stack.voxelSize().meanUm();
        all.add(new ViewAction(
                name,
                key,
                name + " by a voxel.",
                () -> moveTo(model.crosshair().plus(way.apply(focused()).times(voxel)))));
        all.add(new ViewAction(
                name + " by 10",
                "shift " + key,
                name + " by ten voxels.",
                () -> moveTo(model.crosshair().plus(way.apply(focused()).times(10 * voxel)))));
    }

    private PlanePanel focused() {
        return large == null ? used : large;
    }

    private void keys() {
        for (ViewAction action : actions()) {
            KeyStroke stroke = KeyStroke.getKeyStroke(action.keys());
            if (stroke != null) {
                getInputMap(WHEN_ANCESTOR_OF_FOCUSED_COMPONENT).put(stroke, action.name());
                getActionMap().put(action.name(), new AbstractAction() {
                    @Override
                    public void actionPerformed(java.awt.event.ActionEvent e) {
                        action.work().run();
                    }
                });
            }
        }
        getInputMap(WHEN_ANCESTOR_OF_FOCUSED_COMPONENT).put(KeyStroke.getKeyStroke('+'), "Zoom in");
        getInputMap(WHEN_ANCESTOR_OF_FOCUSED_COMPONENT).put(KeyStroke.getKeyStroke('-'), "Zoom out");
    }

    // Export

    /** Where the user is asked for a file to save to; another way than a dialog can be given. */
    public void setFileAsker(Function<String, Optional<Path>> asker) {
        askForFile = asker;
    }

    /** A dialog for a file whose name ends so; asks before one is written over. */
    private Optional<Path> dialog(String ending) {
        JFileChooser chooser = new JFileChooser();
        chooser.setSelectedFile(new File("slice" + ending));
        while (chooser.showSaveDialog(this) == JFileChooser.APPROVE_OPTION) {
            Path file = chooser.getSelectedFile().toPath();
            if (!Files.exists(file)
                    || JOptionPane.showConfirmDialog(
                                    this,
                                    "'" + file + "' is there already. Write over it?",
                                    "Save",
                                    JOptionPane.OK_CANCEL_OPTION)
                            == JOptionPane.OK_OPTION) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    private void save(String ending, Function<Path, CompletableFuture<Path>> saving) {
        askForFile.apply(ending).ifPresent(file -> {
            probe.setText("Saving '" + file + "' …");
            var unused = saving.apply(file).whenComplete((written, failure) -> {
                Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                String words = cause == null ? "Saved '" + written + "'." : String.valueOf(cause.getMessage());
                SwingUtilities.invokeLater(() -> probe.setText(words));
            });
        });
    }

    private CompletableFuture<Path> film(Path file) {
        return TimeLapse.save(stack, model, this, file).thenApply(files -> files.get(0));
    }

    private List<ViewAction> savings() {
        return List.of(
                new ViewAction(
                        "Save slice as PNG",
                        "shift P",
                        "Save the slice in use as a picture with scale bar, at twice the screen's resolution.",
                        () -> save(".png", file -> exportPng(file, SAVE_SCALE))),
                new ViewAction(
                        "Save slice as SVG",
                        "shift V",
                        "Save the slice in use with lines and words that stay sharp.",
                        () -> save(".svg", file -> exportSvg(file, SAVE_SCALE))),
                new ViewAction(
                        "Save all scans as GIF",
                        "shift G",
                        "Save the slice in use at all scans as an animated picture.",
                        () -> save(".gif", this::film)),
                new ViewAction(
                        "Save all scans as PNG sequence",
                        "shift S",
                        "Save the slice in use at all scans, a numbered picture each.",
                        () -> save(".png", this::film)));
    }

    private JComponent savePanel() {
        JPanel panel = new JPanel(new GridLayout(0, 1, 0, 3));
        for (ViewAction action : savings()) {
            panel.add(button(action.name(), action.help(), action.work()));
        }
        return panel;
    }

    /** The slice that was used last, for saving. */
    public CompletableFuture<Path> exportPng(Path file, double scale) {
        PlanePanel panel = focused();
        return export(panel, scale, frame -> ImageIO.write(image(panel, frame, scale), "png", file.toFile()), file);
    }

    /** The same as SVG: the grey as an embedded picture, words and lines as such. */
    public CompletableFuture<Path> exportSvg(Path file, double scale) {
        PlanePanel panel = focused();
        return export(
                panel,
                scale,
                frame -> SvgFile.write(file, panel.getWidth(), panel.getHeight(), g -> panel.paint(g, frame)),
                file);
    }

    /** The picture of the slice in use as it is exported, {@code scale} pixels to a pixel of the screen. */
    @Override
    public CompletableFuture<BufferedImage> picture(double scale) {
        PlanePanel panel = focused();
        CompletableFuture<BufferedImage> done = new CompletableFuture<>();
        panel.export(
                scale,
                frame -> done.complete(image(panel, frame, scale)),
                sentence -> done.completeExceptionally(new IOException(sentence)));
        return done;
    }

    private interface Writing {
        void write(SliceFrame frame) throws IOException;
    }

    private static CompletableFuture<Path> export(PlanePanel panel, double scale, Writing writing, Path file) {
        CompletableFuture<Path> done = new CompletableFuture<>();
        panel.export(
                scale,
                frame -> {
                    try {
                        writing.write(frame);
                        done.complete(file);
                    } catch (IOException e) {
                        done.completeExceptionally(patina.chunks.StorageFailure.writing(file, e));
                    } catch (RuntimeException e) {
                        done.completeExceptionally(e);
                    }
                },
                sentence -> done.completeExceptionally(new IOException(sentence)));
        return done;
    }

    private static BufferedImage image(PlanePanel panel, SliceFrame frame, double scale) {
        BufferedImage image = new BufferedImage(
                (int) Math.round(panel.getWidth() * scale),
                (int) Math.round(panel.getHeight() * scale),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.scale(scale, scale);
        panel.paint(g, frame);
        g.dispose();
        return image;
    }

    /** Stops playing and follows the model no more. */
    @Override
    public void close() {
        playing.stop();
        blinking.stop();
        model.removeListener(follower);
        model.removeListener(colourFollower);
        stack.removeChangeListener(reload);
    }
}
