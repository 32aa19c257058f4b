package patina.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CellIndexTest {
    @Test
    void findsEveryKeyAndNoOther() {
        long seed = 20261129;
        Random random = new Random(seed);
        Map<Long, Integer> truth = new HashMap<>();
        long[] keys = new long[5000];
        for (int i = 0; i < keys.length; i++) {
            // Cells of a surface follow each other, some far off.
            long key;
            do {
                key = i % 3 == 0 ? random.nextLong() >>> 1 : i;
            } while (truth.containsKey(key));
            keys[i] = key;
            truth.put(key, i);
        }
        CellIndex index = new CellIndex(keys);
        for (long key : keys) {
            assertEquals(truth.get(key), index.of(key), "seed " + seed);
        }
        for (long key = 0; key < 10_000; key++) {
            assertEquals(truth.getOrDefault(key, -1), index.of(key), "seed " + seed);
        }
        assertEquals(-1, new CellIndex(new long[0]).of(7));
    }
}
