package patina.reports.document;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file that is there whole or not at all: under a temporary name beside it, then renamed. */
public final class WholeFile {
    private WholeFile() {}

    /** What fills the file. */
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes {@code file}, replacing what was there. On failure the old file stays and nothing else is left. */
    public static void write(Path file, Content content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException(
                    "A folder for the report was wanted, but '" + folder + "' is none. Make it, or name another.");
        }
        if (!Files.isWritable(folder)) {
            throw new IOException("The report cannot be written: folder '" + folder
                    + "' is not writable. Change its rights, or name another with --out.");
        }
        Path partial = folder.resolve(file.getFileName() + ".partial");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial), 1 << 16)) {
                content.writeTo(out);
            }
            try {
                Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(partial);
        }
    }
}
