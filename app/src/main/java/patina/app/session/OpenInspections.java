package patina.app.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import patina.chunks.StorageFailure;
import patina.pipeline.Edit;
import patina.pipeline.GrowthRecords;
import patina.pipeline.Remeasure;
import patina.pipeline.SeriesFacts;
import patina.series.Scan;
import patina.series.Series;
import patina.series.SeriesFiles;
import patina.store.Inspection;
import patina.store.ScanRow;
import patina.store.Tables;

/**
 * Reads and corrects inspections, also while a job of this process works on one: a writer keeps all others out of its
 * database, so that reading goes through the writer's own connection then.
 */
final class OpenInspections {
    private final Map<Path, Inspection> written = new ConcurrentHashMap<>();

    /** A job of this process writes to this inspection from now on. */
    void opened(Inspection inspection) {
        written.put(inspection.folder(), inspection);
    }

    /** Forget the job's inspection. */
    void closed(Path folder) {
        written.remove(key(folder));
    }

    private static Path key(Path folder) {
        return folder.toAbsolutePath().normalize();
    }

    Snapshot read(Path folder) throws IOException {
        Inspection job = written.get(key(folder));
        if (job != null) {
            return snapshot(job);
        }
        try (Inspection inspection = Inspection.openReadOnly(folder)) {
            return snapshot(inspection);
        }
    }

    static Snapshot preview(Path manifest) throws IOException {
        Series series = SeriesFiles.read(manifest);
        Path folder = Objects.requireNonNull(series.manifest().toAbsolutePath().getParent());
        List<ScanRow> scans = new ArrayList<>();
        for (Scan scan : series.scans()) {
            scans.add(new ScanRow(
                    scan.index(),
                    scan.file(),
                    scan.role().key(),
                    scan.exposure(),
                    scan.extent(),
                    scan.voxelSize(),
                    scan.type(),
                    0,
                    "",
                    scan.skip(),
                    "{}"));
        }
        return new Snapshot(
                folder,
                series.manifest(),
                SeriesFacts.of(series),
                scans,
                new Tables(List.of(), List.of(), List.of(), List.of(), List.of(), List.of()),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                List.of());
    }

    Snapshot edit(Path folder, Edit edit, int threads) throws IOException {
        try (Inspection inspection = openForEdits(folder)) {
            boolean known = inspection.tracks().stream().anyMatch(t -> t.trackId() == edit.track());
            if (!known) {
                throw new IOException("There is no track " + edit.track() + " in '" + folder
                        + "' (any more). Look at its tables again, and choose one of those.");
            }
            int id = inspection.addEdit(edit.kind(), edit.target(), edit.json());
            return remeasured(inspection, id, true, threads);
        }
    }

    Snapshot undo(Path folder, int id, boolean undone, int threads) throws IOException {
        try (Inspection inspection = openForEdits(folder)) {
            inspection.undoEdit(id, undone);
            return remeasured(inspection, id, !undone, threads);
        }
    }

    private Inspection openForEdits(Path folder) throws IOException {
        if (written.containsKey(key(folder))) {
            throw new StorageFailure("'" + folder + "' is being worked on, and cannot be corrected meanwhile."
                    + " Wait until the run is done, or cancel it.");
        }
        return Inspection.open(folder);
    }

    /** Makes the tables follow; an edit that cannot be followed is taken back at once. */
    private static Snapshot remeasured(Inspection inspection, int id, boolean madeInForce, int threads)
            throws IOException {
        try {
            Remeasure.of(inspection, threads);
        } catch (IOException | RuntimeException e) {
            inspection.undoEdit(id, madeInForce);
            throw e;
        }
        return snapshot(inspection);
    }

    private static Snapshot snapshot(Inspection inspection) throws IOException {
        return new Snapshot(
                inspection.folder(),
                SeriesFacts.manifest(inspection).orElse(null),
                SeriesFacts.of(inspection),
                inspection.scans(),
                inspection.tables(),
                inspection.stages(),
                inspection.edits(),
                inspection.moved(),
                inspection.runs(),
                Remeasure.renamed(inspection),
                GrowthRecords.of(inspection));
    }
}
