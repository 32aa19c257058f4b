package patina.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One feature's life: a row of tracks.csv.
 *
 * @param began pre-existing, nucleated, merged, split, branched
 * @param ended present, merged, split, vanished
 * @param growthLaw constant, power, arrested ..., or null when not resolved
 * @param rate of a pit's depth, a crack's length, another kind's volume; null when not resolved
 * @param growthClass growing, arrested, unresolved
 */
public record TrackRow(
        int trackId,
        String kind,
        int firstScan,
        int lastScan,
        String began,
        String ended,
        List<Integer> parents,
        List<Integer> children,
        @Nullable String growthLaw,
        @Nullable Double rate,
        @Nullable Double rateU,
        @Nullable String rateUnit,
        String growthClass) {}
