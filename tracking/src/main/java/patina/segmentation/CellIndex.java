package patina.segmentation;

import java.util.Arrays;

/** Where each of a list of keys stands in it: open addressing over primitive arrays, for it is asked a hundred times a cell. */
final class CellIndex {
    private final long[] keys;
    private final int[] places;
    private final int mask;

    /** @param list keys, 0 or more, each once */
    CellIndex(long[] list) {
        int size = Integer.highestOneBit(Math.max(1, list.length)) << 2;
        keys = new long[size];
        places = new int[size];
        mask = size - 1;
        Arrays.fill(keys, -1);
        for (int i = 0; i < list.length; i++) {
            int slot = slot(list[i]);
            keys[slot] = list[i];
            places[slot] = i;
        }
    }

    /** The place of a key; -1 where there is none. */
    int of(long key) {
        int slot = slot(key);
        return keys[slot] == key ? places[slot] : -1;
    }

    /** The slot that holds a key, or would. */
    private int slot(long key) {
        int slot = (int) (key * 0x9E3779B97F4A7C15L >>> 32) & mask;
        while (keys[slot] != key && keys[slot] != -1) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
