package patina.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import patina.segmentation.DamageFeature.Product;

class FillingRecordsTest {
    @Test
    void whatIsFilledAndWhatMayBeIsSaidOfEachScan() {
        TreeMap<Integer, Product> products = new TreeMap<>();
        products.put(4, new Product(300, 0.31, 0.05));
        products.put(2, new Product(100, 0.64, 0.05));
        products.put(3, new Product(0, 0, 0.2));
        List<String> said = FillingRecords.sentences(7, products, 125);
        assertEquals(2, said.size());
        assertEquals(
                "Scan 7: T2, T4 are filled by corrosion product or another second phase, 50000 um3 of it at 31 to 64 % of the"
                        + " metal's grey above void; the volume stated is that of the metal lost.",
                said.get(0));
        assertTrue(said.get(1).startsWith("Scan 7: whether product is in T3 cannot be told"), said.get(1));
    }

    @Test
    void ofAScanWithoutProductNothingIsSaid() {
        assertEquals(List.of(), FillingRecords.sentences(1, new TreeMap<>(), 125));
    }
}
