package patina.reports.document;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Gives slices of the registered scans, all in the reference grid, so that a place looks the same in each. */
public interface Pictures {
    /** Gives none: the report then has no pictures. */
    Pictures NONE = requests ->
            requests.stream().map(r -> Optional.<SlicePicture>empty()).toList();

    /**
     * The slices asked for, in their order, each empty when its scan is not kept. The same shade is the same grey value in all of
     * them, so that what they show can be compared.
     */
    List<Optional<SlicePicture>> slices(List<Request> requests) throws IOException;

    /** One slice by itself, or empty when its scan is not kept. */
    default Optional<SlicePicture> slice(Request request) throws IOException {
        return slices(List.of(request)).get(0);
    }

    /**
     * The axis of the reference grid along which the surface at a feature faces: 0, 1 or 2.
     *
     * @param scan the scan to look in
     * @param box first voxel and size, x y z, in the reference grid: six numbers
     */
    default int depthAxis(int scan, long[] box) throws IOException {
        return 2;
    }

    /** Which two axes of the reference grid a slice shows: the first to the right, the second down. */
    enum Plane {
        XY(0, 1, 2),
        XZ(0, 2, 1),
        YZ(1, 2, 0);

        private final int across;
        private final int down;
        private final int normal;

        Plane(int across, int down, int normal) {
            this.across = across;
            this.down = down;
            this.normal = normal;
        }

        /** 0 for x, 1 for y, 2 for z. */
        public int across() {
            return across;
        }

        /** 0 for x, 1 for y, 2 for z. */
        public int down() {
            return down;
        }

        /** 0 for x, 1 for y, 2 for z. */
        public int normal() {
            return normal;
        }
    }

    /**
     * What is wanted.
     *
     * @param scan 0-based position in the series
     * @param xUm centre in the specimen frame
     * @param acrossUm width of the field of view; infinity for the whole slice
     * @param downUm its height, likewise
     */
    record Request(int scan, Plane plane, double xUm, double yUm, double zUm, double acrossUm, double downUm) {}
}
