package patina.app.session;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import patina.growth.TrackGrowth;
import patina.pipeline.SeriesFacts;
import patina.store.EditRow;
import patina.store.MovedRow;
import patina.store.RunRow;
import patina.store.ScanRow;
import patina.store.StageRow;
import patina.store.Tables;

/**
 * All that an inspection's record holds at one moment.
 *
 * @param folder the inspection's
 * @param manifest the series.json it was made from, where it was at the last run; null when the record does not say
 * @param stages what is finished, by stage and scan
 * @param edits what was changed by hand, undone ones too
 * @param moved earlier numbers that moved when scans were added
 * @param renamed by scan, from track ids in the volumes of labels to those of the tables, where edits made them differ; 0
 *     for what was rejected
 * @param growths one a track, as measured; empty before the measuring stage
 */
public record Snapshot(
        Path folder,
        @Nullable Path manifest,
        SeriesFacts series,
        List<ScanRow> scans,
        Tables tables,
        List<StageRow> stages,
        List<EditRow> edits,
        List<MovedRow> moved,
        List<RunRow> runs,
        Map<Integer, Map<Integer, Integer>> renamed,
        List<TrackGrowth> growths) {}
