package patina.app.gui.view;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import javax.imageio.ImageIO;
import javax.swing.JFileChooser;
import javax.swing.JOptionPane;
import javax.swing.SwingUtilities;
import patina.chunks.StorageFailure;

/** The slice in use of a viewer as a file: a picture, a drawing, or a film of all scans. On the event thread. */
final class SliceSaving {
    private final SliceViewer viewer;
    private Function<String, Optional<Path>> askForFile = this::dialog;

    SliceSaving(SliceViewer viewer) {
        this.viewer = viewer;
    }

    /** Another way than a dialog to be told the file to save to. */
    void setFileAsker(Function<String, Optional<Path>> asker) {
        askForFile = asker;
    }

    /** A dialog for a file whose name ends so; asks before one is written over. */
    private Optional<Path> dialog(String ending) {
        JFileChooser chooser = new JFileChooser();
        chooser.setSelectedFile(new File("slice" + ending));
        while (chooser.showSaveDialog(viewer) == JFileChooser.APPROVE_OPTION) {
            Path file = chooser.getSelectedFile().toPath();
            if (!Files.exists(file)
                    || JOptionPane.showConfirmDialog(
                                    viewer,
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
            viewer.tell("Saving '" + file + "' …");
            var unused = saving.apply(file).whenComplete((written, failure) -> {
                Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                String words = cause == null ? "Saved '" + written + "'." : String.valueOf(cause.getMessage());
                SwingUtilities.invokeLater(() -> viewer.tell(words));
            });
        });
    }

    private CompletableFuture<Path> film(Path file) {
        return TimeLapse.save(viewer.stack(), viewer.model(), viewer, file).thenApply(files -> files.get(0));
    }

    /** Ways to save, for menus and keys. */
    List<ViewAction> actions() {
        return List.of(
                new ViewAction(
                        "Save slice as PNG",
                        "shift P",
                        "Save the slice in use as a picture with scale bar, at twice the screen's resolution.",
                        () -> save(".png", file -> exportPng(file, SliceViewer.SAVE_SCALE))),
                new ViewAction(
                        "Save slice as SVG",
                        "shift V",
                        "Save the slice in use with lines and words that stay sharp.",
                        () -> save(".svg", file -> exportSvg(file, SliceViewer.SAVE_SCALE))),
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

    /** The slice in use as a picture. */
    CompletableFuture<Path> exportPng(Path file, double scale) {
        PlanePanel panel = viewer.focused();
        return export(panel, scale, frame -> ImageIO.write(image(panel, frame, scale), "png", file.toFile()), file);
    }

    /** The same as SVG: the grey as an embedded picture, words and lines as such. */
    CompletableFuture<Path> exportSvg(Path file, double scale) {
        PlanePanel panel = viewer.focused();
        return export(
                panel,
                scale,
                frame -> SvgFile.write(file, panel.getWidth(), panel.getHeight(), g -> panel.paint(g, frame)),
                file);
    }

    /** The picture of the slice in use, when it is fine. */
    CompletableFuture<BufferedImage> picture(double scale) {
        PlanePanel panel = viewer.focused();
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
                        done.completeExceptionally(StorageFailure.writing(file, e));
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
}
