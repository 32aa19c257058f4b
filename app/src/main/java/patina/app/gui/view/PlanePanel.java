package patina.app.gui.view;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Cursor;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Point;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.event.MouseWheelEvent;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.swing.JPanel;
import javax.swing.SwingUtilities;
import org.jspecify.annotations.Nullable;
import patina.app.gui.view.Compare.Mode;
import patina.app.gui.view.SlicePlane.Facing;
import patina.geometry.Affine;
import patina.geometry.ScanMap;
import patina.reports.document.Numbers;
import patina.series.HiddenShape;
import patina.series.HiddenStroke;
import patina.store.FlagRow;
import patina.tracks.Track;

/** One slice: its picture, what is drawn over it, and the mouse on it. Shares place and zoom with its viewer's others. */
final class PlanePanel extends JPanel {
    private static final Color[] AXIS = {new Color(0xff6e5a), new Color(0x6fd36f), new Color(0x6aa8ff)};

    private final transient SliceViewer viewer;
    private final transient VolumeStack stack;
    private final transient ViewModel model;
    private final Facing facing;
    private final transient Latest latest;
    private final transient SliceRenderer renderer;
    private final transient List<patina.geometry.Point> clicks = new ArrayList<>();
    /** What is being painted, in the specimen frame. */
    private final transient List<patina.geometry.Point> stroke = new ArrayList<>();

    private transient @Nullable SliceFrame frame;
    private transient SliceRenderer.@Nullable Request asked;
    private @Nullable String trouble;
    private double deviceScale = 1;
    private boolean blinkOther;
    private transient @Nullable Point pointer;
    private long frames;

    PlanePanel(SliceViewer viewer, Facing facing) {
        this.viewer = viewer;
        this.stack = viewer.stack();
        this.model = viewer.model();
        this.facing = facing;
        this.latest = new Latest(stack.workers());
        this.renderer = new SliceRenderer(stack);
        setFocusable(true);
        setOpaque(true);
        setMinimumSize(new Dimension(80, 80));
        setPreferredSize(new Dimension(360, 320));
        setCursor(Cursor.getPredefinedCursor(Cursor.CROSSHAIR_CURSOR));
        setName("slice-" + facing.name().toLowerCase(Locale.ROOT));
        getAccessibleContext().setAccessibleName("Slice " + facing.title);
        Mouse mouse = new Mouse();
        addMouseListener(mouse);
        addMouseMotionListener(mouse);
        addMouseWheelListener(mouse);
        // Slices are rendered onto the theme's background.
        addPropertyChangeListener("background", e -> refresh());
        addComponentListener(new java.awt.event.ComponentAdapter() {
            @Override
            public void componentResized(java.awt.event.ComponentEvent e) {
                viewer.fitOnce();
                refresh();
            }
        });
        addFocusListener(new java.awt.event.FocusListener() {
            @Override
            public void focusGained(java.awt.event.FocusEvent e) {
                repaint();
            }

            @Override
            public void focusLost(java.awt.event.FocusEvent e) {
                repaint();
            }
        });
    }

    Facing facing() {
        return facing;
    }

    /** How many pictures arrived so far. */
    long frames() {
        return frames;
    }

    /** The latest picture. */
    @Nullable
    SliceFrame frame() {
        return frame;
    }

    boolean isIdle() {
        return latest.isIdle();
    }

    patina.geometry.Point right() {
        return facing == Facing.OBLIQUE ? viewer.obliqueRight() : facing.right();
    }

    patina.geometry.Point down() {
        return facing == Facing.OBLIQUE ? viewer.obliqueDown() : facing.down();
    }

    /** The width that shows one scan. */
    private double viewWidth() {
        return model.compare().mode() == Mode.SIDE_BY_SIDE ? (getWidth() - SliceRenderer.GAP) / 2.0 : getWidth();
    }

    /** The plane in the panel's own pixels. */
    SlicePlane plane() {
        patina.geometry.Point r = right();
        patina.geometry.Point d = down();
        patina.geometry.Point n = r.cross(d);
        patina.geometry.Point centre = viewer.centre();
        patina.geometry.Point place =
                centre.plus(n.times(model.crosshair().minus(centre).dot(n)));
        return SlicePlane.through(place, r, d, viewer.pixelUm(), viewWidth() / 2, getHeight() / 2.0);
    }

    /** Asks for a picture even if what is looked at is the same, since what there is to see is not. */
    void reload() {
        asked = null;
        refresh();
    }

    /** Asks for a picture of what is looked at now, unless it was asked for last. */
    void refresh() {
        int w = (int) Math.round(getWidth() * deviceScale);
        int h = (int) Math.round(getHeight() * deviceScale);
        if (w < 8 || h < 8 || !isVisible()) {
            return;
        }
        SliceRenderer.Request request = request(deviceScale, !viewer.isMoving());
        if (request.equals(asked)) {
            return;
        }
        asked = request;
        latest.request(late -> {
            try {
                renderer.render(request, late, f -> SwingUtilities.invokeLater(() -> show(f)));
            } catch (IOException e) {
                SwingUtilities.invokeLater(() -> complain(String.valueOf(e.getMessage())));
            }
        });
    }

    private SliceRenderer.Request request(double scale, boolean smooth) {
        return new SliceRenderer.Request(
                plane().finer(scale),
                (int) Math.round(getWidth() * scale),
                (int) Math.round(getHeight() * scale),
                Math.max(1, (int) Math.round(scale)),
                model.scan(),
                model.otherScan(),
                model.window(),
                model.colours(),
                model.overlays(),
                model.compare(),
                model.track(),
                backdrop(),
                viewer.preview(),
                blinkOther,
                smooth);
    }

    private int backdrop() {
        Color c = getBackground();
        return c == null ? 0x202020 : c.getRGB() & 0xffffff;
    }

    private void show(SliceFrame arrived) {
        frame = arrived;
        trouble = null;
        frames++;
        repaint();
        viewer.arrived(this);
    }

    private void complain(String sentence) {
        trouble = sentence;
        asked = null;
        repaint();
    }

    void setBlinkOther(boolean other) {
        blinkOther = other;
    }

    // Painting

    @Override
    protected void paintComponent(Graphics graphics) {
        Graphics2D g = (Graphics2D) graphics.create();
        double scale = g.getTransform().getScaleX();
        if (scale > 0 && Math.abs(scale - deviceScale) > 1e-3) {
            deviceScale = scale;
            refresh();
        }
        paintInto(g, frame);
        g.dispose();
    }

    /** The picture with everything drawn over it. */
    private void paintInto(Graphics2D g, @Nullable SliceFrame shown) {
        g.setColor(new Color(backdrop()));
        g.fillRect(0, 0, getWidth(), getHeight());
        SlicePlane plane = plane();
        if (shown != null) {
            image(g, shown, plane);
        }
        Ink.smooth(g);
        Shape all = g.getClip();
        g.clip(new Rectangle2D.Double(0, 0, viewWidth(), getHeight()));
        if (model.overlays().followUp()) {
            followUp(g, plane);
        }
        if (shown != null && model.overlays().numbers()) {
            numbers(g, shown, plane);
        }
        masks(g, plane);
        measurements(g, plane);
        crosshair(g, plane);
        marks(g, plane);
        g.setClip(all);
        modes(g);
        words(g, plane);
        if (isFocusOwner()) {
            g.setColor(new Color(0x4d, 0x9c, 0xf0, 200));
            g.setStroke(new BasicStroke(1.5f));
            g.draw(new Rectangle2D.Double(0.75, 0.75, getWidth() - 1.5, getHeight() - 1.5));
        }
    }

    private static final ScanMap HERE = ScanMap.of(Affine.IDENTITY);

    /** What is hidden in the scan in view, and the brush. */
    private void masks(Graphics2D g, SlicePlane plane) {
        double voxel = stack.voxelSize().meanUm();
        if (model.overlays().masks()) {
            ScanMap toScan = model.compare().registered()
                    ? stack.scan(model.scan()).map(StackScan::toScan).orElse(HERE)
                    : HERE;
            List<HiddenShape> here = viewer.hidden().stream()
                    .filter(shape -> shape.scan() == model.scan())
                    .toList();
            MaskInk.paint(g, plane, (int) viewWidth(), getHeight(), here, toScan, voxel);
        }
        if (!stroke.isEmpty()) {
            HiddenStroke now = new HiddenStroke(model.scan(), viewer.brushUm(), stroke);
            MaskInk.paint(g, plane, (int) viewWidth(), getHeight(), List.of(now), HERE, voxel);
        }
        Point at = pointer;
        if (viewer.tool() == SliceViewer.Tool.BRUSH && at != null) {
            double r = viewer.brushUm() / plane.pixelUm();
            Ink.line(
                    g,
                    new java.awt.geom.Ellipse2D.Double(at.x + 0.5 - r, at.y + 0.5 - r, 2 * r, 2 * r),
                    MaskInk.COLOUR,
                    1.2f);
        }
    }

    /** Numbered places; those beside the slice fade. */
    private void marks(Graphics2D g, SlicePlane plane) {
        double near = 4 * stack.voxelSize().meanUm();
        for (int i = 0; i < viewer.marks().size(); i++) {
            patina.geometry.Point mark = viewer.marks().get(i);
            boolean here = Math.abs(plane.beyond(mark)) <= near;
            double x = plane.x(mark);
            double y = plane.y(mark);
            Color colour = here ? new Color(0xffd23f) : new Color(0xff, 0xd2, 0x3f, 80);
            Ink.line(g, new java.awt.geom.Ellipse2D.Double(x - 5, y - 5, 10, 10), colour, here ? 2f : 1f);
            if (here) {
                Ink.plate(g, small(), Integer.toString(i + 1), x + 8, y - 8);
            }
        }
    }

    /** The last picture where its pixels are now, so that pan and zoom follow at once. */
    private void image(Graphics2D g, SliceFrame f, SlicePlane plane) {
        patina.geometry.Point corner = f.plane().at(0, 0);
        double zoom = f.plane().pixelUm() / plane.pixelUm();
        AffineTransform place = AffineTransform.getTranslateInstance(plane.x(corner), plane.y(corner));
        place.scale(zoom, zoom);
        boolean exact = Math.abs(zoom * g.getTransform().getScaleX() - 1) < 1e-6;
        g.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION,
                exact
                        ? RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR
                        : RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.drawImage(f.image(), place, null);
    }

    private void crosshair(Graphics2D g, SlicePlane plane) {
        double x = plane.x(model.crosshair());
        double y = plane.y(model.crosshair());
        double gap = 9;
        g.setStroke(new BasicStroke(1f));
        Color across = facing == Facing.OBLIQUE ? Ink.CROSS : axis(right());
        Color along = facing == Facing.OBLIQUE ? Ink.CROSS : axis(down());
        g.setColor(alpha(across));
        g.draw(new Line2D.Double(0, y, x - gap, y));
        g.draw(new Line2D.Double(x + gap, y, viewWidth(), y));
        g.setColor(alpha(along));
        g.draw(new Line2D.Double(x, 0, x, y - gap));
        g.draw(new Line2D.Double(x, y + gap, x, getHeight()));
    }

    private static Color alpha(Color c) {
        return new Color(c.getRed(), c.getGreen(), c.getBlue(), 170);
    }

    private static Color axis(patina.geometry.Point direction) {
        return AXIS[direction.x() > 0.5 ? 0 : direction.y() > 0.5 ? 1 : 2];
    }

    private void followUp(Graphics2D g, SlicePlane plane) {
        for (FlagRow flag : stack.flags()) {
            patina.geometry.Point centre = new patina.geometry.Point(flag.xUm(), flag.yUm(), flag.zUm());
            patina.geometry.Point half =
                    new patina.geometry.Point(flag.sizeXUm(), flag.sizeYUm(), flag.sizeZUm()).times(0.5);
            patina.geometry.Point n = plane.normal();
            double reach = Math.abs(n.x()) * half.x() + Math.abs(n.y()) * half.y() + Math.abs(n.z()) * half.z();
            if (Math.abs(plane.beyond(centre)) > reach) {
                continue;
            }
            double w = along(plane.right().unit(), half) / plane.pixelUm();
            double h = along(plane.down().unit(), half) / plane.pixelUm();
            double x = plane.x(centre);
            double y = plane.y(centre);
            Ink.line(g, new Rectangle2D.Double(x - w, y - h, 2 * w, 2 * h), new Color(0xffd23f), 1.4f);
            Ink.plate(g, small(), "follow-up " + flag.rank(), x - w, y + h + 2);
        }
    }

    private static double along(patina.geometry.Point unit, patina.geometry.Point half) {
        return Math.abs(unit.x()) * half.x() + Math.abs(unit.y()) * half.y() + Math.abs(unit.z()) * half.z();
    }

    private Font small() {
        return Ink.font(this);
    }

    private void numbers(Graphics2D g, SliceFrame f, SlicePlane plane) {
        g.setFont(small());
        FontMetrics m = g.getFontMetrics();
        List<Rectangle2D> taken = new ArrayList<>();
        int chosen = model.track().orElse(0);
        List<SliceFrame.Mark> marks = new ArrayList<>(f.marks());
        marks.sort(java.util.Comparator.comparing((SliceFrame.Mark k) -> k.track() != chosen)
                .thenComparing(k -> -(k.x1() - k.x0()) * (k.y1() - k.y0())));
        for (SliceFrame.Mark mark : marks) {
            patina.geometry.Point a = f.plane().at(mark.x0(), mark.y0());
            patina.geometry.Point b = f.plane().at(mark.x1(), mark.y1());
            double x0 = plane.x(a);
            double x1 = plane.x(b);
            if (Math.max(x1 - x0, plane.y(b) - plane.y(a)) < 5 && mark.track() != chosen) {
                continue;
            }
            String words = Track.name(mark.track());
            double w = m.stringWidth(words) + 10;
            double[][] places = {
                {x1 + 4, plane.y(a) - 2},
                {x0 - w - 4, plane.y(a) - 2},
                {x0, plane.y(b) + 4},
                {x0, plane.y(a) - m.getHeight() - 6}
            };
            for (double[] place : places) {
                Rectangle2D box = new Rectangle2D.Double(place[0], place[1], w, m.getHeight() + 2);
                if (new Rectangle2D.Double(0, 0, viewWidth(), getHeight()).contains(box)
                        && taken.stream().noneMatch(box::intersects)) {
                    taken.add(Ink.plate(g, small(), words, place[0], place[1]));
                    g.setColor(new Color(
                            stack.colours().of(mark.track(), model.overlays().labels())));
                    g.setStroke(new BasicStroke(mark.track() == chosen ? 2.2f : 1.2f));
                    g.draw(new Line2D.Double(box.getX() + 4, box.getMaxY() - 1, box.getMaxX() - 4, box.getMaxY() - 1));
                    break;
                }
            }
        }
    }

    private void modes(Graphics2D g) {
        Mode mode = model.compare().mode();
        if (mode == Mode.SINGLE) {
            return;
        }
        double y = 6;
        if (mode == Mode.CURTAIN) {
            double x = model.compare().curtain() * viewWidth();
            Ink.line(g, new Line2D.Double(x, 0, x, getHeight()), Ink.LIGHT, 1.4f);
        }
        String left = stack.title(model.scan()) + (model.compare().registered() ? "" : ", not registered");
        String right = stack.title(model.otherScan());
        switch (mode) {
            case SIDE_BY_SIDE -> {
                g.setFont(small());
                plateEnding(g, left, viewWidth() - 6, y);
                plateEnding(g, right, getWidth() - 6.0, y);
            }
            case CURTAIN -> {
                double x = model.compare().curtain() * viewWidth();
                plateEnding(g, left, x - 4, y);
                Ink.plate(g, small(), right, x + 4, y);
            }
            case BLINK -> plateEnding(g, blinkOther ? right : left, getWidth() - 6.0, y);
            case DIFFERENCE -> plateEnding(g, left + " − " + right, getWidth() - 6.0, y);
            default -> plateEnding(g, left + " / " + right, getWidth() - 6.0, y);
        }
    }

    private void plateEnding(Graphics2D g, String words, double right, double y) {
        g.setFont(small());
        Ink.plate(g, small(), words, right - g.getFontMetrics().stringWidth(words) - 10, y);
    }

    private void words(Graphics2D g, SlicePlane plane) {
        String title = facing == Facing.OBLIQUE
                ? "oblique"
                : facing.title + " · "
                        + (facing == Facing.XY ? "z" : facing == Facing.XZ ? "y" : "x")
                        + " = " + Numbers.fixed(Math.abs(model.crosshair().dot(plane.normal())), 1)
                        + "\u00a0µm";
        Ink.plate(g, small(), title, 6, 6);
        Ink.scaleBar(g, small(), plane.pixelUm(), Math.min(140, viewWidth() / 4), viewWidth() - 6, getHeight() - 6.0);
        String sentence = trouble;
        if (sentence == null && !stack.isShown(model.scan())) {
            sentence = "The pyramid of scan " + model.scan() + " is still being made.";
        }
        if (sentence != null) {
            wrapped(g, sentence);
        }
    }

    private void wrapped(Graphics2D g, String sentence) {
        g.setFont(small());
        FontMetrics m = g.getFontMetrics();
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : sentence.split(" ")) {
            if (line.length() > 0 && m.stringWidth(line + " " + word) > getWidth() - 40) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        double y = getHeight() / 2.0 - lines.size() * m.getHeight() / 2.0;
        for (String text : lines) {
            Ink.plate(g, small(), text, (getWidth() - m.stringWidth(text)) / 2.0 - 5, y);
            y += m.getHeight() + 3;
        }
    }

    // Measuring

    private void measurements(Graphics2D g, SlicePlane plane) {
        double voxel = stack.voxelSize().meanUm();
        for (Measurement each : viewer.measurements()) {
            if (each.places().stream().allMatch(p -> Math.abs(plane.beyond(p)) <= 0.75 * voxel)) {
                draw(g, plane, each.places());
                patina.geometry.Point last = each.places().get(each.places().size() - 1);
                Ink.plate(g, small(), each.words(voxel), plane.x(last) + 8, plane.y(last) - 8);
                if (each instanceof Measurement.Profile profile) {
                    profile(g, profile);
                }
            }
        }
        Point at = pointer;
        if (!clicks.isEmpty() && at != null) {
            List<patina.geometry.Point> so = new ArrayList<>(clicks);
            patina.geometry.Point end = plane.at(at.x + 0.5, at.y + 0.5);
            if (viewer.tool() == SliceViewer.Tool.MASK) {
                patina.geometry.Point way = end.minus(so.get(0));
                patina.geometry.Point across = right().times(way.dot(right()));
                so.add(so.get(0).plus(across));
                so.add(end);
                so.add(end.minus(across));
                so.add(so.get(0));
            } else {
                so.add(end);
            }
            draw(g, plane, so);
        }
    }

    private static void draw(Graphics2D g, SlicePlane plane, List<patina.geometry.Point> places) {
        Path2D path = new Path2D.Double();
        for (int i = 0; i < places.size(); i++) {
            double x = plane.x(places.get(i));
            double y = plane.y(places.get(i));
            if (i == 0) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
        }
        Ink.line(g, path, new Color(0xffd23f), 1.5f);
        for (patina.geometry.Point p : places) {
            Ink.line(
                    g,
                    new java.awt.geom.Ellipse2D.Double(plane.x(p) - 2.5, plane.y(p) - 2.5, 5, 5),
                    new Color(0xffd23f),
                    1.5f);
        }
    }

    /** Greys along the line as the picture shows them, in a small plot. */
    private void profile(Graphics2D g, Measurement.Profile line) {
        SliceFrame f = frame;
        if (f == null) {
            return;
        }
        LinePlot.Series series = viewer.profile(f, line);
        double w = Math.min(240, 0.6 * viewWidth());
        double h = Math.min(130, 0.4 * getHeight());
        LinePlot.paint(
                g,
                new Rectangle2D.Double(8, getHeight() - h - 8, w, h),
                small(),
                "distance (µm)",
                "grey",
                List.of(series));
    }

    // Mouse

    private final class Mouse extends MouseAdapter {
        private @Nullable Point from;
        private boolean curtain;

        @Override
        public void mousePressed(MouseEvent e) {
            requestFocusInWindow();
            from = e.getPoint();
            curtain = model.compare().mode() == Mode.CURTAIN
                    && Math.abs(e.getX() - model.compare().curtain() * viewWidth()) < 6;
            if (!SwingUtilities.isLeftMouseButton(e) || e.isShiftDown() || e.isAltDown() || curtain) {
                return;
            }
            switch (viewer.tool()) {
                case NAVIGATE -> {
                    pick(e);
                    viewer.setMoving(true);
                    viewer.moveTo(place(e));
                }
                case DISTANCE, PROFILE -> click(place(e), 2);
                case MASK -> {
                    if (facing == Facing.OBLIQUE) {
                        viewer.tell("Boxes lie along the axes: draw them on one of the straight slices.");
                    } else {
                        click(place(e), 2);
                    }
                }
                case BRUSH -> {
                    stroke.add(place(e));
                    repaint();
                }
                case ANGLE -> click(place(e), 3);
                case WINDOW -> viewer.setMoving(true);
            }
        }

        @Override
        public void mouseDragged(MouseEvent e) {
            pointer = e.getPoint();
            Point before = from;
            if (before == null) {
                return;
            }
            double dx = e.getX() - before.x;
            double dy = e.getY() - before.y;
            boolean left = SwingUtilities.isLeftMouseButton(e);
            if (curtain) {
                model.setCompare(model.compare()
                        .withCurtain(Math.max(0, Math.min(1, e.getX() / Math.max(1, viewWidth())))));
            } else if (left && e.isAltDown() && facing == Facing.OBLIQUE) {
                viewer.setMoving(true);
                viewer.turn(dx * 0.01, dy * 0.01);
                from = e.getPoint();
            } else if (SwingUtilities.isMiddleMouseButton(e) || left && e.isShiftDown()) {
                viewer.pan(right().times(-dx * viewer.pixelUm()).plus(down().times(-dy * viewer.pixelUm())));
                from = e.getPoint();
            } else if (SwingUtilities.isRightMouseButton(e) || viewer.tool() == SliceViewer.Tool.WINDOW) {
                viewer.setMoving(true);
                model.setWindow(model.window().adjusted(-dx / 400, Math.exp(dy / 200)));
                from = e.getPoint();
            } else if (left && viewer.tool() == SliceViewer.Tool.NAVIGATE) {
                viewer.moveTo(place(e));
            } else if (left && !stroke.isEmpty()) {
                paintTo(place(e));
            }
            viewer.probe(PlanePanel.this, place(e));
        }

        @Override
        public void mouseReleased(MouseEvent e) {
            from = null;
            if (!stroke.isEmpty()) {
                paintTo(place(e));
                List<patina.geometry.Point> path = List.copyOf(stroke);
                stroke.clear();
                repaint();
                viewer.painted(path);
            }
            viewer.setMoving(false);
        }

        @Override
        public void mouseClicked(MouseEvent e) {
            if (e.getClickCount() == 2
                    && SwingUtilities.isLeftMouseButton(e)
                    && viewer.tool() == SliceViewer.Tool.NAVIGATE) {
                viewer.enlarge(PlanePanel.this);
            }
        }

        @Override
        public void mouseMoved(MouseEvent e) {
            pointer = e.getPoint();
            viewer.probe(PlanePanel.this, place(e));
            if (!clicks.isEmpty() || viewer.tool() == SliceViewer.Tool.BRUSH) {
                repaint();
            }
        }

        @Override
        public void mouseExited(MouseEvent e) {
            if (viewer.tool() == SliceViewer.Tool.BRUSH) {
                pointer = null;
                repaint();
            }
        }

        /** A path needs no more corners than the brush can tell apart. */
        private void paintTo(patina.geometry.Point at) {
            if (stroke.get(stroke.size() - 1).minus(at).length() >= 0.2 * viewer.brushUm()) {
                stroke.add(at);
            }
            repaint();
        }

        @Override
        public void mouseWheelMoved(MouseWheelEvent e) {
            if (e.isAltDown() && viewer.tool() == SliceViewer.Tool.BRUSH) {
                viewer.resizeBrush(Math.pow(1.15, -e.getPreciseWheelRotation()));
            } else if (e.isControlDown()) {
                viewer.zoom(Math.pow(1.15, e.getPreciseWheelRotation()), place(e));
            } else {
                viewer.step(PlanePanel.this, e.getWheelRotation() * (e.isShiftDown() ? 10 : 1));
            }
        }

        private void pick(MouseEvent e) {
            SliceFrame f = frame;
            if (f != null) {
                patina.geometry.Point at = place(e);
                int i = f.index(f.plane().x(at), f.plane().y(at));
                int label = i < 0 || i >= f.labels().length ? 0 : f.labels()[i];
                if (label > 0) {
                    viewer.pick(label);
                }
            }
        }

        private void click(patina.geometry.Point at, int wanted) {
            clicks.add(at);
            if (clicks.size() == wanted) {
                List<patina.geometry.Point> places = List.copyOf(clicks);
                clicks.clear();
                if (viewer.tool() == SliceViewer.Tool.MASK) {
                    viewer.boxDrawn(PlanePanel.this, places.get(0), places.get(1));
                } else {
                    viewer.measured(places);
                }
            }
            repaint();
        }
    }

    /** Drops a measurement that was begun. */
    void forgetClicks() {
        clicks.clear();
        stroke.clear();
        repaint();
    }

    /** The place under the pointer; on the right half of a side-by-side view the same place as on the left. */
    private patina.geometry.Point place(MouseEvent e) {
        double x = e.getX() + 0.5;
        double half = viewWidth() + SliceRenderer.GAP;
        if (model.compare().mode() == Mode.SIDE_BY_SIDE && x > half) {
            x -= half;
        }
        return plane().at(x, e.getY() + 0.5);
    }

    // Export

    /**
     * Renders this view at {@code scale} pixels to its own, at the level that fits these, and paints it. The picture is
     * rendered on a worker; {@code paint} is called on the event thread.
     */
    void export(
            double scale, java.util.function.Consumer<SliceFrame> paint, java.util.function.Consumer<String> trouble) {
        SliceRenderer.Request request = request(scale, true);
        stack.workers().submit(() -> {
            try {
                SliceFrame[] last = new SliceFrame[1];
                renderer.render(request, () -> false, f -> last[0] = f);
                SwingUtilities.invokeLater(() -> paint.accept(last[0]));
            } catch (IOException e) {
                SwingUtilities.invokeLater(() -> trouble.accept(String.valueOf(e.getMessage())));
            }
        });
    }

    /** Paints a picture of this view with its lines and words. */
    void paint(Graphics2D g, SliceFrame picture) {
        paintInto(g, picture);
    }
}
