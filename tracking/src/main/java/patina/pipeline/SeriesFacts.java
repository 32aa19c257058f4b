package patina.pipeline;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import patina.series.Exposure;
import patina.series.Series;
import patina.series.Specimen;
import patina.store.Inspection;

/**
 * What an inspection keeps of its series, so that tables and reports need neither the manifest nor the scans.
 *
 * @param reference index of the reference scan
 * @param voxelScaleUncertainty relative standard uncertainty of the voxel size; 0 when not given
 */
public record SeriesFacts(
        String name, Specimen specimen, Exposure exposure, int reference, double voxelScaleUncertainty) {
    private static final String STAGE = "series";

    /** Of a series, before anything was made of it. */
    public static SeriesFacts of(Series series) {
        return new SeriesFacts(
                series.name(),
                series.specimen(),
                series.exposure(),
                series.reference(),
                series.voxelScaleUncertainty());
    }

    /** @param manifest the series.json it came from */
    void keep(Inspection inspection, Path manifest) throws IOException {
        String json = Documents.write(this);
        inspection.commit(STAGE, Inspection.SERIES, Key.of(json), write -> {
            write.document("facts", json);
            write.document("manifest", manifest.toAbsolutePath().normalize().toString());
        });
    }

    /** The series.json that an inspection was made from, where it was at its last run. */
    public static Optional<Path> manifest(Inspection inspection) throws IOException {
        return inspection.document(STAGE, Inspection.SERIES, "manifest").map(Path::of);
    }

    /** Reads them from an inspection. */
    public static SeriesFacts of(Inspection inspection) throws IOException {
        String json = inspection
                .document(STAGE, Inspection.SERIES, "facts")
                .orElseThrow(() -> new IOException("'" + inspection.folder()
                        + "' holds no series yet. Finish the job with the same 'patina run' command."));
        return Documents.read(json, new TypeReference<SeriesFacts>() {});
    }
}
