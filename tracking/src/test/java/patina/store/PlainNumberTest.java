package patina.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PlainNumberTest {
    @Test
    void numbersAreTheShortestThatComeBack() {
        assertEquals("0.1", PlainNumber.text(0.1));
        assertEquals("0.0", PlainNumber.text(0));
        assertEquals("-0.0", PlainNumber.text(-0.0));
        assertEquals("5.0", PlainNumber.text(5));
        assertEquals("-1234567.125", PlainNumber.text(-1234567.125));
        assertEquals("100000000000000000000.0", PlainNumber.text(1e20));
        assertEquals("1.0E21", PlainNumber.text(1e21));
        assertEquals("0.0000001", PlainNumber.text(1e-7));
        assertEquals("-1.25E-8", PlainNumber.text(-1.25e-8));
        assertEquals("5.0E-324", PlainNumber.text(Double.MIN_VALUE));
        assertEquals("2.2250738585072014E-308", PlainNumber.text(Double.MIN_NORMAL));
        assertEquals("0.3333333333333333", PlainNumber.text(1.0 / 3));
        // Java 17's own text of this number has a digit too many.
        assertEquals("20000000000000000000.0", PlainNumber.text(2e19));
        assertEquals("", PlainNumber.text(Double.NaN));
    }

    @Test
    void anyDoubleComesBack() {
        long seed = 20260107;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                String text = PlainNumber.text(value);
                assertEquals(value, Double.parseDouble(text));
                assertTrue(text.length() <= 26, text);
            }
        }
    }
}
