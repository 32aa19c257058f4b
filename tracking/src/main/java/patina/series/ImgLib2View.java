package patina.series;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import net.imglib2.img.Img;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.cell.Cell;
import net.imglib2.img.cell.CellGrid;
import net.imglib2.img.cell.LazyCellImg;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * An open volume as imglib2 images, cell by cell as they are looked at: the grey values, and a mask that is 1 where a voxel
 * was seen. Axes x, y, z. At most as many cells as told stay in memory. Safe for many threads; the volume must stay open.
 * A cell that cannot be read throws UncheckedIOException.
 */
public final class ImgLib2View {
    /** 64 x 64 x 64 voxels, a little over a megabyte a cell. */
    private static final int EDGE = 64;

    private final Volume volume;
    private final CellGrid grid;
    private final Map<Long, Seen> latest;

    private record Seen(Cell<FloatArray> grey, Cell<ByteArray> valid) {}

    /** @param cells how many cells of 64 x 64 x 64 voxels may stay in memory */
    public ImgLib2View(Volume volume, int cells) {
        this.volume = volume;
        Extent extent = volume.extent();
        this.grid = new CellGrid(new long[] {extent.x(), extent.y(), extent.z()}, new int[] {EDGE, EDGE, EDGE});
        this.latest = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Seen> eldest) {
                return size() > cells;
            }
        };
    }

    /** The grey values; 0 where nothing was seen. */
    public Img<FloatType> grey() {
        return new LazyCellImg<>(grid, new FloatType(), index -> cell(index).grey);
    }

    /** 1 where a voxel was seen, 0 where not. */
    public Img<UnsignedByteType> valid() {
        return new LazyCellImg<>(grid, new UnsignedByteType(), index -> cell(index).valid);
    }

    private Seen cell(long index) {
        synchronized (latest) {
            Seen seen = latest.get(index);
            if (seen != null) {
                return seen;
            }
        }
        long[] min = new long[3];
        int[] size = new int[3];
        grid.getCellDimensions(index, min, size);
        Region region = new Region(min[0], min[1], min[2], size[0], size[1], size[2]);
        float[] values = new float[region.voxels()];
        byte[] valid = new byte[region.voxels()];
        try {
            volume.read(region, values, valid);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Seen seen = new Seen(
                new Cell<>(size, min, new FloatArray(values)),
                new Cell<>(size.clone(), min.clone(), new ByteArray(valid)));
        synchronized (latest) {
            latest.put(index, seen);
        }
        return seen;
    }
}
