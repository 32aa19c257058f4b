package patina.blocks;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import patina.geometry.Region;

/** The address of a volume that is being written. Equal sinks are one volume. */
public interface Sink extends Serializable {
    /** Opens the volume for writing; the caller closes it. */
    Writer open() throws IOException;

    /** Takes blocks, in any order and from many threads at once; regions do not overlap. */
    interface Writer extends Closeable {
        /** Values and validity of a region, x-fastest. */
        void write(Region region, float[] values, byte[] valid) throws IOException;

        /** Labels of a region, x-fastest. */
        void write(Region region, int[] labels) throws IOException;
    }
}
