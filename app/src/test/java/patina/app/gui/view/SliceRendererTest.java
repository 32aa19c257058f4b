package patina.app.gui.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.app.gui.view.SlicePlane.Facing;
import patina.geometry.Point;

class SliceRendererTest {
    @TempDir
    Path folder;

    private VolumeStack stack;

    @BeforeEach
    void open() throws IOException {
        stack = Stacks.inspection(folder);
    }

    @AfterEach
    void close() {
        stack.close();
    }

    private static SlicePlane plane(Facing facing, Point place, double pixelUm) {
        return SlicePlane.through(place, facing.right(), facing.down(), pixelUm, 60, 50);
    }

    private SliceFrame render(SlicePlane plane, int scan, Compare compare, boolean smooth) throws IOException {
        List<SliceFrame> frames = frames(plane, scan, compare, smooth);
        return frames.get(frames.size() - 1);
    }

    private List<SliceFrame> frames(SlicePlane plane, int scan, Compare compare, boolean smooth) throws IOException {
        SliceRenderer.Request request = new SliceRenderer.Request(
                plane,
                120,
                100,
                1,
                scan,
                0,
                new GreyWindow(0, 5000),
                ColourMap.GREY,
                Overlays.USUAL,
                compare,
                OptionalInt.empty(),
                0x123456,
                null,
                false,
                smooth);
        List<SliceFrame> frames = new ArrayList<>();
        new SliceRenderer(stack).render(request, () -> false, frames::add);
        return frames;
    }

    @Test
    void everyAxisPlaneShowsTheVoxelsUnderItsPixels() throws IOException {
        for (Facing facing : List.of(Facing.XY, Facing.ZY, Facing.XZ)) {
            SlicePlane plane = plane(facing, new Point(205, 185, 165), 5);
            SliceFrame frame = render(plane, 0, Compare.NONE, false);
            for (int y = 0; y < 100; y += 7) {
                for (int x = 0; x < 120; x += 7) {
                    Point um = plane.at(x + 0.5, y + 0.5);
                    int i = (int) Math.round(um.x() / 5);
                    int j = (int) Math.round(um.y() / 5);
                    int k = (int) Math.round(um.z() / 5);
                    float expected = !Stacks.EXTENT.contains(i, j, k)
                            ? BrickBox.OUTSIDE
                            : i < 8 && j < 8 && k < 8 ? Float.NaN : Stacks.grey(0, i, j, k);
                    assertEquals(expected, frame.greys()[y * 120 + x], facing + " at " + um);
                }
            }
        }
    }

    @Test
    void featuresAreNamedAsTheTablesNameThem() throws IOException {
        SlicePlane plane = plane(Facing.XY, new Point(200, 180, 40), 5);
        int middle = 50 * 120 + 60;
        assertEquals(Stacks.TRACK, render(plane, 1, Compare.NONE, false).labels()[middle]);
        stack.update(stack.tables(), Map.of(1, Map.of(Stacks.TRACK, 9)));
        SliceFrame merged = render(plane, 1, Compare.NONE, false);
        assertEquals(9, merged.labels()[middle]);
        assertEquals(
                List.of(9), merged.marks().stream().map(SliceFrame.Mark::track).toList());
        stack.update(stack.tables(), Map.of(1, Map.of(Stacks.TRACK, 0)));
        assertEquals(List.of(), render(plane, 1, Compare.NONE, false).marks(), "what was rejected is not shown");
    }

    @Test
    void interpolatesBetweenVoxels() throws IOException {
        SlicePlane plane = plane(Facing.XY, new Point(201, 182, 163), 1);
        SliceFrame frame = render(plane, 0, Compare.NONE, true);
        for (int i = 0; i < frame.greys().length; i += 37) {
            Point um = plane.at(i % 120 + 0.5, i / 120 + 0.5);
            double expected = 1000 + 2 * um.x() + 4 * um.y() + 6 * um.z();
            assertEquals(expected, frame.greys()[i], 0.01, "at " + um);
        }
    }

    @Test
    void anObliquePlaneReadsTheSameField() throws IOException {
        Point right = new Point(1, 1, 0).unit();
        Point down = new Point(-1, 1, 1).unit();
        SlicePlane plane = SlicePlane.through(new Point(200, 180, 160), right, down, 1.3, 60, 50);
        SliceFrame frame = render(plane, 0, Compare.NONE, true);
        for (int i = 0; i < frame.greys().length; i += 37) {
            Point um = plane.at(i % 120 + 0.5, i / 120 + 0.5);
            assertEquals(1000 + 2 * um.x() + 4 * um.y() + 6 * um.z(), frame.greys()[i], 0.01, "at " + um);
        }
    }

    @Test
    void aCoarseLevelLiesWhereTheFineOneDoes() throws IOException {
        SlicePlane plane = plane(Facing.XY, new Point(202.5, 182.5, 162.5), 10);
        SliceFrame frame = render(plane, 0, Compare.NONE, true);
        int middle = 50 * 120 + 60;
        Point um = plane.at(60.5, 50.5);
        assertEquals(1000 + 2 * um.x() + 4 * um.y() + 6 * um.z(), frame.greys()[middle], 0.6);
    }

    @Test
    void labelsLieOverTheirGreys() throws IOException {
        SlicePlane plane = plane(Facing.XY, new Point(200, 180, 40), 2.5);
        SliceFrame frame = render(plane, 1, Compare.NONE, false);
        long labelled = java.util.Arrays.stream(frame.labels())
                .filter(l -> l == Stacks.TRACK)
                .count();
        assertEquals(Math.PI * 40 * 40, labelled * 2.5 * 2.5, 0.08 * Math.PI * 1600);
        assertEquals(1, frame.marks().size());
        SliceFrame.Mark mark = frame.marks().get(0);
        assertEquals(plane.x(new Point(200, 0, 0)), (mark.x0() + mark.x1()) / 2.0, 1.5);
    }

    /** The transform of scan 1 moves 20 um along x: before registration what is now at x lay at x + 20. */
    @Test
    void beforeRegistrationAScanLiesWhereItLay() throws IOException {
        SlicePlane plane = plane(Facing.XY, new Point(200, 180, 160), 5);
        SliceFrame after = render(plane, 1, Compare.NONE, false);
        SliceFrame before = render(plane, 1, Compare.NONE.withRegistered(false), false);
        for (int x = 40; x < 80; x++) {
            assertEquals(after.greys()[50 * 120 + x], before.greys()[50 * 120 + x + 4]);
        }
        assertEquals(0, before.marks().size(), "labels belong to the registered scan");
    }

    @Test
    void comparisonsPutTheOtherScanWhereTheySay() throws IOException {
        SlicePlane plane = plane(Facing.XY, new Point(200, 180, 40), 2.5);
        int inside = 50 * 120 + 65;
        assertEquals(100, render(plane, 1, Compare.NONE, false).greys()[inside]);
        SliceFrame difference = render(plane, 1, Compare.NONE.withMode(Compare.Mode.DIFFERENCE), false);
        assertTrue(difference.others()[inside] > 1000, "the reference scan is whole there");
        int curtainAt = pixel(render(plane, 1, new Compare(Compare.Mode.CURTAIN, 0.25, true), false), 65, 50);
        int single = pixel(render(plane, 0, Compare.NONE, false), 65, 50);
        int lost = pixel(render(plane, 1, Compare.NONE, false), 65, 50);
        assertFalse(single == lost);
        assertTrue((curtainAt & 0xff) > (lost & 0xff), "right of the curtain the other scan's brighter metal is seen");
        SliceFrame both = render(plane, 1, Compare.NONE.withMode(Compare.Mode.SIDE_BY_SIDE), false);
        assertEquals(120, both.width());
        assertEquals(59 * 100, both.greys().length);
    }

    private static int pixel(SliceFrame frame, int x, int y) {
        return frame.image().getRGB(x, y);
    }

    @Test
    void whatWasNotSeenIsHatchedAndWhatLiesOutsideIsBackdrop() throws IOException {
        SliceFrame frame = render(plane(Facing.XY, new Point(10, 10, 10), 2.5), 0, Compare.NONE, false);
        SlicePlane plane = frame.plane();
        int outside = pixel(frame, (int) plane.x(new Point(-20, 0, 0)), (int) plane.y(new Point(0, 20, 0)));
        assertEquals(0xff123456, outside);
        int unseen = pixel(frame, (int) plane.x(new Point(20, 0, 0)), (int) plane.y(new Point(0, 20, 0)));
        assertTrue(unseen == 0xff3a3a36 || unseen == 0xff9a8f5a, Integer.toHexString(unseen));
    }

    @Test
    void aFineViewComesAfterACoarseOne() throws IOException {
        List<SliceFrame> first = frames(plane(Facing.XY, new Point(200, 180, 100), 2), 0, Compare.NONE, false);
        assertEquals(2, first.size());
        assertFalse(first.get(0).finest());
        assertTrue(first.get(1).finest());
        List<SliceFrame> again = frames(plane(Facing.XY, new Point(200, 180, 100), 2), 0, Compare.NONE, false);
        assertEquals(1, again.size(), "what is in the cache is fine at once");
    }
}
