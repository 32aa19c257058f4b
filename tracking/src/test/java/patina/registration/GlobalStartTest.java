package patina.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rotations by 0 to 180 degrees about random axes with shifts of up to a third of the volume, without a start: every other
 * specimen is a plain cylinder that only its inclusions tell from its turned self.
 *
 * <p>Also a program: GlobalStartTest SIZE CASES [FIRST SEED].
 */
class GlobalStartTest {
    @TempDir
    Path scratch;

    public static void main(String[] args) throws Exception {
        int first = args.length > 2 ? Integer.parseInt(args[2]) : 0;
        System.out.println(
                count(Integer.parseInt(args[0]), Integer.parseInt(args[1]), first, Files.createTempDirectory("start")));
    }

    private static StartRace.Count count(int n, int cases, int first, Path scratch) throws Exception {
        return StartRace.count(n, first, cases, 0.25, scratch, (seed, random) -> {
            Specimen specimen = Specimen.of(n * StartRace.UM, 120, seed, 0.8 * StartRace.UM);
            Specimen body = seed % 2 == 1 ? specimen.round() : specimen;
            return new StartRace.Pair(body::at, body::at, 1 / 3.0);
        });
    }

    @Test
    void turnedAndShiftedScansAreFoundOrRefused() throws Exception {
        StartRace.Count count = count(64, 2, 0, scratch);
        assertEquals(0, count.silentlyWrong());
    }

    @Test
    @Tag("long")
    void ofAHundredTurnedAndShiftedScansNearlyAllAreFoundAndNoneIsSilentlyWrong() throws Exception {
        StartRace.Count count = count(64, 100, 0, scratch);
        assertEquals(0, count.silentlyWrong());
        assertTrue(count.right() >= 98, count.toString());
    }
}
