package patina.app.gui.view;

import java.awt.Component;
import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;
import patina.geometry.Point;

/** Paints every view of an inspection into PNG files, to be looked at: arguments are the inspection and a folder. */
final class Screenshots {
    private Screenshots() {}

    public static void main(String[] arguments) throws Exception {
        Path to = Path.of(arguments[1]);
        to.toFile().mkdirs();
        try (VolumeStack stack = VolumeStack.open(Path.of(arguments[0]))) {
            ViewModel model = new ViewModel();
            slices(stack, model, to);
            solid(stack, model, to);
            OffScreen.onEvents(() -> {
                model.setColours(ColourMap.GREY);
                return null;
            });
            strips(stack, model, to);
        }
        System.exit(0);
    }

    private static void slices(VolumeStack stack, ViewModel model, Path to) throws Exception {
        SliceViewer viewer = OffScreen.onEvents(() -> new SliceViewer(stack, model));
        OffScreen.size(viewer, 1100, 800);
        OffScreen.until(() -> model.window().low() != 0 && viewer.isIdle());
        OffScreen.onEvents(() -> {
            model.setScan(stack.scans().get(stack.scans().size() - 1).index());
            model.selectTrack(stack.tables().tracks().get(0).trackId());
            model.setOverlays(model.overlays().withFollowUp(true).withOriginalSurface(true));
            return null;
        });
        save(viewer, viewer::isIdle, to, "slices", 1);
        save(viewer, viewer::isIdle, to, "slices@2", 2);
        for (Compare.Mode mode : Compare.Mode.values()) {
            OffScreen.onEvents(() -> {
                model.setCompare(Compare.NONE.withMode(mode).withRegistered(mode != Compare.Mode.CHECKERBOARD));
                return null;
            });
            save(viewer, viewer::isIdle, to, "compare-" + mode.name().toLowerCase(java.util.Locale.ROOT), 1);
        }
        OffScreen.onEvents(() -> {
            model.setCompare(Compare.NONE);
            model.setColours(ColourMap.VIRIDIS);
            Point c = model.crosshair();
            viewer.zoom(0.3, c);
            viewer.setTool(SliceViewer.Tool.PROFILE);
            viewer.measured(java.util.List.of(c.plus(new Point(-60, 0, 0)), c.plus(new Point(70, 30, 0))));
            viewer.setTool(SliceViewer.Tool.ANGLE);
            viewer.measured(java.util.List.of(
                    c.plus(new Point(-40, 30, 0)), c.plus(new Point(0, 50, 0)), c.plus(new Point(50, 40, 0))));
            return null;
        });
        save(viewer, viewer::isIdle, to, "measure", 1);
        OffScreen.onEvents(() -> viewer.exportPng(to.resolve("export.png"), 2)).get(20, TimeUnit.SECONDS);
        OffScreen.onEvents(() -> viewer.exportSvg(to.resolve("export.svg"), 2)).get(20, TimeUnit.SECONDS);
        viewer.close();
    }

    private static void solid(VolumeStack stack, ViewModel model, Path to) throws Exception {
        SolidView view = OffScreen.onEvents(() -> new SolidView(stack, model));
        OffScreen.size(view, 640, 600);
        save(view, view::isIdle, to, "solid", 1);
        OffScreen.onEvents(() -> {
            view.setCut(2, true);
            view.setColouring(SolidView.Colouring.TIME);
            return null;
        });
        save(view, view::isIdle, to, "solid-cut", 1);
        view.close();
    }

    private static void strips(VolumeStack stack, ViewModel model, Path to) throws Exception {
        for (String kind : java.util.List.of("pit", "crack", "pore")) {
            var row = stack.tables().tracks().stream()
                    .filter(t -> t.kind().equals(kind))
                    .findFirst();
            if (row.isEmpty()) {
                continue;
            }
            OffScreen.onEvents(() -> {
                model.selectTrack(row.get().trackId());
                return null;
            });
            Filmstrip strip = OffScreen.onEvents(() -> new Filmstrip(stack, model));
            OffScreen.size(strip, strip.getPreferredSize().width, strip.getPreferredSize().height);
            save(strip, strip::isIdle, to, "strip-" + kind, kind.equals("crack") ? 2 : 1);
            strip.close();
        }
        QualityView quality = OffScreen.onEvents(() -> new QualityView(stack, model, scan -> java.util.List.of()));
        OffScreen.size(quality, 900, 360);
        save(quality, quality::isIdle, to, "quality", 1);
        quality.close();
    }

    private static void save(Component component, BooleanSupplier ready, Path to, String name, double scale)
            throws Exception {
        OffScreen.picture(component, scale);
        Thread.sleep(100);
        OffScreen.until(ready);
        File file = to.resolve(name + ".png").toFile();
        ImageIO.write(OffScreen.picture(component, scale), "png", file);
    }
}
