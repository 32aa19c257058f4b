package patina.pipeline;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import patina.growth.TrackGrowth;
import patina.store.Inspection;

/** The growth of an inspection's tracks as the measuring stage keeps it, beside the rates in the table of tracks. */
public final class GrowthRecords {
    static final String DOCUMENT = "growth";

    private GrowthRecords() {}

    /** One a track; empty before the measuring stage, and for inspections older than these records. */
    public static List<TrackGrowth> of(Inspection inspection) throws IOException {
        Optional<String> json = inspection.document(Stage.MEASURE.key(), Inspection.SERIES, DOCUMENT);
        return json.isEmpty() ? List.of() : Documents.read(json.get(), new TypeReference<List<TrackGrowth>>() {});
    }
}
