package patina.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pairs whose truth is known, small ones. */
class RegistrationBenchTest {
    @TempDir
    Path folder;

    private static List<PairTrial> run(RegistrationBenchRequest.Kind kind, List<Path> volumes, int size)
            throws IOException {
        List<PairTrial> trials = new ArrayList<>();
        new EngineSession()
                .benchRegistration(
                        new RegistrationBenchRequest(kind, volumes, null, 1, 3, size, 0.03, null),
                        Watch.NONE,
                        trials::add);
        return trials;
    }

    @Test
    void aPhantomsDamageHardlyMovesItAndTheBoundIsBelowWhatIsStated() throws IOException {
        PairTrial trial =
                run(RegistrationBenchRequest.Kind.DAMAGE, List.of(), 80).get(0);
        assertTrue(trial.right(), trial.toString());
        assertTrue(trial.cornersRms() < 0.1, trial.toString());
        assertTrue(trial.bound() > 0 && trial.bound() < 2 * trial.stated(), trial.toString());
    }

    /** At a sharp surface interpolation leaves more than a quiet scan's noise; left out for that, the surface told nothing. */
    @Test
    void aQuietScansSurfaceIsNoUniformLoss() throws IOException {
        List<PairTrial> trials = new ArrayList<>();
        new EngineSession()
                .benchRegistration(
                        new RegistrationBenchRequest(
                                RegistrationBenchRequest.Kind.DAMAGE, List.of(), "null", 2, 11, 64, 0.01, null),
                        Watch.NONE,
                        trials::add);
        for (PairTrial trial : trials) {
            assertTrue(trial.rms() < 0.02, trial.toString());
        }
    }

    /** Two voxels are gone all around, the scan is turned, and its view shows one side: its surface says 3.5 voxels otherwise. */
    @Test
    void aUniformLossSeenOnOneSideDoesNotDrawTheMapAlong() throws IOException {
        List<PairTrial> trials = new ArrayList<>();
        new EngineSession()
                .benchRegistration(
                        new RegistrationBenchRequest(
                                RegistrationBenchRequest.Kind.START, List.of(), "thinning", 1, 1003, 96, 0.04, null),
                        Watch.NONE,
                        trials::add);
        assertTrue(trials.get(0).right(), trials.toString());
    }

    /** Of a block that is 0.4 voxel thinner on all sides, three faces fit in a corner; the texture inside says where it is. */
    @Test
    void aBlockThatThinnedIsNotMetInACorner() throws IOException {
        List<PairTrial> trials = new ArrayList<>();
        new EngineSession()
                .benchRegistration(
                        new RegistrationBenchRequest(
                                RegistrationBenchRequest.Kind.DAMAGE, List.of(), "thinning", 2, 31, 112, 0.003, 0.4),
                        Watch.NONE,
                        trials::add);
        for (PairTrial trial : trials) {
            assertTrue(trial.trusted() && trial.cornersWorst() < 0.06, trial.toString());
        }
    }

    @Test
    void aVolumesTwoHalvesComeTogether() throws IOException {
        Path series =
                new EngineSession().phantom(new PhantomRequest("growing-pores", folder, 96, 2, 5L, 0.0), Watch.NONE);
        Path volume = series.resolveSibling("scan_00.tif");
        for (RegistrationBenchRequest.Kind kind :
                List.of(RegistrationBenchRequest.Kind.TEXTURE, RegistrationBenchRequest.Kind.STILL)) {
            PairTrial trial = run(kind, List.of(volume), 0).get(0);
            assertTrue(trial.right() && trial.rms() < 0.03, trial.toString());
            assertEquals(0, trial.scaleError(), 2e-3);
        }
    }

    @Test
    void volumesAreForTheKindsThatTakeThem() {
        assertThrows(IllegalArgumentException.class, () -> run(RegistrationBenchRequest.Kind.TEXTURE, List.of(), 64));
        assertThrows(
                IllegalArgumentException.class,
                () -> run(RegistrationBenchRequest.Kind.START, List.of(Path.of("a.tif")), 64));
    }
}
