package patina.app.gui.view;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import patina.geometry.Affine;
import patina.geometry.Point;

/**
 * Renders slices on worker threads: at once from the finest level whose bricks are in the cache, then at the level that
 * fits the pixels, when its bricks have been read. Of features it draws fill and outline; lines and words are drawn by the
 * panel.
 */
final class SliceRenderer {
    private final VolumeStack stack;

    SliceRenderer(VolumeStack stack) {
        this.stack = stack;
    }

    /**
     * What is wanted.
     *
     * @param plane of the pixels
     * @param line how many pixels a line is wide
     * @param backdrop 0xRRGGBB beyond the volume
     * @param preview what other settings would find, in place of the fill of features; or null
     * @param blinkOther whether it is the other scan's turn while blinking
     */
    record Request(
            SlicePlane plane,
            int width,
            int height,
            int line,
            int scan,
            int otherScan,
            GreyWindow window,
            ColourMap colours,
            Overlays overlays,
            Compare compare,
            OptionalInt track,
            int backdrop,
            @Nullable PreviewBlock preview,
            boolean blinkOther,
            boolean smooth) {
        /** The left of the halves of a side-by-side view, or the whole. */
        int viewWidth() {
            return compare.mode() == Compare.Mode.SIDE_BY_SIDE ? (width - GAP) / 2 : width;
        }
    }

    /** Pixels between two halves. */
    static final int GAP = 2;

    /**
     * Renders coarse, then fine.
     *
     * @param late whether something newer waits
     * @param frames are given one after the other
     */
    void render(Request request, BooleanSupplier late, Consumer<SliceFrame> frames) throws IOException {
        int fitting = level(request);
        Layers layers = layers(request, fitting);
        if (layers.missing() > 0) {
            for (int coarse = fitting + 1; ; coarse++) {
                boolean last = coarse >= levels(request.scan());
                Layers rough = layers(request, Math.min(coarse, levels(request.scan()) - 1));
                if (rough.missing() == 0 || last) {
                    if (rough.load(stack.workers(), () -> false)) {
                        frames.accept(frame(request, rough, false));
                    }
                    break;
                }
            }
            if (late.getAsBoolean() || !layers.load(stack.workers(), late)) {
                return;
            }
        }
        frames.accept(frame(request, layers, true));
    }

    private int levels(int scan) {
        BrickVolume volume = stack.greys(scan);
        return volume == null ? 1 : volume.levels();
    }

    /** The coarsest level whose voxels are no larger than pixels. */
    private int level(Request request) {
        double voxels = request.plane().pixelUm() / stack.voxelSize().meanUm();
        int level = voxels < 2 ? 0 : (int) (Math.log(voxels) / Math.log(2));
        return Math.max(0, Math.min(levels(request.scan()) - 1, level));
    }

    /** What has to be sampled for a request, at one level. */
    private static final class Layers {
        final @Nullable BrickBox grey;
        final Affine greyMap;
        final @Nullable BrickBox other;
        final Affine otherMap;
        final @Nullable BrickBox labels;
        final @Nullable BrickBox otherLabels;
        final @Nullable BrickBox first;
        final @Nullable BrickBox firstLabels;

        Layers(VolumeStack stack, Request r, int number) throws IOException {
            int width = r.viewWidth();
            // A stitched scan is shown as its stack amid the view was.
            Point middle = r.plane().at(width / 2.0, r.height() / 2.0);
            Affine before = r.compare().registered()
                    ? Affine.IDENTITY
                    : stack.scan(r.scan()).map(s -> s.toScan().backAt(middle)).orElse(Affine.IDENTITY);
            greyMap = map(stack.greys(r.scan()), r.plane(), before, number);
            grey = box(stack.greys(r.scan()), greyMap, width, r.height(), number);
            boolean two = r.compare().needsOther();
            otherMap = map(stack.greys(r.otherScan()), r.plane(), Affine.IDENTITY, number);
            other = two ? box(stack.greys(r.otherScan()), otherMap, width, r.height(), number) : null;
            boolean label = r.compare().registered();
            labels = label ? box(stack.labels(r.scan()), otherMap, width, r.height(), number) : null;
            otherLabels = two && r.compare().mode() == Compare.Mode.SIDE_BY_SIDE
                    ? box(stack.labels(r.otherScan()), otherMap, width, r.height(), number)
                    : null;
            boolean surface = r.overlays().originalSurface();
            first = surface ? box(stack.greys(stack.reference()), otherMap, width, r.height(), number) : null;
            firstLabels = surface ? box(stack.labels(stack.reference()), otherMap, width, r.height(), number) : null;
        }

        private static Affine map(@Nullable BrickVolume volume, SlicePlane plane, Affine before, int number) {
            return volume == null
                    ? Affine.IDENTITY
                    : plane.then(before).then(volume.toVoxel(Math.min(number, volume.levels() - 1)));
        }

        private static @Nullable BrickBox box(
                @Nullable BrickVolume volume, Affine map, int width, int height, int number) throws IOException {
            return volume == null
                    ? null
                    : new BrickBox(volume.level(Math.min(number, volume.levels() - 1)), map, width, height);
        }

        private List<BrickBox> boxes() {
            List<BrickBox> boxes = new ArrayList<>();
            for (BrickBox box : new BrickBox[] {grey, other, labels, otherLabels, first, firstLabels}) {
                if (box != null) {
                    boxes.add(box);
                }
            }
            return boxes;
        }

        int missing() {
            return boxes().stream().mapToInt(BrickBox::missing).sum();
        }

        boolean load(Workers workers, BooleanSupplier late) throws IOException {
            for (BrickBox box : boxes()) {
                if (box.missing() > 0 && !box.load(workers, late)) {
                    return false;
                }
            }
            return true;
        }
    }

    private Layers layers(Request request, int level) throws IOException {
        return new Layers(stack, request, level);
    }

    private SliceFrame frame(Request r, Layers layers, boolean finest) throws IOException {
        int w = r.viewWidth();
        int h = r.height();
        float[] a = greys(layers.grey, layers.greyMap, w, h, r.smooth() && finest);
        float[] b = r.compare().needsOther()
                ? greys(layers.other, layers.otherMap, w, h, r.smooth() && finest)
                : new float[0];
        int[] labels = labels(layers.labels, r.scan(), layers.otherMap, w, h);
        BufferedImage image = new BufferedImage(r.width(), h, BufferedImage.TYPE_INT_RGB);
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        Half whole = new Half(pixels, r.width(), 0, w, h);
        switch (r.compare().mode()) {
            case SINGLE -> paint(r, a, whole);
            case SIDE_BY_SIDE -> {
                Half right = new Half(pixels, r.width(), w + GAP, w, h);
                paint(r, a, whole);
                paint(r, b, right);
                int[] others = labels(layers.otherLabels, r.otherScan(), layers.otherMap, w, h);
                overlay(r, others, right);
                if (r.overlays().originalSurface()) {
                    surface(r, layers, others, right);
                }
            }
            case BLINK -> paint(r, r.blinkOther() ? b : a, whole);
            case CHECKERBOARD, CURTAIN -> paint(r, mixed(r, a, b, w, h), whole);
            case DIFFERENCE -> paintDifference(r, a, b, whole);
        }
        overlay(r, labels, whole);
        PreviewBlock preview = r.preview();
        if (preview != null) {
            preview.paint(r.plane(), w, h, pixels, r.width(), 0);
        }
        if (r.overlays().originalSurface()) {
            surface(r, layers, labels, whole);
        }
        return new SliceFrame(r.plane(), image, a, b, labels, marks(labels, w, h), r.scan(), r.otherScan(), finest);
    }

    private static float[] greys(@Nullable BrickBox box, Affine map, int w, int h, boolean smooth) {
        float[] greys = new float[w * h];
        if (box == null) {
            java.util.Arrays.fill(greys, BrickBox.OUTSIDE);
        } else {
            box.greys(map, w, h, smooth, greys);
        }
        return greys;
    }

    private int[] labels(@Nullable BrickBox box, int scan, Affine map, int w, int h) {
        int[] labels = new int[w * h];
        if (box != null) {
            box.labels(map, w, h, labels);
            stack.name(scan, labels);
        }
        return labels;
    }

    /** A part of the image that shows one scan. */
    private record Half(int[] pixels, int stride, int left, int width, int height) {
        int at(int x, int y) {
            return y * stride + left + x;
        }
    }

    private static float[] mixed(Request r, float[] a, float[] b, int w, int h) {
        float[] mixed = a.clone();
        boolean checks = r.compare().mode() == Compare.Mode.CHECKERBOARD;
        int edge = Math.max(8, Math.max(w, h) / 10);
        int hang = (int) Math.round(r.compare().curtain() * w);
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                if (checks ? ((x / edge + y / edge) & 1) == 1 : x >= hang) {
                    mixed[y * w + x] = b[y * w + x];
                }
            }
        }
        return mixed;
    }

    private static void paint(Request r, float[] greys, Half half) {
        int[] table = r.colours().table();
        float low = (float) r.window().low();
        float scale = (float) (255.999 / r.window().width());
        for (int y = 0; y < half.height; y++) {
            int from = y * half.width;
            int to = half.at(0, y);
            for (int x = 0; x < half.width; x++) {
                float grey = greys[from + x];
                half.pixels[to + x] = grey == BrickBox.OUTSIDE
                        ? r.backdrop()
                        : Float.isNaN(grey)
                                ? notSeen(r, x, y)
                                : table[Math.max(0, Math.min(255, (int) ((grey - low) * scale)))];
            }
        }
    }

    /** The other scan less this one would show growth as loss; so this one less the other: what is lost is blue. */
    private static void paintDifference(Request r, float[] a, float[] b, Half half) {
        int[] table = ColourMap.BLUE_RED.table();
        float scale = (float) (255.999 / (1.2 * r.window().width()));
        for (int y = 0; y < half.height; y++) {
            int from = y * half.width;
            int to = half.at(0, y);
            for (int x = 0; x < half.width; x++) {
                float difference = a[from + x] - b[from + x];
                boolean outside = a[from + x] == BrickBox.OUTSIDE || b[from + x] == BrickBox.OUTSIDE;
                half.pixels[to + x] = outside
                        ? r.backdrop()
                        : Float.isNaN(difference)
                                ? notSeen(r, x, y)
                                : table[Math.max(0, Math.min(255, (int) (128 + difference * scale)))];
            }
        }
    }

    private static int notSeen(Request r, int x, int y) {
        if (!r.overlays().notSeen()) {
            return r.backdrop();
        }
        int period = 7 * r.line();
        return Math.floorMod(x + y, period) < r.line() ? 0x9a8f5a : 0x3a3a36;
    }

    private void overlay(Request r, int[] labels, Half half) {
        TrackColours colours = stack.colours();
        Overlays overlays = r.overlays();
        boolean fill = r.preview() == null && overlays.labels() != Overlays.Labels.NONE && overlays.opacity() > 0;
        int share = (int) Math.round(256 * overlays.opacity());
        int chosen = r.track().orElse(0);
        Map<Integer, Integer> known = new HashMap<>();
        int last = 0;
        int colour = 0;
        for (int y = 0; y < half.height; y++) {
            for (int x = 0; x < half.width; x++) {
                int i = y * half.width + x;
                int label = labels[i];
                if (label == 0) {
                    continue;
                }
                if (label != last) {
                    colour = known.computeIfAbsent(label, id -> colours.of(id, overlays.labels()));
                    last = label;
                }
                int to = half.at(x, y);
                int reach = r.line() * (label == chosen ? 2 : 1);
                if ((overlays.outlines() || label == chosen) && isEdge(labels, half, x, y, label, reach)) {
                    half.pixels[to] =
                            label == chosen && !isEdge(labels, half, x, y, label, r.line()) ? 0xffffff : colour;
                } else if (fill) {
                    half.pixels[to] = blend(half.pixels[to], colour, share);
                }
            }
        }
    }

    /** Whether a pixel of another label lies within {@code reach} pixels along a row or column. */
    private static boolean isEdge(int[] labels, Half half, int x, int y, int label, int reach) {
        int i = y * half.width + x;
        for (int d = 1; d <= reach; d++) {
            if (x >= d && labels[i - d] != label
                    || x + d < half.width && labels[i + d] != label
                    || y >= d && labels[i - d * half.width] != label
                    || y + d < half.height && labels[i + d * half.width] != label) {
                return true;
            }
        }
        return false;
    }

    static int blend(int under, int over, int share) {
        int rb = ((under & 0xff00ff) * (256 - share) + (over & 0xff00ff) * share) >>> 8 & 0xff00ff;
        int g = ((under & 0x00ff00) * (256 - share) + (over & 0x00ff00) * share) >>> 8 & 0x00ff00;
        return 0xff000000 | rb | g;
    }

    /**
     * The line around the specimen before it lost anything: the reference scan's metal with all that is labelled as
     * missing there or here.
     */
    private void surface(Request r, Layers layers, int[] labels, Half half) throws IOException {
        int w = half.width;
        int h = half.height;
        float[] first = greys(layers.first, layers.otherMap, w, h, r.smooth());
        int[] missing = labels(layers.firstLabels, stack.reference(), layers.otherMap, w, h);
        float middle = (float) stack.histogram(stack.reference()).middle();
        Map<Integer, Boolean> gains = new HashMap<>();
        boolean[] inside = new boolean[w * h];
        for (int i = 0; i < inside.length; i++) {
            inside[i] = first[i] > middle
                    || missing[i] != 0
                    || labels[i] != 0
                            && !gains.computeIfAbsent(
                                    labels[i],
                                    id -> stack.track(id)
                                            .map(t -> t.kind().equals("gain"))
                                            .orElse(false));
        }
        fillHoles(inside, w);
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int i = y * w + x;
                if (inside[i]
                        && (x > 0 && !inside[i - 1]
                                || x + 1 < w && !inside[i + 1]
                                || y > 0 && !inside[i - w]
                                || y + 1 < h && !inside[i + w])) {
                    half.pixels[half.at(x, y)] = 0xff35e0d0;
                }
            }
        }
    }

    /** What cannot be reached from the picture's rim lies inside: pores have no part in the surface. */
    private static void fillHoles(boolean[] inside, int w) {
        boolean[] reached = new boolean[inside.length];
        int[] queue = new int[inside.length];
        int n = 0;
        for (int i = 0; i < inside.length; i++) {
            int x = i % w;
            if (!inside[i] && (x == 0 || x == w - 1 || i < w || i >= inside.length - w)) {
                reached[i] = true;
                queue[n++] = i;
            }
        }
        for (int at = 0; at < n; at++) {
            int i = queue[at];
            int x = i % w;
            for (int to : new int[] {x > 0 ? i - 1 : i, x < w - 1 ? i + 1 : i, i - w, i + w}) {
                if (to >= 0 && to < inside.length && !inside[to] && !reached[to]) {
                    reached[to] = true;
                    queue[n++] = to;
                }
            }
        }
        for (int i = 0; i < inside.length; i++) {
            inside[i] |= !reached[i];
        }
    }

    private static List<SliceFrame.Mark> marks(int[] labels, int w, int h) {
        Map<Integer, int[]> boxes = new HashMap<>();
        int last = 0;
        int[] box = new int[0];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int label = labels[y * w + x];
                if (label != 0) {
                    if (label != last) {
                        box = boxes.computeIfAbsent(label, id -> new int[] {w, h, 0, 0});
                        last = label;
                    }
                    box[0] = Math.min(box[0], x);
                    box[1] = Math.min(box[1], y);
                    box[2] = Math.max(box[2], x + 1);
                    box[3] = Math.max(box[3], y + 1);
                }
            }
        }
        List<SliceFrame.Mark> marks = new ArrayList<>();
        boxes.forEach((track, b) -> marks.add(new SliceFrame.Mark(track, b[0], b[1], b[2], b[3])));
        marks.sort(java.util.Comparator.comparingInt(SliceFrame.Mark::track));
        return marks;
    }
}
