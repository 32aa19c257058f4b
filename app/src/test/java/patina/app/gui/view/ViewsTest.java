package patina.app.gui.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.event.MouseEvent;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.blocks.Progress;
import patina.geometry.Point;

/** The views as they are used, painted off screen. */
class ViewsTest {
    @TempDir
    Path folder;

    private interface WithStack {
        void use(VolumeStack stack, ViewModel model) throws Exception;
    }

    private void with(WithStack use) throws Exception {
        try (VolumeStack stack = Stacks.inspection(folder)) {
            use.use(stack, new ViewModel());
        }
    }

    private static SliceViewer viewer(VolumeStack stack, ViewModel model) throws Exception {
        SliceViewer viewer = OffScreen.onEvents(() -> new SliceViewer(stack, model));
        OffScreen.size(viewer, 640, 560);
        OffScreen.until(() -> model.window().low() != 0
                && viewer.isIdle()
                && viewer.panels().stream().allMatch(p -> p.frame() != null));
        return viewer;
    }

    @Test
    void beginsInTheMiddleWithRobustGreys() throws Exception {
        with((stack, model) -> {
            SliceViewer viewer = viewer(stack, model);
            assertEquals(stack.sizeUm().times(0.5), model.crosshair());
            assertTrue(
                    model.window().low() < 100 && model.window().high() > 3000,
                    model.window().toString());
            viewer.close();
        });
    }

    @Test
    void aClickOnAFeatureSelectsItAndMovesTheCrosshair() throws Exception {
        with((stack, model) -> {
            OffScreen.onEvents(() -> {
                model.setScan(1);
                model.setCrosshair(new Point(200, 180, 45));
                return null;
            });
            SliceViewer viewer = viewer(stack, model);
            OffScreen.onEvents(() -> {
                PlanePanel panel = viewer.panels().get(0);
                Point wanted = new Point(210, 190, 45);
                int x = (int) panel.plane().x(wanted);
                int y = (int) panel.plane().y(wanted);
                panel.dispatchEvent(new MouseEvent(
                        panel,
                        MouseEvent.MOUSE_PRESSED,
                        0,
                        MouseEvent.BUTTON1_DOWN_MASK,
                        x,
                        y,
                        1,
                        false,
                        MouseEvent.BUTTON1));
                panel.dispatchEvent(
                        new MouseEvent(panel, MouseEvent.MOUSE_RELEASED, 0, 0, x, y, 1, false, MouseEvent.BUTTON1));
                assertEquals(OptionalInt.of(Stacks.TRACK), model.track());
                assertEquals(0, model.crosshair().minus(wanted).length(), 1.5 * viewer.pixelUm());
                return null;
            });
            viewer.close();
        });
    }

    @Test
    void aTrackSelectedElsewhereIsJumpedTo() throws Exception {
        with((stack, model) -> {
            SliceViewer viewer = viewer(stack, model);
            OffScreen.onEvents(() -> {
                model.selectTrack(Stacks.TRACK);
                return null;
            });
            assertEquals(new Point(200, 180, 45), model.crosshair());
            viewer.close();
        });
    }

    @Test
    void zoomKeepsThePlaceUnderThePointer() throws Exception {
        with((stack, model) -> {
            SliceViewer viewer = viewer(stack, model);
            OffScreen.onEvents(() -> {
                PlanePanel panel = viewer.panels().get(0);
                Point place = panel.plane().at(40, 70);
                viewer.zoom(0.37, place);
                assertEquals(40, panel.plane().x(place), 1e-9);
                assertEquals(70, panel.plane().y(place), 1e-9);
                return null;
            });
            viewer.close();
        });
    }

    @Test
    void stepsAndCrosshairStayInTheSpecimen() throws Exception {
        with((stack, model) -> {
            SliceViewer viewer = viewer(stack, model);
            OffScreen.onEvents(() -> {
                viewer.step(viewer.panels().get(1), 1000);
                assertEquals(stack.sizeUm().x(), model.crosshair().x(), 1e-9);
                viewer.step(viewer.panels().get(2), -1000);
                assertEquals(0, model.crosshair().y(), 1e-9);
                return null;
            });
            viewer.close();
        });
    }

    @Test
    void exportsPngAndSvgWithAScaleBar() throws Exception {
        with((stack, model) -> {
            SliceViewer viewer = viewer(stack, model);
            Path png = OffScreen.onEvents(() -> viewer.exportPng(folder.resolve("a.png"), 2))
                    .get(20, TimeUnit.SECONDS);
            PlanePanel panel = viewer.panels().get(0);
            assertEquals(2 * panel.getWidth(), ImageIO.read(png.toFile()).getWidth());
            Path svg = OffScreen.onEvents(() -> viewer.exportSvg(folder.resolve("a.svg"), 2))
                    .get(20, TimeUnit.SECONDS);
            String text = Files.readString(svg);
            assertTrue(text.contains("µm<") && text.contains("data:image/png;base64"), "words and grey are in the SVG");
            viewer.close();
        });
    }

    @Test
    void everyActionHasANameAKeyAndASentence() throws Exception {
        with((stack, model) -> {
            SliceViewer viewer = viewer(stack, model);
            viewer.setFileAsker(ending -> java.util.Optional.of(folder.resolve("saved" + ending)));
            List<ViewAction> actions = viewer.actions();
            assertEquals(
                    actions.size(),
                    actions.stream().map(ViewAction::name).distinct().count());
            assertEquals(
                    actions.size(),
                    actions.stream().map(ViewAction::keys).distinct().count());
            for (ViewAction action : actions) {
                assertTrue(javax.swing.KeyStroke.getKeyStroke(action.keys()) != null, action.name());
                assertTrue(action.help().endsWith("."), action.name());
                OffScreen.onEvents(() -> {
                    action.work().run();
                    return null;
                });
            }
            OffScreen.until(() -> Files.exists(folder.resolve("saved.gif"))
                    && Files.exists(folder.resolve("saved.svg"))
                    && Files.exists(folder.resolve("saved.png"))
                    && Files.exists(folder.resolve("saved-001.png")));
            viewer.close();
        });
    }

    @Test
    void theSolidIsPaintedAndPicked() throws Exception {
        with((stack, model) -> {
            OffScreen.onEvents(() -> {
                model.setScan(1);
                return null;
            });
            SolidView view = OffScreen.onEvents(() -> new SolidView(stack, model));
            OffScreen.size(view, 300, 340);
            OffScreen.until(() -> view.isIdle() && view.frames() > 0);
            BufferedImage picture = OffScreen.picture(view, 1);
            assertFalse(picture.getRGB(150, 200) == picture.getRGB(5, 330), "nothing was painted");
            OffScreen.onEvents(() -> {
                view.actions().stream()
                        .filter(a -> a.keys().equals("HOME"))
                        .forEach(a -> a.work().run());
                return null;
            });
            OffScreen.until(view::isIdle);
            OffScreen.onEvents(() -> {
                RayCaster.Hit hit = java.util.Objects.requireNonNull(view.hit(
                        view.pixel(new Point(200, 180, 0)).x(),
                        view.pixel(new Point(200, 180, 0)).y()));
                assertEquals(Stacks.TRACK, hit.track());
                return null;
            });
            view.close();
        });
    }

    @Test
    void greysAreToldAsSolidFractionOnceTheyAreCounted() throws Exception {
        with((stack, model) -> {
            assertEquals(OptionalDouble.empty(), stack.solidFraction(1, 100));
            GreyHistogram.Means means = stack.histogram(0).means();
            assertEquals(100, means.dark(), 30, "void is 100");
            assertEquals(0, stack.solidFraction(1, (float) means.dark()).orElseThrow(), 1e-6);
            assertEquals(1, stack.solidFraction(1, (float) means.bright()).orElseThrow(), 1e-6);
            assertEquals(
                    0.5,
                    stack.solidFraction(1, (float) stack.histogram(0).middle()).orElseThrow(),
                    1e-4);
        });
    }

    @Test
    void theFilmstripShowsEveryScanAlike() throws Exception {
        with((stack, model) -> {
            OffScreen.onEvents(() -> {
                model.setWindow(new GreyWindow(0, 5000));
                model.selectTrack(Stacks.TRACK);
                return null;
            });
            FeatureFrame cut = FeatureFrame.of(stack, Stacks.TRACK, false).orElseThrow();
            assertEquals(1, cut.down().z(), 0.05, "down is into the metal");
            assertEquals(200, cut.middle().x(), 3);
            assertEquals(0, cut.right().dot(cut.down()), 1e-12);
            Filmstrip strip = OffScreen.onEvents(() -> new Filmstrip(stack, model));
            OffScreen.size(strip, strip.getPreferredSize().width, strip.getPreferredSize().height);
            OffScreen.until(strip::isIdle);
            OffScreen.onEvents(() -> {
                strip.dispatchEvent(
                        new MouseEvent(strip, MouseEvent.MOUSE_PRESSED, 0, 0, 260, 60, 1, false, MouseEvent.BUTTON1));
                assertEquals(1, model.scan());
                return null;
            });
            strip.close();
        });
    }

    @Test
    void aTimeLapseHasAPictureForEveryScan() throws Exception {
        with((stack, model) -> {
            SliceViewer viewer = viewer(stack, model);
            List<BufferedImage> pictures = OffScreen.onEvents(() -> TimeLapse.film(stack, model, viewer, 1))
                    .get(20, TimeUnit.SECONDS);
            assertEquals(2, pictures.size());
            assertEquals(0, OffScreen.onEvents(model::scan));
            Path gif = folder.resolve("lapse.gif");
            TimeLapse.writeGif(pictures, 500, gif);
            ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
            try (var in = ImageIO.createImageInputStream(gif.toFile())) {
                reader.setInput(in);
                assertEquals(2, reader.getNumImages(true));
            }
            assertEquals(2, TimeLapse.writePngs(pictures, folder, "lapse").size());
            viewer.close();
        });
    }

    @Test
    void aBareSeriesIsPreparedOnceAndFoundAgain() throws Exception {
        Path series = Stacks.series(folder);
        try (VolumeStack stack = VolumeStack.open(series)) {
            assertFalse(stack.isPrepared());
            ExecutionException refused = assertThrows(
                    ExecutionException.class,
                    () -> OffScreen.onEvents(() -> TimeLapse.film(stack, new ViewModel(), scale -> null, 1))
                            .get(20, TimeUnit.SECONDS));
            assertTrue(
                    refused.getMessage().contains("its pyramid is still being made. Wait until"), refused.getMessage());
            assertFalse(stack.isShown(0));
            stack.prepare(1, Progress.NONE, scan -> assertTrue(stack.isShown(scan)));
            assertTrue(stack.isPrepared());
            BrickVolume volume = java.util.Objects.requireNonNull(stack.greys(0));
            BrickVolume.Level level = volume.level(0);
            short[] brick = (short[]) level.get(0, 0, 0);
            assertEquals(
                    Stacks.grey(0, 40, 36, 32),
                    level.offset() + level.slope() * (brick[(32 << 12) | (36 << 6) | 40] & 0xffff));
        }
        try (VolumeStack again = VolumeStack.open(series)) {
            assertTrue(again.isPrepared());
        }
    }

    @Test
    void whatIsNoInspectionIsRefusedInASentence() {
        IOException refused = assertThrows(IOException.class, () -> VolumeStack.open(folder.resolve("nothing")));
        assertTrue(String.valueOf(refused.getMessage()).contains("nothing"), refused.getMessage());
    }

    @Test
    void theCacheStaysWithinItsBound() throws Exception {
        with((stack, model) -> {
            BrickCache cache = new BrickCache(3L * 2 * BrickCache.VOXELS);
            BrickCache.Loader loader = (x, y, z) -> new short[BrickCache.VOXELS];
            Object first = cache.get(loader, 0, 0, 0);
            for (int i = 1; i < 10; i++) {
                cache.get(loader, i, 0, 0);
            }
            assertTrue(cache.bytes() <= 3L * 2 * BrickCache.VOXELS);
            assertFalse(first == cache.get(loader, 0, 0, 0), "the longest unused went first");
            assertTrue(cache.peek(loader, 9, 0, 0) != null);
        });
    }

    @Test
    void principalAxesAreThoseOfAKnownMatrix() {
        Point[] axes = SymmetricAxes.of(new double[] {2, 2, 5, 1, 0, 0});
        assertEquals(1, Math.abs(axes[0].z()), 1e-12);
        assertEquals(Math.sqrt(0.5), Math.abs(axes[1].x()), 1e-12);
        assertEquals(axes[1].x(), axes[1].y(), 1e-12);
        assertEquals(axes[2].x(), -axes[2].y(), 1e-12);
    }
}
