package patina.reports.document;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import patina.blocks.Source;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Region;
import patina.geometry.VoxelSize;
import patina.reports.PittedPlate;
import patina.reports.document.Pictures.Plane;
import patina.reports.document.Pictures.Request;

class VolumePicturesTest {
    private static final double WHOLE = Double.POSITIVE_INFINITY;

    /** Grey grows along one axis; label 1 where x is 3 and z at least 2; column x = 0 is not seen. */
    private record Ramp(int axis) implements Source {
        @Override
        public Volume open() {
            return new RampVolume(axis);
        }
    }

    private record RampVolume(int axis) implements Volume {
        @Override
        public Extent extent() {
            return new Extent(8, 6, 4);
        }

        @Override
        public void read(Region region, float[] values, byte[] valid) {
            for (int i = 0; i < region.voxels(); i++) {
                long x = region.x() + i % region.nx();
                long y = region.y() + i / region.nx() % region.ny();
                long z = region.z() + i / region.nx() / region.ny();
                values[i] = axis == 0 ? x : axis == 1 ? y : z;
                valid[i] = (byte) (x == 0 ? 0 : 1);
            }
        }

        @Override
        public void read(Region region, int[] labels) {
            for (int i = 0; i < region.voxels(); i++) {
                long x = region.x() + i % region.nx();
                long z = region.z() + i / region.nx() / region.ny();
                labels[i] = x == 3 && z >= 2 ? 1 : 0;
            }
        }
    }

    private static VolumePictures pictures(int axis, VoxelSize voxel) {
        return new VolumePictures(Map.of(0, new Ramp(axis)), Map.of(0, new Ramp(axis)), voxel);
    }

    @Test
    void cutsEachPlaneWithItsAxes() throws IOException {
        VolumePictures pictures = pictures(2, VoxelSize.cube(2));
        SlicePicture xz =
                pictures.slice(new Request(0, Plane.XZ, 6, 4, 2, WHOLE, WHOLE)).orElseThrow();
        assertEquals(8, xz.width());
        assertEquals(4, xz.height());
        assertEquals(2, xz.pixelUm());
        assertEquals("x", xz.acrossAxis());
        assertEquals("z", xz.downAxis());
        assertTrue((xz.grey()[4] & 255) < (xz.grey()[3 * 8 + 4] & 255), "grey grows downwards with z");
        assertEquals(1, xz.outlines().size());
        SlicePicture yz =
                pictures.slice(new Request(0, Plane.YZ, 6, 4, 2, WHOLE, WHOLE)).orElseThrow();
        assertArrayEquals(new int[] {6, 4}, new int[] {yz.width(), yz.height()});
        SlicePicture xy =
                pictures.slice(new Request(0, Plane.XY, 6, 4, 0, WHOLE, WHOLE)).orElseThrow();
        assertArrayEquals(new int[] {8, 6}, new int[] {xy.width(), xy.height()});
        assertTrue(xy.outlines().isEmpty(), "no label at z = 0");
    }

    /** Sound metal beside a void would otherwise be stretched until its noise is all that is seen. */
    @Test
    void showsTheSameGreyAlikeInSlicesThatAreCompared() throws IOException {
        List<Optional<SlicePicture>> pair = pictures(2, VoxelSize.cube(2))
                .slices(List.of(
                        new Request(0, Plane.XY, 6, 4, 0, WHOLE, WHOLE),
                        new Request(7, Plane.XY, 6, 4, 0, WHOLE, WHOLE),
                        new Request(0, Plane.XY, 6, 4, 6, WHOLE, WHOLE)));
        assertTrue(pair.get(1).isEmpty(), "scan 7 is not kept");
        int dark = pair.get(0).orElseThrow().grey()[4] & 255;
        int bright = pair.get(2).orElseThrow().grey()[4] & 255;
        // Greys 0 and 3, and a margin of 0.15 on either side.
        assertEquals(Math.round(255 * 0.15 / 3.3), dark);
        assertEquals(Math.round(255 * 3.15 / 3.3), bright);
    }

    @Test
    void hatchesWhatWasNotSeen() throws IOException {
        SlicePicture xy = pictures(0, VoxelSize.cube(2))
                .slice(new Request(0, Plane.XY, 0, 0, 0, WHOLE, WHOLE))
                .orElseThrow();
        assertEquals(120, xy.grey()[0] & 255);
        assertEquals(120, xy.grey()[8] & 255);
        assertEquals(185, xy.grey()[2 * 8] & 255);
    }

    @Test
    void makesPixelsSquare() throws IOException {
        SlicePicture xz = pictures(2, new VoxelSize(2, 2, 4))
                .slice(new Request(0, Plane.XZ, 6, 4, 2, WHOLE, WHOLE))
                .orElseThrow();
        assertArrayEquals(new int[] {8, 8}, new int[] {xz.width(), xz.height()});
        assertEquals(2, xz.pixelUm());
    }

    @Test
    void keepsTheFieldInsideTheVolume() throws IOException {
        SlicePicture corner = pictures(2, VoxelSize.cube(2))
                .slice(new Request(0, Plane.XY, 14, 10, 0, 6, 4))
                .orElseThrow();
        assertArrayEquals(new int[] {3, 2}, new int[] {corner.width(), corner.height()});
    }

    @Test
    void findsTheAxisAlongWhichTheSurfaceFaces() throws IOException {
        assertEquals(2, PittedPlate.pictures().depthAxis(0, new long[] {13, 29, 30, 22, 22, 10}));
        assertEquals(1, pictures(1, VoxelSize.cube(2)).depthAxis(0, new long[] {2, 2, 1, 2, 2, 2}));
    }

    @Test
    void hasNoPictureOfAScanThatIsNotKept() throws IOException {
        assertTrue(pictures(1, VoxelSize.cube(2))
                .slice(new Request(5, Plane.XY, 0, 0, 0, WHOLE, WHOLE))
                .isEmpty());
    }
}
