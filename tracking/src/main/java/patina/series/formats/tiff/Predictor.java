package patina.series.formats.tiff;

import java.nio.ByteOrder;

/** Undoes the differences taken before packing: TIFF 6.0, section 14, and Adobe's technical note 3 for floats. */
final class Predictor {
    private Predictor() {}

    /** From bytes as unpacked to samples in little-endian order, in place; rows are the piece's width. */
    static void undo(Page page, int rows, byte[] bytes) {
        int size = page.type().bytes();
        int rowBytes = page.pieceWidth() * size;
        if (page.predictor() == 3) {
            byte[] row = new byte[rowBytes];
            for (int r = 0; r < rows; r++) {
                floats(bytes, r * rowBytes, page.pieceWidth(), size, row);
            }
            return;
        }
        if (size > 1 && page.order() == ByteOrder.BIG_ENDIAN) {
            for (int at = 0; at < bytes.length; at += size) {
                for (int i = 0; i < size / 2; i++) {
                    byte b = bytes[at + i];
                    bytes[at + i] = bytes[at + size - 1 - i];
                    bytes[at + size - 1 - i] = b;
                }
            }
        }
        if (page.predictor() == 2) {
            for (int r = 0; r < rows; r++) {
                add(bytes, r * rowBytes, page.pieceWidth(), size);
            }
        }
    }

    private static void add(byte[] bytes, int from, int n, int size) {
        if (size == 1) {
            for (int i = from + 1; i < from + n; i++) {
                bytes[i] += bytes[i - 1];
            }
            return;
        }
        for (int i = from + size; i < from + n * size; i += size) {
            int carry = 0;
            for (int b = 0; b < size; b++) {
                int sum = (bytes[i + b] & 0xFF) + (bytes[i + b - size] & 0xFF) + carry;
                bytes[i + b] = (byte) sum;
                carry = sum >> 8;
            }
        }
    }

    /** The bytes of a row lie most significant ones first, all of the row, then the next ones. */
    private static void floats(byte[] bytes, int from, int n, int size, byte[] row) {
        for (int i = from + 1; i < from + n * size; i++) {
            bytes[i] += bytes[i - 1];
        }
        for (int i = 0; i < n; i++) {
            for (int b = 0; b < size; b++) {
                row[i * size + size - 1 - b] = bytes[from + b * n + i];
            }
        }
        System.arraycopy(row, 0, bytes, from, row.length);
    }
}
