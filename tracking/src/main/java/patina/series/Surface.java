package patina.series;

import java.nio.file.Path;
import patina.blocks.Source;
import patina.geometry.Affine;

/** The original surface as series.json asks for it. */
public sealed interface Surface {
    /** What the user called it: auto, plane, cylinder, or a file's path. */
    String name();

    /** Found from the reference scan. */
    record Auto() implements Surface {
        @Override
        public String name() {
            return "auto";
        }
    }

    /** Flat faces, fitted to the reference scan. */
    record Plane() implements Surface {
        @Override
        public String name() {
            return "plane";
        }
    }

    /** Round and flat faces, fitted to the reference scan. */
    record Cylinder() implements Surface {
        @Override
        public String name() {
            return "cylinder";
        }
    }

    /**
     * A closed mesh in an STL file.
     *
     * @param toSpecimen the file's coordinates to micrometres in the specimen frame
     */
    record Stl(Path file, Affine toSpecimen) implements Surface {
        @Override
        public String name() {
            return file.toString();
        }
    }

    /**
     * A mask on the reference scan's grid, not 0 where the undamaged specimen was.
     *
     * @param format that reads it
     */
    record Mask(Path file, String format, Source source) implements Surface {
        @Override
        public String name() {
            return file.toString();
        }
    }
}
