package patina.app.session;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** One window at a time has an inspection open; the command line may still read it. Let go by {@link #close}. */
public final class WindowLock implements Closeable {
    private static final String FILE = "window.lock";

    private final Path file;
    private final @Nullable FileChannel channel;

    private WindowLock(Path file, @Nullable FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Takes the folder, or throws an IOException of one sentence when another window has it. */
    public static WindowLock take(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (AccessDeniedException readOnly) {
            // Where nothing can be written nothing can be lost.
            return new WindowLock(file, null);
        } catch (FileSystemException readOnly) {
            if (Files.isWritable(folder)) {
                throw readOnly;
            }
            return new WindowLock(file, null);
        }
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new WindowLock(file, channel);
            }
        } catch (OverlappingFileLockException ours) {
            channel.close();
            throw new IOException(sentence(folder), ours);
        }
        channel.close();
        throw new IOException(sentence(folder));
    }

    private static String sentence(Path folder) {
        return "'" + folder + "' is open in another window of Patina. Close it there first.";
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            Files.deleteIfExists(file);
            channel.close();
        }
    }
}
