package patina.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import patina.geometry.Extent;

class ZonesTest {
    private static final Extent EXTENT = new Extent(29, 17, 13);
    private static final int NX = (int) EXTENT.x();
    private static final int NY = (int) EXTENT.y();
    private static final int NZ = (int) EXTENT.z();

    @Test
    void widensToABoxOfAnyReach() {
        for (int reach = 0; reach <= 20; reach++) {
            byte[] set = new byte[NX * NY * NZ];
            set[at(3, 8, 6)] = 1;
            set[at(NX - 1, 0, NZ - 1)] = 1;
            Zones.widen(set, EXTENT, reach);
            for (int z = 0; z < NZ; z++) {
                for (int y = 0; y < NY; y++) {
                    for (int x = 0; x < NX; x++) {
                        int one = Math.max(Math.abs(x - 3), Math.max(Math.abs(y - 8), Math.abs(z - 6)));
                        int other = Math.max(NX - 1 - x, Math.max(y, NZ - 1 - z));
                        assertEquals(
                                one <= reach || other <= reach ? 1 : 0,
                                set[at(x, y, z)],
                                "reach " + reach + " at " + x + ", " + y + ", " + z);
                    }
                }
            }
        }
    }

    /** Air so dense that it winds its way in, but does not reach all of its own: 0.4 lies between the two. */
    @Test
    void theSurfaceIsWhatLiesBesideAirThatReachesTheViewsBorder() {
        long seed = 20261130;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        MemoryVolume raw = MemoryVolume.of(EXTENT);
        for (int i = 0; i < raw.values().length; i++) {
            raw.values()[i] = random.nextDouble() < 0.4 ? 0 : 1;
            raw.valid()[i] = 1;
        }
        boolean[] outer = reachedFromTheBorder(raw.values());
        Zones zones = Zones.of(raw, 1, new Grey(0, 1, true), 0.5, null);
        for (int z = 0; z < NZ; z++) {
            for (int y = 0; y < NY; y++) {
                for (int x = 0; x < NX; x++) {
                    boolean beside = false;
                    for (int n = 0; n < 27; n++) {
                        int i = x + n % 3 - 1;
                        int j = y + n / 3 % 3 - 1;
                        int k = z + n / 9 - 1;
                        beside |= isInside(i, j, k) && outer[at(i, j, k)];
                    }
                    assertEquals(
                            beside ? Zones.SURFACE : Zones.INTERIOR,
                            zones.at(x, y, z),
                            "at " + x + ", " + y + ", " + z);
                }
            }
        }
    }

    private static boolean[] reachedFromTheBorder(float[] values) {
        boolean[] reached = new boolean[values.length];
        ArrayDeque<int[]> next = new ArrayDeque<>();
        for (int at = 0; at < values.length; at++) {
            int x = at % NX;
            int y = at / NX % NY;
            int z = at / NX / NY;
            if (x == 0 || y == 0 || z == 0 || x == NX - 1 || y == NY - 1 || z == NZ - 1) {
                next.add(new int[] {x, y, z});
            }
        }
        int[][] steps = {{1, 0, 0}, {-1, 0, 0}, {0, 1, 0}, {0, -1, 0}, {0, 0, 1}, {0, 0, -1}};
        while (!next.isEmpty()) {
            int[] p = next.remove();
            if (!isInside(p[0], p[1], p[2]) || reached[at(p[0], p[1], p[2])] || values[at(p[0], p[1], p[2])] != 0) {
                continue;
            }
            reached[at(p[0], p[1], p[2])] = true;
            for (int[] s : steps) {
                next.add(new int[] {p[0] + s[0], p[1] + s[1], p[2] + s[2]});
            }
        }
        return reached;
    }

    private static boolean isInside(int x, int y, int z) {
        return x >= 0 && y >= 0 && z >= 0 && x < NX && y < NY && z < NZ;
    }

    private static int at(int x, int y, int z) {
        return (z * NY + y) * NX + x;
    }
}
