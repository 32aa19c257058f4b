package patina.pipeline;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import patina.segmentation.DamageFeature;
import patina.store.Inspection;
import patina.tracks.Track;

/** What an inspection says of the product in its features: where it was told, and where it cannot be. */
public final class FillingRecords {
    static final String DOCUMENT = "fillings";

    private FillingRecords() {}

    /** One or two sentences for each scan that shows product; empty before the measuring stage. */
    public static List<String> of(Inspection inspection) throws IOException {
        Optional<String> json = inspection.document(Stage.MEASURE.key(), Inspection.SERIES, DOCUMENT);
        return json.isEmpty() ? List.of() : Documents.read(json.get(), new TypeReference<List<String>>() {});
    }

    /**
     * Says of one scan what is filled and what may be.
     *
     * @param products by track, of the features that hold product or may hold it
     * @param voxelUm3 volume of a voxel
     */
    static List<String> sentences(int scan, SortedMap<Integer, DamageFeature.Product> products, double voxelUm3) {
        List<String> sentences = new ArrayList<>();
        List<DamageFeature.Product> told =
                products.values().stream().filter(p -> p.volume() > 0).toList();
        if (!told.isEmpty()) {
            double least =
                    told.stream().mapToDouble(DamageFeature.Product::grey).min().orElse(0);
            double most =
                    told.stream().mapToDouble(DamageFeature.Product::grey).max().orElse(0);
            sentences.add(String.format(
                    Locale.ROOT,
                    "Scan %d: %s filled by corrosion product or another second phase, %.0f um3 of it at %s of the metal's grey"
                            + " above void; the volume stated is that of the metal lost.",
                    scan,
                    verb(names(products, true), told.size()),
                    told.stream().mapToDouble(DamageFeature.Product::volume).sum() * voxelUm3,
                    most - least < 0.05
                            ? percent((least + most) / 2) + " %"
                            : percent(least) + " to " + percent(most) + " %"));
        }
        String open = names(products, false);
        int many = products.size() - told.size();
        if (many > 0) {
            sentences.add("Scan " + scan + ": whether product is in " + open + " cannot be told, "
                    + (many == 1 ? "it is" : "they are")
                    + " too small or too shallow; the volume stated is that of an empty place, and what product like that in"
                    + " other places would add is in its uncertainty.");
        }
        return sentences;
    }

    private static String verb(String names, int count) {
        return names + (count == 1 ? " is" : " are");
    }

    private static long percent(double share) {
        return Math.round(100 * share);
    }

    private static String names(SortedMap<Integer, DamageFeature.Product> products, boolean told) {
        return products.entrySet().stream()
                .filter(e -> e.getValue().volume() > 0 == told)
                .map(Map.Entry::getKey)
                .map(Track::name)
                .collect(Collectors.joining(", "));
    }
}
