package patina.app.gui.view;

import java.awt.BorderLayout;
import java.awt.FlowLayout;
import java.awt.GridLayout;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import javax.swing.AbstractAction;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JSlider;
import javax.swing.KeyStroke;
import javax.swing.SwingUtilities;
import javax.swing.Timer;
import org.jspecify.annotations.Nullable;
import patina.app.gui.view.Compare.Mode;
import patina.app.gui.view.SlicePlane.Facing;
import patina.geometry.Point;
import patina.reports.document.Numbers;
import patina.series.HiddenShape;

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
    private final transient ProbeWords words;
    private final transient SliceSaving saving;
    private final SliceBar bar;
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
        words = new ProbeWords(stack, model);
        saving = new SliceSaving(this);
        bar = new SliceBar(this, saving);
        add(bar, BorderLayout.NORTH);
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

    Set<Tool> tools() {
        return tools;
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

    /** Says below the slices what is at a place of one. */
    void probe(PlanePanel panel, Point um) {
        SliceFrame frame = panel.frame();
        tell(frame == null ? " " : words.at(frame, um));
    }

    // Measuring

    /** Chooses what the left button does. */
    public void setTool(Tool wanted) {
        tool = wanted;
        bar.choose(wanted);
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

    void next(int by, boolean round) {
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

    void togglePlay() {
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
                SwingUtilities.invokeLater(() -> tell(sentence));
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
        return new SliceActions(this, saving).all();
    }

    /** The slice that is alone in view, or had the keyboard last. */
    PlanePanel focused() {
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

    // Saving

    /** Where the user is asked for a file to save to; another way than a dialog can be given. */
    public void setFileAsker(Function<String, Optional<Path>> asker) {
        saving.setFileAsker(asker);
    }

    /** The slice that was used last as a PNG file, {@code scale} pixels to a pixel of the screen. */
    public CompletableFuture<Path> exportPng(Path file, double scale) {
        return saving.exportPng(file, scale);
    }

    /** The same as SVG: the grey as an embedded picture, words and lines as such. */
    public CompletableFuture<Path> exportSvg(Path file, double scale) {
        return saving.exportSvg(file, scale);
    }

    /** The picture of the slice in use as it is exported, {@code scale} pixels to a pixel of the screen. */
    @Override
    public CompletableFuture<BufferedImage> picture(double scale) {
        return saving.picture(scale);
    }

    /** Stops playing and follows the model no more. */
    @Override
    public void close() {
        playing.stop();
        blinking.stop();
        model.removeListener(follower);
        bar.close();
        stack.removeChangeListener(reload);
    }
}
