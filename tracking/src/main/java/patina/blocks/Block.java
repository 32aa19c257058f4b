package patina.blocks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.geometry.Region;

/**
 * One block as a kernel sees it. All its arrays are used again for other blocks: a result that outlives {@code apply} must
 * not hold them. For one thread.
 */
public final class Block {
    /** Reads the patch of one declared input. */
    interface Reader {
        Patch read(int input) throws IOException;
    }

    private final Region region;
    private final @Nullable Patch[] patches;
    private final Reader reader;
    private final List<Patch> outputs;
    private final Workspace workspace;

    Block(Region region, int inputs, Reader reader, List<Patch> outputs, Workspace workspace) {
        this.region = region;
        this.patches = new Patch[inputs];
        this.reader = reader;
        this.outputs = outputs;
        this.workspace = workspace;
    }

    /** The block's own voxels, without halo. */
    public Region region() {
        return region;
    }

    /**
     * What was declared as an input, by its number in the declared order. It is read when it is first asked for: a kernel that
     * has nothing to do in a block need not wait for all of it.
     *
     * @throws UncheckedIOException when it cannot be read, for the runner
     */
    public Patch patch(int input) {
        Patch patch = patches[input];
        if (patch == null) {
            try {
                patch = reader.read(input);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            patches[input] = patch;
        }
        return patch;
    }

    /** One for each declared output in the same order, over its part of {@link #region}, zeroed, to be filled. */
    public Patch output(int output) {
        return outputs.get(output);
    }

    /** For the kernel's own large arrays. */
    public Workspace workspace() {
        return workspace;
    }
}
