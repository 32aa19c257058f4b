package patina.app.gui.view;

import com.formdev.flatlaf.util.UIScale;
import java.awt.BasicStroke;
import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.event.MouseWheelEvent;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;
import javax.swing.AbstractAction;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JPanel;
import javax.swing.JToolBar;
import javax.swing.KeyStroke;
import javax.swing.SwingUtilities;
import javax.swing.Timer;
import org.jspecify.annotations.Nullable;
import patina.chunks.StorageFailure;
import patina.geometry.Affine;
import patina.geometry.Point;
import patina.reports.document.Numbers;
import patina.tracks.Track;

/**
 * Features as shaded surfaces in the translucent specimen, without a graphics card. Left button: rotate, click to select;
 * right or shift: pan; wheel: zoom; arrows rotate. Cuts go through the crosshair. While something moves the picture is
 * coarser, and fine when it rests.
 *
 * <p>On the event thread; reads and renders on the stack's workers.
 */
public final class SolidView extends JPanel implements AutoCloseable, TimeLapse.Filmed {
    /** By what features are coloured. */
    public enum Colouring {
        TRACK("by track"),
        TIME("by first scan");

        private final String title;

        Colouring(String title) {
            this.title = title;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    private static final int REST_MS = 180;
    private static final int TOP = 0x39424c;
    private static final int BOTTOM = 0x15191d;
    private static final Color[] AXIS = {new Color(0xff6e5a), new Color(0x6fd36f), new Color(0x6aa8ff)};

    private final transient VolumeStack stack;
    private final transient ViewModel model;
    private final Canvas canvas = new Canvas();
    private final transient Latest latest;
    private final Timer rest = new Timer(REST_MS, e -> setMoving(false));
    private final transient ViewModel.Listener follower = new Follower();
    private final JComboBox<Colouring> by = new JComboBox<>(Colouring.values());
    private final boolean[] cut = new boolean[3];
    private final List<JCheckBox> cuts = new ArrayList<>();
    private boolean cutFar;
    private Colouring colouring = Colouring.TRACK;
    private transient Affine turned;
    private double pixelUm;
    private transient Point pan = Point.ORIGIN;
    private boolean moving;
    private transient volatile @Nullable Read read;
    private transient @Nullable BufferedImage image;
    private @Nullable String trouble;
    private long frames;

    /** A volume and the scan it is of. */
    private record Read(int scan, SolidVolume volume) {}

    private final transient Runnable reload = this::reread;

    public SolidView(VolumeStack stack, ViewModel model) {
        super(new BorderLayout());
        this.stack = stack;
        this.model = model;
        this.latest = new Latest(stack.workers());
        this.pixelUm = stack.sizeUm().length() / 480;
        this.turned = Affine.rotation(0, 0.55, 0).then(Affine.rotation(0.42, 0, 0));
        rest.setRepeats(false);
        add(toolBar(), BorderLayout.NORTH);
        add(canvas, BorderLayout.CENTER);
        keys();
        model.addListener(follower);
        stack.addChangeListener(reload);
    }

    private JToolBar toolBar() {
        JToolBar bar = new JToolBar();
        bar.setFloatable(false);
        bar.setLayout(new WrapLayout());
        by.setFocusable(false);
        by.getAccessibleContext().setAccessibleName("Colour of features");
        by.addActionListener(e -> {
            colouring = (Colouring) java.util.Objects.requireNonNull(by.getSelectedItem());
            refresh();
        });
        bar.add(by);
        for (int a = 0; a < 3; a++) {
            int axis = a;
            JCheckBox box = new JCheckBox("cut " + "xyz".charAt(a));
            box.setFocusable(false);
            box.setToolTipText("Cut across " + "xyz".charAt(a) + " at the crosshair");
            box.addActionListener(e -> setCut(axis, box.isSelected()));
            cuts.add(box);
            bar.add(box);
        }
        JCheckBox far = new JCheckBox("other side");
        far.setFocusable(false);
        far.addActionListener(e -> {
            cutFar = far.isSelected();
            refresh();
        });
        bar.add(far);
        return bar;
    }

    /** Cuts across an axis (0 x, 1 y, 2 z) at the crosshair, or no more. */
    public void setCut(int axis, boolean on) {
        cut[axis] = on;
        cuts.get(axis).setSelected(on);
        refresh();
    }

    /** Chooses what features are coloured by. */
    public void setColouring(Colouring wanted) {
        by.setSelectedItem(wanted);
    }

    /** How many pictures arrived so far. */
    long frames() {
        return frames;
    }

    boolean isIdle() {
        return latest.isIdle();
    }

    /** Rotates by angles in rad: to the right about the vertical, and upwards. */
    public void rotate(double yaw, double pitch) {
        turned = turned.then(Affine.rotation(pitch, -yaw, 0));
        setMoving(true);
        rest.restart();
        refresh();
    }

    /** Turns at the fine picture's steps, for timing. */
    void turnFine(double yaw) {
        turned = turned.then(Affine.rotation(0, -yaw, 0));
        refresh();
    }

    private void zoom(double factor) {
        double whole = stack.sizeUm().length();
        pixelUm = Math.max(whole / 50000, Math.min(whole / 50, pixelUm * factor));
        setMoving(true);
        rest.restart();
        refresh();
    }

    void setMoving(boolean on) {
        if (moving != on) {
            moving = on;
            if (!on) {
                refresh();
            }
        }
    }

    // Rendering

    /** Micrometres in the specimen frame to micrometres as seen: right, down, away. */
    private Point seen(Point um) {
        return turned.apply(um);
    }

    private Point unseen(Point um) {
        return turned.inverse().apply(um);
    }

    private Point middle() {
        return stack.sizeUm().times(0.5);
    }

    /** The camera for pixels {@code pixel} micrometres wide. */
    private RayCaster.Camera camera(int width, int height, double pixel, int level) {
        BrickVolume volume = stack.greys(model.scan());
        Affine toVoxel = volume == null ? Affine.IDENTITY : volume.toVoxel(level);
        Point right = unseen(new Point(pixel, 0, 0));
        Point down = unseen(new Point(0, pixel, 0));
        Point forward = unseen(new Point(0, 0, stack.voxelSize().meanUm() * (1 << level)));
        Point origin =
                middle().plus(unseen(pan)).minus(right.times((width - 1) / 2.0)).minus(down.times((height - 1) / 2.0));
        Point zero = toVoxel.apply(Point.ORIGIN);
        return new RayCaster.Camera(
                toVoxel.apply(origin),
                toVoxel.apply(right).minus(zero),
                toVoxel.apply(down).minus(zero),
                toVoxel.apply(forward).minus(zero));
    }

    private RayCaster caster(SolidVolume v, double step) {
        BrickVolume volume = stack.greys(model.scan());
        Point cross = (volume == null ? Affine.IDENTITY : volume.toVoxel(v.level)).apply(model.crosshair());
        double[] at = {cross.x(), cross.y(), cross.z()};
        Point forward = unseen(new Point(0, 0, 1));
        boolean[] looksUp = {forward.x() > 0, forward.y() > 0, forward.z() > 0};
        double[] low = {0, 0, 0};
        double[] high = {v.nx - 1, v.ny - 1, v.nz - 1};
        for (int a = 0; a < 3; a++) {
            if (cut[a] && at[a] > 0.5 && at[a] < high[a] - 0.5) {
                // The half towards the viewer is taken away, so that the cut is seen.
                if (looksUp[a] != cutFar) {
                    low[a] = at[a];
                } else {
                    high[a] = at[a];
                }
            }
        }
        TrackColours colours = stack.colours();
        OptionalInt chosen = model.track();
        int[] times = ColourMap.VIRIDIS.table();
        int scans = Math.max(1, stack.scans().size() - 1);
        Overlays.Labels labels = model.overlays().labels() == Overlays.Labels.NONE
                ? Overlays.Labels.BY_TRACK
                : model.overlays().labels();
        Colouring way = colouring;
        return new RayCaster(v, low, high, step, (track, voxel) -> {
            int first = v.first[voxel] & 0xff;
            int colour = way == Colouring.TIME
                    ? times[first == 255 ? 0 : 255 * Math.min(scans, first) / scans]
                    : colours.of(track, labels);
            return chosen.isPresent() && chosen.getAsInt() == track
                    ? SliceRenderer.blend(colour, 0xffffff, 110)
                    : colour;
        });
    }

    /** What there is to see is another: after an edit tracks have other names. */
    private void reread() {
        read = null;
        refresh();
    }

    private void refresh() {
        int w = canvas.getWidth();
        int h = canvas.getHeight();
        if (w < 16 || h < 16) {
            return;
        }
        double device = canvas.deviceScale;
        int scan = model.scan();
        boolean coarse = moving;
        double share = coarse ? 0.5 : device;
        int width = (int) Math.round(w * share);
        int height = (int) Math.round(h * share);
        latest.request(late -> {
            try {
                Read there = read;
                if (there == null || there.scan() != scan) {
                    SolidVolume volume = SolidVolume.read(stack, scan, late);
                    if (volume == null) {
                        return;
                    }
                    there = new Read(scan, volume);
                    read = there;
                }
                render(there.volume(), width, height, share, coarse, late);
            } catch (IOException e) {
                SwingUtilities.invokeLater(() -> complain(String.valueOf(e.getMessage())));
            }
        });
    }

    private void complain(String sentence) {
        trouble = sentence;
        canvas.repaint();
    }

    private void render(SolidVolume volume, int width, int height, double share, boolean coarse, BooleanSupplier late) {
        RayCaster caster = caster(volume, coarse ? 1.0 : 0.6);
        RayCaster.Camera camera = camera(width, height, pixelUm / share, volume.level);
        BufferedImage done = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] pixels = ((DataBufferInt) done.getRaster().getDataBuffer()).getData();
        int band = 8;
        stack.workers().each((height + band - 1) / band, part -> {
            for (int y = part * band; y < Math.min(height, (part + 1) * band); y++) {
                // A coarse picture is finished whatever comes: else nothing would be seen while dragging.
                if (!coarse && late.getAsBoolean()) {
                    return;
                }
                caster.row(camera, y, width, pixels, y * width, TOP, BOTTOM, height);
            }
        });
        if (coarse || !late.getAsBoolean()) {
            SwingUtilities.invokeLater(() -> {
                image = done;
                trouble = null;
                frames++;
                canvas.repaint();
            });
        }
    }

    /** What lies under a place of the canvas. */
    RayCaster.@Nullable Hit hit(double x, double y) {
        Read there = read;
        if (there == null) {
            return null;
        }
        return caster(there.volume(), 0.5)
                .hit(camera(canvas.getWidth(), canvas.getHeight(), pixelUm, there.volume().level), x - 0.5, y - 0.5);
    }

    /** Where a place of the specimen is on the canvas; z is away from the viewer, pixels. */
    Point pixel(Point um) {
        return canvas.onCanvas(um);
    }

    private void pick(double x, double y) {
        RayCaster.Hit hit = hit(x, y);
        Read there = read;
        BrickVolume volume = stack.greys(model.scan());
        if (hit == null || there == null || volume == null) {
            return;
        }
        if (hit.track() != 0) {
            model.selectTrack(hit.track());
            model.setCrosshair(volume.toVoxel(there.volume().level).inverse().apply(hit.x(), hit.y(), hit.z()));
        }
    }

    private final class Follower implements ViewModel.Listener {
        @Override
        public void changed(ViewModel.Aspect aspect) {
            boolean cuts = cut[0] || cut[1] || cut[2];
            switch (aspect) {
                case SCAN, TRACK, OVERLAYS -> refresh();
                case CROSSHAIR -> {
                    if (cuts) {
                        setMoving(true);
                        rest.restart();
                        refresh();
                    } else {
                        canvas.repaint();
                    }
                }
                default -> {}
            }
        }
    }

    /** The picture, with axes, scale and words. */
    private final class Canvas extends JPanel {
        private double deviceScale = 1;
        private int lastX;
        private int lastY;

        Canvas() {
            setFocusable(true);
            setMinimumSize(new Dimension(80, 80));
            setPreferredSize(new Dimension(420, 400));
            MouseAdapter mouse = new MouseAdapter() {
                @Override
                public void mousePressed(MouseEvent e) {
                    requestFocusInWindow();
                    lastX = e.getX();
                    lastY = e.getY();
                }

                @Override
                public void mouseDragged(MouseEvent e) {
                    int dx = e.getX() - lastX;
                    int dy = e.getY() - lastY;
                    lastX = e.getX();
                    lastY = e.getY();
                    if (SwingUtilities.isLeftMouseButton(e) && !e.isShiftDown()) {
                        rotate(dx * 0.008, dy * 0.008);
                    } else {
                        pan = pan.minus(new Point(dx * pixelUm, dy * pixelUm, 0));
                        setMoving(true);
                        rest.restart();
                        refresh();
                    }
                }

                @Override
                public void mouseClicked(MouseEvent e) {
                    if (SwingUtilities.isLeftMouseButton(e)) {
                        pick(e.getX() + 0.5, e.getY() + 0.5);
                    }
                }

                @Override
                public void mouseWheelMoved(MouseWheelEvent e) {
                    zoom(Math.pow(1.12, e.getPreciseWheelRotation()));
                }
            };
            addMouseListener(mouse);
            addMouseMotionListener(mouse);
            addMouseWheelListener(mouse);
            addComponentListener(new java.awt.event.ComponentAdapter() {
                @Override
                public void componentResized(java.awt.event.ComponentEvent e) {
                    refresh();
                }
            });
        }

        @Override
        protected void paintComponent(Graphics graphics) {
            Graphics2D g = (Graphics2D) graphics.create();
            double scale = g.getTransform().getScaleX();
            if (scale > 0 && Math.abs(scale - deviceScale) > 1e-3) {
                deviceScale = scale;
                refresh();
            }
            g.setColor(new Color(BOTTOM));
            g.fillRect(0, 0, getWidth(), getHeight());
            BufferedImage shown = image;
            if (shown != null) {
                g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
                AffineTransform place = AffineTransform.getScaleInstance(
                        getWidth() / (double) shown.getWidth(), getHeight() / (double) shown.getHeight());
                g.drawImage(shown, place, null);
            }
            Ink.smooth(g);
            Font font = Ink.font(this);
            box(g);
            axes(g, font);
            String words = stack.title(model.scan());
            if (colouring == Colouring.TIME && stack.scans().size() > 1) {
                timeKey(g, font);
            }
            Ink.plate(g, font, words, 6, 6);
            if (model.track().isPresent()) {
                int track = model.track().getAsInt();
                String name = Track.name(track)
                        + stack.feature(model.scan(), track)
                                .map(r -> " " + r.kind() + ", "
                                        + Numbers.measured(r.volumeTotalUm3(), r.volumeUUm3(), "µm³"))
                                .orElse(" not in this scan");
                Ink.plate(g, font, name, 6, UIScale.scale(22f) + 6);
            }
            Ink.scaleBar(g, font, pixelUm, Math.min(140, getWidth() / 4.0), getWidth() - 6.0, getHeight() - 6.0);
            String sentence = trouble;
            if (sentence != null) {
                Ink.plate(g, font, sentence, 6, getHeight() / 2.0);
            }
            g.dispose();
        }

        private void timeKey(Graphics2D g, Font font) {
            int[] table = ColourMap.VIRIDIS.table();
            double right = getWidth() - 14.0;
            for (int i = 0; i < 90; i++) {
                g.setColor(new Color(table[255 * i / 89]));
                g.fill(new java.awt.geom.Rectangle2D.Double(right - 90 + i, 10, 1.5, 10));
            }
            List<StackScan> scans = stack.scans();
            Ink.plate(g, font, stack.exposure(scans.get(0).exposure()), right - 96, 22);
            String last = stack.exposure(scans.get(scans.size() - 1).exposure());
            g.setFont(font);
            Ink.plate(g, font, last, right - g.getFontMetrics().stringWidth(last) - 4, 22);
        }

        private Point onCanvas(Point um) {
            Point p = seen(um.minus(middle())).minus(pan).times(1 / pixelUm);
            return new Point(getWidth() / 2.0 + p.x(), getHeight() / 2.0 + p.y(), p.z());
        }

        /** The edges of the scanned box, faint. */
        private void box(Graphics2D g) {
            Point size = stack.sizeUm();
            g.setStroke(new BasicStroke(0.8f));
            g.setColor(new Color(255, 255, 255, 46));
            for (int corner = 0; corner < 8; corner++) {
                for (int a = 0; a < 3; a++) {
                    if ((corner >> a & 1) == 0) {
                        Point p = onCanvas(corner(size, corner));
                        Point q = onCanvas(corner(size, corner | 1 << a));
                        g.draw(new Line2D.Double(p.x(), p.y(), q.x(), q.y()));
                    }
                }
            }
        }

        private static Point corner(Point size, int corner) {
            return new Point(
                    (corner & 1) == 0 ? 0 : size.x(),
                    (corner & 2) == 0 ? 0 : size.y(),
                    (corner & 4) == 0 ? 0 : size.z());
        }

        private void axes(Graphics2D g, Font font) {
            double x = 40;
            double y = getHeight() - 42.0;
            g.setFont(font.deriveFont(Font.BOLD));
            for (int a = 0; a < 3; a++) {
                Point tip = seen(new Point(a == 0 ? 1 : 0, a == 1 ? 1 : 0, a == 2 ? 1 : 0))
                        .times(26);
                g.setStroke(new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
                g.setColor(AXIS[a]);
                g.draw(new Line2D.Double(x, y, x + tip.x(), y + tip.y()));
                g.drawString(
                        "xyz".substring(a, a + 1), (float) (x + 1.35 * tip.x() - 3), (float) (y + 1.35 * tip.y() + 4));
            }
        }
    }

    // Keys

    /** What this view can do by key and command finder. */
    public List<ViewAction> actions() {
        double turn = Math.toRadians(10);
        List<ViewAction> all = new ArrayList<>();
        all.add(new ViewAction("Solid: turn left", "LEFT", "Turn the specimen to the left.", () -> rotate(-turn, 0)));
        all.add(new ViewAction("Solid: turn right", "RIGHT", "Turn the specimen to the right.", () -> rotate(turn, 0)));
        all.add(new ViewAction("Solid: turn up", "UP", "Turn the specimen upwards.", () -> rotate(0, -turn)));
        all.add(new ViewAction("Solid: turn down", "DOWN", "Turn the specimen downwards.", () -> rotate(0, turn)));
        all.add(new ViewAction("Solid: zoom in", "PLUS", "Zoom in.", () -> zoom(0.8)));
        all.add(new ViewAction("Solid: zoom out", "MINUS", "Zoom out.", () -> zoom(1.25)));
        all.add(new ViewAction("Solid: straight", "HOME", "Look along z, the whole specimen.", () -> {
            turned = Affine.IDENTITY;
            pan = Point.ORIGIN;
            pixelUm = stack.sizeUm().length() / Math.max(80, Math.min(canvas.getWidth(), canvas.getHeight()));
            refresh();
        }));
        return all;
    }

    private void keys() {
        for (ViewAction action : actions()) {
            getInputMap(WHEN_ANCESTOR_OF_FOCUSED_COMPONENT).put(KeyStroke.getKeyStroke(action.keys()), action.name());
            getActionMap().put(action.name(), new AbstractAction() {
                @Override
                public void actionPerformed(java.awt.event.ActionEvent e) {
                    action.work().run();
                }
            });
        }
        getInputMap(WHEN_ANCESTOR_OF_FOCUSED_COMPONENT).put(KeyStroke.getKeyStroke('+'), "Solid: zoom in");
        getInputMap(WHEN_ANCESTOR_OF_FOCUSED_COMPONENT).put(KeyStroke.getKeyStroke('-'), "Solid: zoom out");
    }

    /** The picture when it rests, with its words; waits on the event thread's timer, not on the thread. */
    @Override
    public CompletableFuture<BufferedImage> picture(double scale) {
        CompletableFuture<BufferedImage> done = new CompletableFuture<>();
        Timer timer = new Timer(20, null);
        timer.addActionListener(e -> {
            Read there = read;
            if (latest.isIdle() && !moving && there != null && there.scan() == model.scan()) {
                timer.stop();
                // The worker's last picture waits in the event queue before this.
                SwingUtilities.invokeLater(() -> done.complete(painted(scale)));
            }
        });
        timer.start();
        return done;
    }

    /** Saves the picture, {@code scale} pixels to its own. */
    public CompletableFuture<Path> exportPng(Path file, double scale) {
        return picture(scale)
                .thenApplyAsync(
                        picture -> {
                            try {
                                ImageIO.write(picture, "png", file.toFile());
                                return file;
                            } catch (IOException e) {
                                throw new CompletionException(StorageFailure.writing(file, e));
                            }
                        },
                        work -> stack.workers().submit(work));
    }

    /** The picture as it is shown, with its words, {@code scale} pixels to its own. */
    private BufferedImage painted(double scale) {
        BufferedImage picture = new BufferedImage(
                (int) Math.round(canvas.getWidth() * scale),
                (int) Math.round(canvas.getHeight() * scale),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D g = picture.createGraphics();
        g.scale(scale, scale);
        canvas.paint(g);
        g.dispose();
        return picture;
    }

    /** Follows the model no more. */
    @Override
    public void close() {
        rest.stop();
        model.removeListener(follower);
        stack.removeChangeListener(reload);
    }
}
