package patina.series;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
    @Test
    void numbersCountByTheirValue() {
        List<String> names = List.of("a1", "a2", "a2b", "a10", "a10b2", "a10b11", "b", "scan_007", "scan_08", "scan_8");
        List<String> mixed = new ArrayList<>(names);
        Collections.reverse(mixed);
        mixed.sort(NaturalOrder::compare);

        assertEquals(names, mixed);
    }
}
