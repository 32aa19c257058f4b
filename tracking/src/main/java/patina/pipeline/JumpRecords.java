package patina.pipeline;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import patina.registration.local.Jump;
import patina.store.Inspection;

/** By how much the sides of a scan's cracks moved apart, as it is kept with what was found in the scan. */
final class JumpRecords {
    static final String DOCUMENT = "jumps";

    private JumpRecords() {}

    /** By label; empty where displacements were not measured. */
    static Map<Integer, Jump> of(Inspection inspection, int scan) throws IOException {
        Map<Integer, Jump> byLabel = new TreeMap<>();
        Optional<String> kept = inspection.document(Stage.SEGMENT.key(), scan, DOCUMENT);
        if (kept.isPresent()) {
            for (Jump jump : Documents.read(kept.get(), new TypeReference<List<Jump>>() {})) {
                byLabel.put(jump.label(), jump);
            }
        }
        return byLabel;
    }
}
