package patina.app.session;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Turns what went wrong into one sentence. */
public final class Complaint {
    private Complaint() {}

    /** The sentence; where it is a fault of the program itself, the trace goes to a log that the sentence names. */
    public static String sentence(Throwable thrown, String... arguments) {
        Throwable cause = unwrapped(thrown);
        if (cause instanceof FileSystemException file) {
            return fileSystem(file);
        }
        if (cause instanceof IOException) {
            String message = message(cause);
            if (isDiskFull(message)) {
                return diskFull(null);
            }
            return message.isEmpty() ? fault(cause, arguments) : message;
        }
        if (cause instanceof IllegalArgumentException
                && isOurs(cause)
                && !message(cause).isEmpty()) {
            return message(cause);
        }
        if (cause instanceof OutOfMemoryError) {
            return "Patina ran out of memory with a heap of "
                    + Runtime.getRuntime().maxMemory() / (1 << 20)
                    + " MB; give it more with --memory, such as --memory 4g.";
        }
        return fault(cause, arguments);
    }

    private static Throwable unwrapped(Throwable thrown) {
        Throwable at = thrown;
        while ((at instanceof UncheckedIOException
                        || at instanceof CompletionException
                        || at instanceof ExecutionException)
                && at.getCause() != null) {
            at = at.getCause();
        }
        return at;
    }

    private static String fileSystem(FileSystemException e) {
        String file = e.getFile() == null ? "a file" : "'" + e.getFile() + "'";
        String reason = e.getReason() == null ? "" : e.getReason();
        if (e instanceof NoSuchFileException) {
            return "There is no " + file + "; check the path.";
        }
        if (e instanceof AccessDeniedException) {
            return file + " may not be read or written by this user; check its rights.";
        }
        if (e instanceof NotDirectoryException) {
            return file + " is a file where a folder was wanted.";
        }
        if (e instanceof FileAlreadyExistsException) {
            return file + " is there already; choose another name or remove it.";
        }
        if (e instanceof DirectoryNotEmptyException) {
            return "The folder " + file + " is not empty; choose another or remove it.";
        }
        if (isDiskFull(reason)) {
            return diskFull(e.getFile());
        }
        if (reason.toLowerCase(Locale.ROOT).contains("read-only")) {
            return file + " lies on a read-only file system; choose another folder.";
        }
        return "The operating system refused " + file + ": " + (reason.isEmpty() ? message(e) : reason) + ".";
    }

    private static boolean isDiskFull(String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        return lower.contains("no space left on device") || lower.contains("not enough space on the disk");
    }

    private static String diskFull(@Nullable String file) {
        return "The disk is full" + (file == null ? "" : " (while writing '" + file + "')")
                + "; free some space and give the same command again, it goes on from where it was.";
    }

    /** Whether our own code objected, and not a library that it called wrongly. */
    private static boolean isOurs(Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        return trace.length > 0 && trace[0].getClassName().startsWith("patina.");
    }

    private static String message(Throwable e) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        return message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .reduce("", (a, b) -> a.isEmpty() ? b : a + " " + b);
    }

    private static String fault(Throwable e, String[] arguments) {
        String what = e.getClass().getSimpleName() + (message(e).isEmpty() ? "" : ", " + message(e));
        String where;
        try {
            Path log = Files.createTempFile("patina-fault-", ".log");
            try (PrintWriter writer = new PrintWriter(log.toFile(), StandardCharsets.UTF_8)) {
                writer.println(Version.line());
                writer.println("patina " + String.join(" ", Arrays.asList(arguments)));
                e.printStackTrace(writer);
            }
            where = "the log is in " + log;
        } catch (IOException unwritable) {
            e.addSuppressed(unwritable);
            where = "no log could be written; --verbose shows more";
        }
        return "Patina met a fault of its own: " + what + "; " + where + ".";
    }
}
