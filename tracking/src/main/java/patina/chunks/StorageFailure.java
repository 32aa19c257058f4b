package patina.chunks;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A file or disk that would not take or give what was wanted, told in one sentence with what to do next. */
public final class StorageFailure extends IOException {
    /** @param sentence what was wanted, what was found, what to do next */
    public StorageFailure(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }

    public StorageFailure(String sentence) {
        super(sentence);
    }

    /** The sentence for a failure while {@code path} was written. A failure that is a sentence already stays as it is. */
    public static IOException writing(Path path, Exception cause) {
        if (cause instanceof StorageFailure told) {
            return told;
        }
        if (isFull(cause)) {
            return new StorageFailure(
                    "'" + path + "' could not be written because the disk is full" + free(path)
                            + ". Free some space and give the same command again; it goes on from there.",
                    cause);
        }
        if (isDenied(cause)) {
            return new StorageFailure(
                    "'" + path + "' could not be written: the folder does not allow it. Choose another folder, or ask"
                            + " for the right to write there.",
                    cause);
        }
        return new StorageFailure(
                "'" + path + "' could not be written (" + reason(cause) + "). Check the disk and give the same command"
                        + " again.",
                cause);
    }

    /** The sentence for a failure while {@code path} was read. A failure that is a sentence already stays as it is. */
    public static IOException reading(Path path, Exception cause) {
        if (cause instanceof StorageFailure told) {
            return told;
        }
        if (cause instanceof NoSuchFileException) {
            return new StorageFailure("'" + path + "' was wanted, but there is no such file. Check the path.", cause);
        }
        if (isDenied(cause)) {
            return new StorageFailure(
                    "'" + path + "' could not be read: the right to read it is missing. Ask for it.", cause);
        }
        return new StorageFailure(
                "'" + path + "' could not be read (" + reason(cause) + "). Check the disk it lies on.", cause);
    }

    /** Whether the failure, or what caused it, says that the disk is full. */
    public static boolean isFull(Throwable failure) {
        for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
            String message = t.getMessage() == null ? "" : t.getMessage().toLowerCase(Locale.ROOT);
            if (message.contains("no space left")
                    || message.contains("not enough space")
                    || message.contains("quota exceeded")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDenied(Throwable failure) {
        for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
            String message = t.getMessage() == null ? "" : t.getMessage().toLowerCase(Locale.ROOT);
            if (t instanceof AccessDeniedException
                    || t instanceof ReadOnlyFileSystemException
                    || message.contains("permission denied")
                    || message.contains("read-only file system")) {
                return true;
            }
        }
        return false;
    }

    private static String reason(Throwable cause) {
        if (cause instanceof NoSuchFileException gone) {
            return "there is no '" + gone.getFile() + "'";
        }
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }

    private static String free(Path path) {
        try {
            @Nullable Path at = path.toAbsolutePath();
            while (at != null && !Files.exists(at)) {
                at = at.getParent();
            }
            if (at == null) {
                return "";
            }
            FileStore disk = Files.getFileStore(at);
            return String.format(Locale.ROOT, " (%d MB left)", disk.getUsableSpace() >> 20);
        } catch (IOException e) {
            // The sentence stands without the figure.
            return "";
        }
    }
}
