package patina.app.gui.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
    private record Row(String name, String kind, String growth, Double depthUm, boolean resolved) {}

    private static final List<Column<Row>> COLUMNS = new Columns<Row>()
            .add("name", "Name", "", "", Row::name)
            .add("kind", "Kind", "", "", Row::kind)
            .add("class", "Growth", "", "", Row::growth)
            .add("depth_um", "Depth", "µm", "", Row::depthUm)
            .add("resolved", "Resolved", "", "", Row::resolved)
            .list();

    private static final List<Row> ROWS = List.of(
            new Row("a", "pit", "growing", 80.0, true),
            new Row("b", "pit", "arrested", 60.0, true),
            new Row("c", "crack", "growing", 20.0, true),
            new Row("d", "pore", "unresolved", null, false));

    private static String kept(String filter) {
        var predicate = Filter.of(filter, COLUMNS);
        return String.join("", ROWS.stream().filter(predicate).map(Row::name).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|abcd",
                "growing|ac",
                "growing and depth > 50|a",
                "growing depth > 50|a",
                "growing and > 50 µm|a",
                "growing and > 50um|a",
                "depth_um <= 60|bc",
                "Depth ≥ 60|ab",
                "kind = pit or kind = crack|abc",
                "(crack or pore) and not growing|d",
                "not pit|cd",
                "resolved|abc",
                "not resolved|d",
                "kind != pit|cd",
                "growth = \"arrested\"|b",
                "resolved = no|d",
                "GROW|ac"
            })
    void keepsWhatHolds(String filter, String names) {
        assertEquals(names, kept(filter));
    }

    @Test
    void whatDoesNotApplyIsNeitherSmallNorLarge() {
        assertEquals("abc", kept("depth > 0 or depth <= 0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"depth >", "dept > 3", "(growing", "growing)", "depth > deep", "and", "growing or", "> > 3", "!"
            })
    void saysWhatItCannotRead(String filter) {
        String sentence =
                assertThrows(IllegalArgumentException.class, () -> kept(filter)).getMessage();
        assertEquals('.', sentence.charAt(sentence.length() - 1), sentence);
    }
}
