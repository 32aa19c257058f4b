package patina.blocks;

import java.util.ArrayList;
import java.util.List;

/**
 * Arrays that are used again from block to block, so that a kernel's large intermediate arrays stay in the caches and out
 * of the garbage collector. One for each block in flight; not for several threads at once.
 *
 * <p>An array belongs to the kernel until its {@code apply} returns, may be longer than asked for, and holds whatever was
 * in it before.
 */
public final class Workspace {
    private final List<float[]> floats = new ArrayList<>();
    private final List<byte[]> bytes = new ArrayList<>();
    private final List<int[]> ints = new ArrayList<>();
    private int nextFloats;
    private int nextBytes;
    private int nextInts;

    /** An array of at least n floats. */
    public float[] floats(int n) {
        int slot = nextFloats++;
        if (slot == floats.size()) {
            floats.add(new float[n]);
        } else if (floats.get(slot).length < n) {
            floats.set(slot, new float[n]);
        }
        return floats.get(slot);
    }

    /** An array of at least n bytes. */
    public byte[] bytes(int n) {
        int slot = nextBytes++;
        if (slot == bytes.size()) {
            bytes.add(new byte[n]);
        } else if (bytes.get(slot).length < n) {
            bytes.set(slot, new byte[n]);
        }
        return bytes.get(slot);
    }

    /** An array of at least n ints. */
    public int[] ints(int n) {
        int slot = nextInts++;
        if (slot == ints.size()) {
            ints.add(new int[n]);
        } else if (ints.get(slot).length < n) {
            ints.set(slot, new int[n]);
        }
        return ints.get(slot);
    }

    /** Takes all arrays back. */
    void clear() {
        nextFloats = 0;
        nextBytes = 0;
        nextInts = 0;
    }
}
