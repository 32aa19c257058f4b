package patina.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.app.cli.CommandLineRun;

class ExtremeStatisticsTest {
    @TempDir
    Path folder;

    private ExtremeRequest asking(String csv, String column) throws IOException {
        Path file = Files.writeString(folder.resolve("pits.csv"), csv);
        return new ExtremeRequest(file, column, 12.0, 50, 60.0, ExtremeRequest.Model.GUMBEL, 0, 1);
    }

    private String complaint(String csv, String column) {
        return assertThrows(IOException.class, () -> ExtremeStatistics.of(asking(csv, column)))
                .getMessage();
    }

    private static final String TABLE =
            "\uFEFFcell,\"depth, deepest\",note\n1,20,a\n2,31,\n3,,b\n4,25,\"x \"\"y\"\"\"\n5,11,\n6,28,\n7,22.5,\n\n8,9,\n9,36,\n";

    @Test
    void readsQuotedHeadsAndLeavesEmptyCellsOut() throws IOException {
        ExtremeResult result = ExtremeStatistics.of(asking(TABLE, "depth, deepest"));
        assertEquals(8, result.n());
        assertEquals(2, result.censored());
        assertEquals(1, result.empty());
        assertEquals("gumbel", result.model());
        assertTrue(result.quantities().stream().allMatch(q -> q.low() <= q.value() && q.value() <= q.high()));
    }

    @Test
    void saysWhatIsWrongWithATable() {
        assertTrue(complaint(TABLE, "depth").contains("no column 'depth'; it has cell, depth, deepest, note"));
        assertTrue(complaint("a\n1\n1,5x\n\"7\n", "a").contains("quote is not closed in line 4"));
        assertTrue(complaint("a,b\n1,2\n3\n", "b").contains("Line 3"));
        assertTrue(complaint("a\n1\nseven\n", "a").contains("'seven'"));
        assertTrue(complaint("", "a").contains("is empty"));
    }

    @Test
    void theCommandAnswersInJsonByTheContract() throws IOException {
        Path file = Files.writeString(folder.resolve("pits.csv"), TABLE);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = new CommandLineRun(
                        new EngineSession(),
                        (session, what, stopped) -> {
                            throw new IOException("No window was asked for.");
                        },
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8))
                .execute(
                        "statistics",
                        "extreme-value",
                        file.toString(),
                        "--column",
                        "depth, deepest",
                        "--censor-below",
                        "12",
                        "--return-period",
                        "50",
                        "--resamples",
                        "100");
        String json = out.toString(StandardCharsets.UTF_8);
        assertEquals(0, code);
        for (String key : new String[] {
            "\"model\":\"gumbel\"",
            "\"location\":",
            "\"scale\":",
            "\"shape\":0.0",
            "\"n\":8",
            "\"censored\":2",
            "\"intervals\":{\"location\":[",
            "\"bootstrap_intervals\":{"
        }) {
            assertTrue(json.contains(key), key + " in " + json);
        }
    }
}
