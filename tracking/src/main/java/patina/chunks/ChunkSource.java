package patina.chunks;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import patina.blocks.Source;
import patina.blocks.Volume;

/** One level of one time of a chunked volume; {@code staged} when it is not committed yet. */
record ChunkSource(OmeZarr volume, int t, int level, boolean staged) implements Source {
    @Override
    public Volume open() throws IOException {
        Manifest manifest = manifest();
        return new ChunkReader(this, manifest, staged ? volume.staged(level, t) : volume.committed(level, t));
    }

    StoredChunks stored() throws IOException {
        Manifest manifest = manifest();
        return new StoredChunks(
                new ChunkReader(this, manifest, volume.committed(level, t)), manifest.offset(), manifest.slope());
    }

    private Manifest manifest() throws IOException {
        if (staged) {
            return volume.stagedManifest(t, level);
        }
        Path manifest = volume.committed(0, t).resolve(OmeZarr.MANIFEST);
        try {
            return Manifest.read(manifest, volume);
        } catch (NoSuchFileException e) {
            throw new StorageFailure(
                    "Scan " + t + " was wanted from '" + volume.folder() + "', which holds scans " + volume.times()
                            + ". Give the run command again; what is missing is made anew.",
                    e);
        }
    }
}
