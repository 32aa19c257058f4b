package patina.phantom;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** series.json of a phantom: what someone would know who had scanned it, nothing of its truth. */
final class SeriesFile {
    private static final Instant FIRST_SCAN = Instant.parse("2026-01-05T10:00:00Z");

    private SeriesFile() {}

    static Map<String, Object> of(Phantom phantom) {
        Quantity quantity = phantom.scene().quantity();
        Map<String, Object> specimen = new LinkedHashMap<>();
        specimen.put("id", phantom.scene().key() + "-" + phantom.options().seed());
        specimen.put("material", "AA2024-T3");
        specimen.put("densityGPerCm3", 2.78);
        specimen.put("wallThicknessMm", null);
        specimen.put("normalLoadN", quantity == Quantity.DISTANCE ? 10 : null);
        specimen.put("loadAxis", null);
        Map<String, Object> series = new LinkedHashMap<>();
        series.put("name", "Phantom: " + phantom.scene().key());
        series.put("specimen", specimen);
        series.put("exposure", ordered("quantity", quantity.key(), "unit", quantity.unit()));
        series.put("reference", phantom.scans().get(0).file());
        series.put("surface", "auto");
        Map<String, Object> voxelSize = voxelSize(phantom.options().voxelUm());
        voxelSize.put("relativeUncertainty", 0.0005);
        series.put("voxelSize", voxelSize);
        List<Map<String, Object>> scans = new ArrayList<>();
        for (PhantomScan scan : phantom.scans()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("file", scan.file());
            entry.put("exposure", scan.exposure());
            if (!scan.plan().role().equals("step")) {
                entry.put("role", scan.plan().role());
            }
            Instant acquired =
                    FIRST_SCAN.plus(Duration.ofHours(24L * scan.plan().step() + scan.index()));
            entry.put("acquired", acquired.toString());
            if (scan.plan().voxel() != 1) {
                entry.put(
                        "voxelSize",
                        voxelSize(phantom.options().voxelUm() * scan.plan().voxel()));
            }
            scans.add(entry);
        }
        series.put("scans", scans);
        return series;
    }

    private static Map<String, Object> voxelSize(double um) {
        return ordered("value", List.of(um, um, um), "unit", "um");
    }

    private static Map<String, Object> ordered(String key, Object value, String other, Object otherValue) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(key, value);
        map.put(other, otherValue);
        return map;
    }
}
