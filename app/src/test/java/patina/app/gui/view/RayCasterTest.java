package patina.app.gui.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import patina.geometry.Affine;
import patina.geometry.Point;

class RayCasterTest {
    private static final int N = 64;
    private static final int BACKDROP = 0x102030;

    /** A ball of metal of radius 24 about (31.3, 32.1, 30.7); in it a labelled ball of radius 8 about (31, 32, 20). */
    private static SolidVolume balls() {
        byte[] solid = new byte[N * N * N];
        int[] labels = new int[N * N * N];
        for (int z = 0; z < N; z++) {
            for (int y = 0; y < N; y++) {
                for (int x = 0; x < N; x++) {
                    double r = Math.sqrt(Math.pow(x - 31.3, 2) + Math.pow(y - 32.1, 2) + Math.pow(z - 30.7, 2));
                    int i = (z * N + y) * N + x;
                    solid[i] = (byte) Math.max(0, Math.min(255, Math.round(127.5 + 60 * (24 - r))));
                    double f = Math.sqrt(Math.pow(x - 31, 2) + Math.pow(y - 32, 2) + Math.pow(z - 20, 2));
                    labels[i] = f < 8 ? 9 : 0;
                }
            }
        }
        return SolidVolume.of(N, N, N, solid, labels);
    }

    private static RayCaster.Camera camera(Affine turn, int pixels, double pixel) {
        Affine back = turn.inverse();
        Point right = back.apply(pixel, 0, 0);
        Point down = back.apply(0, pixel, 0);
        Point middle = new Point(31.5, 31.5, 31.5);
        Point origin = middle.minus(right.times((pixels - 1) / 2.0)).minus(down.times((pixels - 1) / 2.0));
        return new RayCaster.Camera(origin, right, down, back.apply(0, 0, 1));
    }

    private static RayCaster caster(SolidVolume v, double[] low, double[] high) {
        return new RayCaster(v, low, high, 0.6, (track, voxel) -> 0xff0000);
    }

    private static RayCaster whole(SolidVolume v) {
        return caster(v, new double[] {0, 0, 0}, new double[] {N - 1, N - 1, N - 1});
    }

    /** From every side the silhouettes are discs: pi r squared. */
    @Test
    void ballsHaveTheSilhouettesOfDiscs() {
        SolidVolume v = balls();
        for (Affine turn : new Affine[] {
            Affine.IDENTITY,
            Affine.rotation(0.5, 0.8, 0.1),
            Affine.rotation(0, Math.PI / 2, 0),
            Affine.rotation(2, 1, 0)
        }) {
            int pixels = 160;
            double pixel = 0.5;
            int[] out = new int[pixels * pixels];
            RayCaster.Camera camera = camera(turn, pixels, pixel);
            RayCaster caster = whole(v);
            int met = 0;
            int red = 0;
            for (int y = 0; y < pixels; y++) {
                caster.row(camera, y, pixels, out, y * pixels, BACKDROP, BACKDROP, pixels);
            }
            for (int colour : out) {
                met += (colour & 0xffffff) != BACKDROP ? 1 : 0;
                red += (colour >> 16 & 255) > 2 * (colour >> 8 & 255) - 20 && (colour >> 16 & 255) > (colour & 255) + 25
                        ? 1
                        : 0;
            }
            assertEquals(Math.PI * 24 * 24, met * pixel * pixel, 0.02 * Math.PI * 24 * 24, turn.toString());
            assertEquals(Math.PI * 64, red * pixel * pixel, 0.12 * Math.PI * 64, turn.toString());
        }
    }

    @Test
    void aRayMeetsTheFeatureWhereItsSurfaceIs() {
        RayCaster.Camera camera = camera(Affine.IDENTITY, 64, 1);
        RayCaster.Hit hit = whole(balls()).hit(camera, 31, 32);
        assertNotNull(hit);
        assertEquals(9, hit.track());
        assertEquals(20 - 8, hit.z(), 0.7);
        assertEquals(31, hit.x(), 1e-6);
    }

    @Test
    void aRayBesideTheFeatureMeetsTheSpecimen() {
        RayCaster.Hit hit = whole(balls()).hit(camera(Affine.IDENTITY, 64, 1), 31, 48);
        assertNotNull(hit);
        assertEquals(0, hit.track());
        assertEquals(30.7 - Math.sqrt(24 * 24 - 15.9 * 15.9), hit.z(), 0.2);
        assertNull(whole(balls()).hit(camera(Affine.IDENTITY, 64, 1), 2, 2));
    }

    @Test
    void aCutTakesAwayWhatLiesBeforeIt() {
        SolidVolume v = balls();
        RayCaster cut = caster(v, new double[] {0, 0, 40}, new double[] {N - 1, N - 1, N - 1});
        RayCaster.Hit hit = cut.hit(camera(Affine.IDENTITY, 64, 1), 31, 32);
        assertNotNull(hit);
        assertEquals(0, hit.track());
        assertEquals(40, hit.z(), 1e-3);
    }

    @Test
    void leapsNeverPassASurface() {
        SolidVolume v = balls();
        for (int c = 0; c < v.leap.length; c++) {
            int leap = v.leap[c];
            int x = c % v.cx;
            int y = c / v.cx % v.cy;
            int z = c / v.cx / v.cy;
            int nearest = 1000;
            for (int o = 0; o < v.leap.length; o++) {
                if (v.leap[o] == 0) {
                    nearest = Math.min(
                            nearest,
                            Math.max(
                                    Math.abs(o % v.cx - x),
                                    Math.max(Math.abs(o / v.cx % v.cy - y), Math.abs(o / v.cx / v.cy - z))));
                }
            }
            assertEquals(nearest, leap, "cell " + x + " " + y + " " + z);
        }
    }
}
