package patina.blocks;

import java.io.IOException;
import java.io.Serializable;

/**
 * The address of a volume: a small serialisable record from which any machine that sees the same files can open it.
 * Equal sources are one volume, so a runner opens each once.
 */
public interface Source extends Serializable {
    /** Opens the volume; the caller closes it. Throws IOException, as one sentence, when it is not what it says. */
    Volume open() throws IOException;
}
