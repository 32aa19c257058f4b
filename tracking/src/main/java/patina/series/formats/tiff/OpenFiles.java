package patina.series.formats.tiff;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import patina.series.samples.SampleFile;

/** The files of a volume, of which only the latest used are held open. Safe for many threads. */
final class OpenFiles implements Closeable {
    /** Well under the 1024 that a process is usually allowed. */
    private static final int MOST = 128;

    private final List<Path> paths;
    private final LinkedHashMap<Integer, Lent> open = new LinkedHashMap<>(64, 0.75f, true);

    private static final class Lent {
        final SampleFile file;
        int users;

        Lent(SampleFile file) {
            this.file = file;
        }
    }

    OpenFiles(List<Path> paths) {
        this.paths = paths;
    }

    synchronized SampleFile borrow(int number) throws IOException {
        Lent lent = open.get(number);
        if (lent == null) {
            Iterator<Lent> eldest = open.values().iterator();
            while (open.size() >= MOST && eldest.hasNext()) {
                Lent candidate = eldest.next();
                if (candidate.users == 0) {
                    eldest.remove();
                    candidate.file.close();
                }
            }
            lent = new Lent(new SampleFile(paths.get(number)));
            open.put(number, lent);
        }
        lent.users++;
        return lent.file;
    }

    synchronized void giveBack(int number) {
        Lent lent = open.get(number);
        if (lent != null) {
            lent.users--;
        }
    }

    @Override
    public synchronized void close() throws IOException {
        for (Lent lent : open.values()) {
            lent.file.close();
        }
        open.clear();
    }
}
