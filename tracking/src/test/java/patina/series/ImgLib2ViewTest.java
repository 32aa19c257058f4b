package patina.series;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.real.FloatType;
import org.junit.jupiter.api.Test;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Region;

class ImgLib2ViewTest {
    @Test
    void showsTheVolumeAndReadsOnlyTheCellsThatAreLookedAt() {
        AtomicInteger reads = new AtomicInteger();
        Volume volume = new Volume() {
            @Override
            public Extent extent() {
                return new Extent(100, 70, 3000);
            }

            @Override
            public void read(Region region, float[] values, byte[] valid) {
                reads.incrementAndGet();
                for (int i = 0; i < region.voxels(); i++) {
                    long x = region.x() + i % region.nx();
                    long y = region.y() + i / region.nx() % region.ny();
                    long z = region.z() + i / region.nx() / region.ny();
                    valid[i] = (byte) (x % 2);
                    values[i] = x % 2 * (x + 100 * y + 10000 * z);
                }
            }
        };
        ImgLib2View view = new ImgLib2View(volume, 4);
        Img<FloatType> grey = view.grey();
        assertEquals(3000, grey.dimension(2));
        assertEquals(99 + 6900 + 29990000f, grey.getAt(99, 69, 2999).get());
        assertEquals(65 + 300, grey.getAt(65, 3, 0).get());
        assertEquals(0, view.valid().getAt(64, 3, 0).get());
        assertEquals(1, view.valid().getAt(65, 3, 0).get());
        assertEquals(2, reads.get());
    }
}
