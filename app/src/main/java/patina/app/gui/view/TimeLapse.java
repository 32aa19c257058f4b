package patina.app.gui.view;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import patina.chunks.StorageFailure;

/** A view at all scans, as numbered PNG files or as an animated GIF. */
public final class TimeLapse {
    /** A view that can be filmed. */
    public interface Filmed {
        /** Its picture as it is now, when it is fine; {@code scale} pixels to one of the screen. Asked on the event thread. */
        CompletableFuture<BufferedImage> picture(double scale);
    }

    private static final int FILM_MS = 700;
    private static final double FILM_SCALE = 1;

    private TimeLapse() {}

    /**
     * Shows scan after scan and keeps the pictures; at the end the scan that was shown before is shown again. On the event
     * thread, which is never kept waiting.
     */
    public static CompletableFuture<List<BufferedImage>> film(
            VolumeStack stack, ViewModel model, Filmed view, double scale) {
        for (StackScan scan : stack.scans()) {
            if (!stack.isShown(scan.index())) {
                return CompletableFuture.failedFuture(new IOException(
                        stack.title(scan.index()) + " cannot be shown yet: its pyramid is still being made."
                                + " Wait until all scans can be looked at, then save again."));
            }
        }
        int before = model.scan();
        List<BufferedImage> pictures = new ArrayList<>();
        CompletableFuture<List<BufferedImage>> film = CompletableFuture.completedFuture(pictures);
        for (StackScan scan : stack.scans()) {
            film = film.thenCompose(soFar -> {
                model.setScan(scan.index());
                return view.picture(scale).thenApply(picture -> {
                    pictures.add(picture);
                    return pictures;
                });
            });
        }
        return film.whenComplete((all, failure) -> model.setScan(before));
    }

    /**
     * Films all scans and writes them: an endless GIF where the file's name ends so, else numbered PNG files beside it.
     * Gives what was written. On the event thread, which is never kept waiting; files are written by the stack's workers.
     */
    public static CompletableFuture<List<Path>> save(VolumeStack stack, ViewModel model, Filmed view, Path file) {
        Path whole = file.toAbsolutePath();
        return film(stack, model, view, FILM_SCALE)
                .thenApplyAsync(
                        pictures -> {
                            try {
                                String name = String.valueOf(whole.getFileName());
                                if (name.toLowerCase(Locale.ROOT).endsWith(".gif")) {
                                    writeGif(pictures, FILM_MS, whole);
                                    return List.of(whole);
                                }
                                return writePngs(
                                        pictures,
                                        Objects.requireNonNull(whole.getParent()),
                                        name.replaceFirst("(?i)[.]png$", ""));
                            } catch (IOException e) {
                                throw new CompletionException(e);
                            }
                        },
                        work -> stack.workers().submit(work));
    }

    /** Writes name-000.png, name-001.png ... into a folder. */
    public static List<Path> writePngs(List<BufferedImage> pictures, Path folder, String name) throws IOException {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            Path file = folder.resolve(String.format(Locale.ROOT, "%s-%03d.png", name, i));
            try {
                ImageIO.write(pictures.get(i), "png", file.toFile());
            } catch (IOException e) {
                throw StorageFailure.writing(file, e);
            }
            files.add(file);
        }
        return files;
    }

    /**
     * Writes an endless GIF.
     *
     * @param delayMs how long each picture is shown, in whole hundredths of a second
     */
    public static void writeGif(List<BufferedImage> pictures, int delayMs, Path file) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            try (ImageOutputStream out = ImageIO.createImageOutputStream(part.toFile())) {
                writer.setOutput(out);
                writer.prepareWriteSequence(null);
                for (BufferedImage picture : pictures) {
                    writer.writeToSequence(new IIOImage(picture, null, timing(writer, picture, delayMs)), null);
                }
                writer.endWriteSequence();
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw StorageFailure.writing(file, e);
        } finally {
            writer.dispose();
        }
    }

    private static IIOMetadata timing(ImageWriter writer, BufferedImage picture, int delayMs) throws IOException {
        IIOMetadata metadata =
                writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(picture), null);
        String form = metadata.getNativeMetadataFormatName();
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(form);
        IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
        control.setAttribute("disposalMethod", "none");
        control.setAttribute("userInputFlag", "FALSE");
        control.setAttribute("transparentColorFlag", "FALSE");
        control.setAttribute("transparentColorIndex", "0");
        control.setAttribute("delayTime", Integer.toString(Math.max(2, delayMs / 10)));
        for (int i = root.getLength() - 1; i >= 0; i--) {
            if (root.item(i).getNodeName().equals("GraphicControlExtension")) {
                root.removeChild(root.item(i));
            }
        }
        root.appendChild(control);
        IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
        IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
        loop.setAttribute("applicationID", "NETSCAPE");
        loop.setAttribute("authenticationCode", "2.0");
        loop.setUserObject(new byte[] {1, 0, 0});
        extensions.appendChild(loop);
        root.appendChild(extensions);
        metadata.setFromTree(form, root);
        return metadata;
    }
}
