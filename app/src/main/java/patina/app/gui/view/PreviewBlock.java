package patina.app.gui.view;

import patina.geometry.Affine;
import patina.geometry.Point;
import patina.geometry.VoxelSize;
import patina.segmentation.DamagePreview;

/** What other settings would find in a block of voxels of the specimen frame, to be laid over slices. */
final class PreviewBlock {
    static final int FOUND = 0xffd23f;
    static final int DROPPED = 0x6fc3ff;

    private static final int SHARE = 130;

    private final Affine toVoxel;
    private final int nx;
    private final int ny;
    private final int nz;
    private final byte[] classes;

    /** @param corner the centre of the block's first voxel, micrometres */
    PreviewBlock(Point corner, VoxelSize voxel, int nx, int ny, int nz, byte[] classes) {
        this.toVoxel = Affine.translation(-corner.x(), -corner.y(), -corner.z())
                .then(voxel.toMicrometres().inverse());
        this.nx = nx;
        this.ny = ny;
        this.nz = nz;
        this.classes = classes;
    }

    /** Lays it over a picture of {@code width} x {@code height} pixels in rows of {@code stride}. */
    void paint(SlicePlane plane, int width, int height, int[] pixels, int stride, int left) {
        Affine m = plane.then(toVoxel);
        for (int j = 0; j < height; j++) {
            for (int i = 0; i < width; i++) {
                long x = Math.round(m.m00() * i + m.m01() * j + m.m03());
                long y = Math.round(m.m10() * i + m.m11() * j + m.m13());
                long z = Math.round(m.m20() * i + m.m21() * j + m.m23());
                if (x < 0 || y < 0 || z < 0 || x >= nx || y >= ny || z >= nz) {
                    continue;
                }
                byte found = classes[(int) ((z * ny + y) * nx + x)];
                if (found != 0) {
                    int to = j * stride + left + i;
                    pixels[to] = SliceRenderer.blend(pixels[to], found == DamagePreview.FOUND ? FOUND : DROPPED, SHARE);
                }
            }
        }
    }
}
