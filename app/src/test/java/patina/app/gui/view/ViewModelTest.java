package patina.app.gui.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import patina.app.gui.view.ViewModel.Aspect;
import patina.geometry.Point;

class ViewModelTest {
    private final ViewModel model = new ViewModel();
    private final List<Aspect> heard = new ArrayList<>();

    @Test
    void tellsOfAChangeOnce() {
        model.addListener(all());
        model.setScan(2);
        model.setScan(2);
        model.setCrosshair(new Point(1, 2, 3));
        model.setCrosshair(new Point(1, 2, 3));
        model.selectTrack(7);
        model.selectTrack(7);
        model.clearTrack();
        model.clearTrack();
        assertEquals(List.of(Aspect.SCAN, Aspect.CROSSHAIR, Aspect.TRACK, Aspect.TRACK), heard);
    }

    @Test
    void everyAspectHasAMethodOfItsOwn() {
        List<Object> values = new ArrayList<>();
        model.addListener(new ViewModel.Listener() {
            @Override
            public void scanChanged(int scan) {
                values.add(scan);
            }

            @Override
            public void otherScanChanged(int scan) {
                values.add(scan);
            }

            @Override
            public void trackSelected(OptionalInt track) {
                values.add(track);
            }

            @Override
            public void windowChanged(GreyWindow window) {
                values.add(window);
            }

            @Override
            public void coloursChanged(ColourMap colours) {
                values.add(colours);
            }

            @Override
            public void overlaysChanged(Overlays overlays) {
                values.add(overlays);
            }

            @Override
            public void compareChanged(Compare compare) {
                values.add(compare);
            }
        });
        Overlays overlays = Overlays.USUAL.withOpacity(0.5).withNumbers(false);
        Compare compare = Compare.NONE.withMode(Compare.Mode.CURTAIN).withCurtain(0.2);
        model.setScan(1);
        model.setOtherScan(3);
        model.selectTrack(4);
        model.setWindow(new GreyWindow(10, 20));
        model.setColours(ColourMap.CIVIDIS);
        model.setOverlays(overlays);
        model.setCompare(compare);
        assertEquals(
                List.of(1, 3, OptionalInt.of(4), new GreyWindow(10, 20), ColourMap.CIVIDIS, overlays, compare), values);
    }

    @Test
    void aListenerMayChangeMore() {
        model.addListener(new ViewModel.Listener() {
            @Override
            public void scanChanged(int scan) {
                model.setOtherScan(scan - 1);
            }
        });
        model.addListener(all());
        model.setScan(5);
        assertEquals(4, model.otherScan());
        assertEquals(List.of(Aspect.OTHER_SCAN, Aspect.SCAN), heard);
    }

    @Test
    void aRemovedListenerHearsNoMore() {
        ViewModel.Listener listener = all();
        model.addListener(listener);
        model.removeListener(listener);
        model.setScan(1);
        assertEquals(List.of(), heard);
    }

    @Test
    void refusesWhatIsNoPlaceAndNoWindow() {
        assertThrows(IllegalArgumentException.class, () -> model.setCrosshair(new Point(Double.NaN, 0, 0)));
        assertThrows(IllegalArgumentException.class, () -> model.setScan(-1));
        assertThrows(IllegalArgumentException.class, () -> new GreyWindow(3, 3));
        assertThrows(IllegalArgumentException.class, () -> Overlays.USUAL.withOpacity(1.1));
        assertThrows(IllegalArgumentException.class, () -> Compare.NONE.withCurtain(-0.1));
    }

    @Test
    void aWindowIsMovedByShareAndWidenedByFactor() {
        assertEquals(new GreyWindow(110, 130), new GreyWindow(100, 140).adjusted(0, 0.5));
        assertEquals(new GreyWindow(120, 160), new GreyWindow(100, 140).adjusted(0.5, 1));
    }

    /** Grey is linear; viridis and cividis grow lighter from step to step (CIE lightness), so grey prints keep order. */
    @Test
    void mapsGrowLighterEvenly() {
        for (ColourMap map : List.of(ColourMap.GREY, ColourMap.VIRIDIS, ColourMap.CIVIDIS)) {
            int[] table = map.table();
            double before = -1;
            for (int i = 0; i < 256; i += 15) {
                double luma = luma(table[i]);
                assertEquals(1, Math.signum(luma - before), map + " at " + i);
                before = luma;
            }
        }
        assertEquals(0xff000000, ColourMap.GREY.table()[0]);
        assertEquals(0xff808080, ColourMap.GREY.table()[128]);
        assertEquals(0xffffffff, ColourMap.GREY_INVERTED.table()[0]);
        assertEquals(0xff440154, ColourMap.VIRIDIS.table()[0]);
        assertEquals(0xfffee838, ColourMap.CIVIDIS.table()[255]);
    }

    private static double luma(int rgb) {
        return 0.2126 * Math.pow((rgb >> 16 & 255) / 255.0, 2.2)
                + 0.7152 * Math.pow((rgb >> 8 & 255) / 255.0, 2.2)
                + 0.0722 * Math.pow((rgb & 255) / 255.0, 2.2);
    }

    private ViewModel.Listener all() {
        return new ViewModel.Listener() {
            @Override
            public void changed(Aspect aspect) {
                heard.add(aspect);
            }
        };
    }
}
