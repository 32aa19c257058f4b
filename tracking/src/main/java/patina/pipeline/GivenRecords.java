package patina.pipeline;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import patina.store.Inspection;
import patina.store.ScanRow;

/** What an inspection keeps of the surface and the labels that the user gave. */
public final class GivenRecords {
    static final String DOCUMENT = "given";

    private GivenRecords() {}

    /** How they were taken, one sentence each, in order of the scans. */
    public static List<String> of(Inspection inspection) throws IOException {
        LinkedHashSet<String> sentences = new LinkedHashSet<>();
        for (ScanRow scan : inspection.scans()) {
            Optional<String> kept = inspection.document(Stage.SEGMENT.key(), scan.scan(), DOCUMENT);
            if (kept.isPresent()) {
                sentences.addAll(Documents.read(kept.get(), new TypeReference<List<String>>() {}));
            }
        }
        return List.copyOf(sentences);
    }
}
