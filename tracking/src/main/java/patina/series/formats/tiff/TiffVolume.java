package patina.series.formats.tiff;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Region;
import patina.series.samples.SampleFile;
import patina.series.samples.SampleType;
import patina.series.samples.Unpacked;
import patina.series.samples.Voxels;

/** An open TIFF or folder of TIFFs. Uncompressed rows are read straight from the file, packed pieces through one cache. */
final class TiffVolume implements Volume {
    private final TiffSource source;
    private final OpenFiles files;
    /** Filled at once for one file, slice by slice for a folder. */
    private final AtomicReferenceArray<Page> pages;

    private final Unpacked unpacked;

    /** @param pages of the one file; empty for a folder, whose slices are looked into when they are wanted */
    TiffVolume(TiffSource source, List<Path> files, List<Page> pages) throws IOException {
        this.source = source;
        this.files = new OpenFiles(files);
        this.pages = new AtomicReferenceArray<>(Math.toIntExact(source.extent().z()));
        this.unpacked = new Unpacked(
                Path.of(source.path()),
                source.type(),
                ByteOrder.LITTLE_ENDIAN,
                0,
                piece -> decode((int) (piece >>> 32), (int) piece));
        if (!source.folder()) {
            if (pages.size() != source.extent().z()) {
                throw source.changed(source.extent().z() + " pages", pages.size());
            }
            check(pages.get(0));
            for (int z = 0; z < pages.size(); z++) {
                this.pages.set(z, pages.get(z));
            }
        }
    }

    private void check(Page page) throws IOException {
        Extent extent = source.extent();
        if (page.width() != extent.x() || page.height() != extent.y() || page.type() != source.type()) {
            throw source.changed(
                    "pages of " + extent.x() + " x " + extent.y() + " "
                            + source.type().key(),
                    page.width() + " x " + page.height() + " " + page.type().key());
        }
    }

    @Override
    public Extent extent() {
        return source.extent();
    }

    @Override
    public void read(Region region, float[] values, byte[] valid) throws IOException {
        read(region, new Voxels.Grey(values, valid));
    }

    @Override
    public void read(Region region, int[] labels) throws IOException {
        read(region, new Voxels.Labels(labels));
    }

    private void read(Region region, Voxels to) throws IOException {
        if (region.isEmpty()) {
            return;
        }
        for (int k = 0; k < region.nz(); k++) {
            int z = Math.toIntExact(region.z() + k);
            int number = source.folder() ? z : 0;
            SampleFile file = files.borrow(number);
            try {
                Page page = page(z, file);
                read(page, z, file, region, to, k * region.ny() * region.nx());
            } finally {
                files.giveBack(number);
            }
        }
    }

    private Page page(int z, SampleFile file) throws IOException {
        Page page = pages.get(z);
        if (page == null) {
            page = Stack.of(file).pages().get(0);
            check(page);
            pages.set(z, page);
        }
        return page;
    }

    private void read(Page page, int z, SampleFile file, Region region, Voxels to, int at) throws IOException {
        SampleType type = page.type();
        int bytes = type.bytes();
        if (page.oneRun()) {
            long stride = (long) page.width() * bytes;
            long position = page.offsets()[0] + region.y() * stride + region.x() * bytes;
            file.rows(type, page.order(), position, stride, region.ny(), region.nx(), to, at, region.nx());
            return;
        }
        int stride = Math.multiplyExact(page.pieceWidth(), bytes);
        for (long down = region.y() / page.pieceHeight(); down * page.pieceHeight() < region.endY(); down++) {
            long top = down * page.pieceHeight();
            int fromY = (int) (Math.max(region.y(), top) - top);
            int rows = (int) (Math.min(region.endY(), top + page.pieceHeight()) - top) - fromY;
            for (long across = region.x() / page.pieceWidth(); across * page.pieceWidth() < region.endX(); across++) {
                long left = across * page.pieceWidth();
                int fromX = (int) (Math.max(region.x(), left) - left);
                int n = (int) (Math.min(region.endX(), left + page.pieceWidth()) - left) - fromX;
                int piece = (int) (down * page.across() + across);
                int first = at + (int) ((top + fromY - region.y()) * region.nx() + left + fromX - region.x());
                if (page.compression() == Compression.NONE) {
                    long position = page.offsets()[piece] + (long) fromY * stride + (long) fromX * bytes;
                    file.rows(type, page.order(), position, stride, rows, n, to, first, region.nx());
                } else {
                    unpacked.rows(
                            (long) z << 32 | piece,
                            fromY * stride + fromX * bytes,
                            stride,
                            rows,
                            n,
                            to,
                            first,
                            region.nx());
                }
            }
        }
    }

    /** Unpacks one strip or tile: samples as stored, little-endian, predictor undone. */
    private byte[] decode(int z, int piece) throws IOException {
        Page page = pages.get(z);
        int number = source.folder() ? z : 0;
        SampleFile file = files.borrow(number);
        try {
            byte[] packed = file.bytes(page.offsets()[piece], Math.toIntExact(page.counts()[piece]));
            int rows = page.rowsOf(piece);
            byte[] out = page.compression()
                    .unpack(packed, rows * page.pieceWidth() * page.type().bytes());
            Predictor.undo(page, rows, out);
            return out;
        } catch (IOException e) {
            throw new IOException(
                    "'" + file.path() + "', page " + page.number() + ", "
                            + (page.tiled() ? "tile " : "strip ") + (piece + 1) + " of " + page.offsets().length + " "
                            + e.getMessage() + ". The file is damaged; copy or write it again.",
                    e);
        } finally {
            files.giveBack(number);
        }
    }

    @Override
    public void close() throws IOException {
        try (unpacked) {
            files.close();
        }
    }
}
