package patina.phantom;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** truth.json of a phantom, as maps and lists: what each feature took, integrated from the shapes. */
final class Truth {
    /** Leaves of the integrals, in voxels of a view of 128³. */
    private static final double LEAF = 1 / 12.0;
    /** What counts as nothing lost since the reference scan, as a share of what is lost in all. */
    private static final double NOTHING = 1e-6;

    private final Phantom phantom;
    private final double um;
    private final double um2;
    private final double um3;
    private final Map<String, Loss> before;

    Truth(Phantom phantom) {
        this.phantom = phantom;
        um = phantom.options().voxelUm();
        um2 = um * um;
        um3 = um * um2;
        PhantomScan first = phantom.scans().get(0);
        before = losses(first, first);
    }

    /** What the features of one scan's moment took, 'seen' being what the first and the other scan see. */
    private Map<String, Loss> losses(PhantomScan scan, PhantomScan other) {
        Moment moment = scan.moment();
        double scale = phantom.options().size() / 128.0;
        List<View> views = List.of(phantom.scans().get(0).view(phantom.placement()), other.view(phantom.placement()));
        List<Loss> all = LossIntegral.of(moment, 64 * scale, LEAF * scale, views);
        Map<String, Loss> byId = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            byId.put(moment.losses().get(i).id(), all.get(i));
        }
        return byId;
    }

    private static Loss total(Map<String, Loss> losses) {
        return losses.values().stream().reduce(Loss.NONE, Loss::plus);
    }

    Map<String, Object> json() {
        PhantomOptions options = phantom.options();
        Map<String, Object> truth = new LinkedHashMap<>();
        truth.put("scene", phantom.scene().key());
        truth.put("voxel_um", um);
        truth.put("size", List.of(options.size(), options.size(), options.size()));
        truth.put("noise", options.noise());
        truth.put("blur_voxels", options.blur());
        truth.put("seed", options.seed());
        truth.put("inclusions", phantom.scans().get(0).moment().inclusions().size());
        Lineage lineage = new Lineage(before.keySet());
        List<Map<String, Object>> scans = new ArrayList<>();
        for (PhantomScan scan : phantom.scans()) {
            lineage.follow(scan.moment().losses());
            scans.add(scan(scan, lineage));
        }
        truth.put("scans", scans);
        return truth;
    }

    private Map<String, Object> scan(PhantomScan scan, Lineage lineage) {
        Map<String, Loss> now = losses(scan, scan);
        // What the reference scan lacks already, and this scan sees as well.
        Loss gone = before.isEmpty() ? Loss.NONE : total(losses(phantom.scans().get(0), scan));
        Loss total = total(now);
        ScanPlan plan = scan.plan();
        Map<String, Object> truth = new LinkedHashMap<>();
        truth.put("file", scan.file());
        truth.put("exposure", scan.exposure());
        truth.put("role", plan.role());
        truth.put("size", List.of(plan.width(), plan.height(), plan.slices()));
        truth.put("voxel_um", um * plan.voxel());
        truth.put("matrix", micrometres(scan.matrix()));
        if (scan.stacks().size() > 1) {
            truth.put("stacks", stacks(scan));
        }
        if (plan.turnDegrees() != 0) {
            truth.put("surroundings_matrix", micrometres(scan.surroundings()));
        }
        truth.put("scale_drift", scan.scaleDrift());
        truth.putAll(scan.greys().truth());
        truth.put("lost_um3", (total.volume() - gone.volume()) * um3);
        truth.put("lost_total_um3", total.volume() * um3);
        truth.put("lost_seen_um3", (total.seen() - gone.seen()) * um3);
        List<Map<String, Object>> features = new ArrayList<>();
        for (Feature feature : scan.moment().losses()) {
            features.add(feature(scan.moment(), feature, now.getOrDefault(feature.id(), Loss.NONE), lineage));
        }
        truth.put("features", features);
        return truth;
    }

    /** Slices and map of each stack of a stitched scan; 'to' is one past the last. */
    private List<Map<String, Object>> stacks(PhantomScan scan) {
        List<Map<String, Object>> stacks = new ArrayList<>();
        for (PhantomScan.Stack stack : scan.stacks()) {
            Map<String, Object> truth = new LinkedHashMap<>();
            truth.put("from", stack.from());
            truth.put("to", stack.to());
            truth.put("matrix", micrometres(stack.matrix()));
            stacks.add(truth);
        }
        return stacks;
    }

    private Map<String, Object> feature(Moment moment, Feature feature, Loss total, Lineage lineage) {
        boolean pore = feature.kind() == Kind.PORE;
        Loss since = pore ? total : total.minus(lineage.past(feature.id()));
        // A feature that has not changed is where it was; one swallowed whole has no volume and no place of its own.
        Loss sited = since.volume() > NOTHING * total.volume() ? since : total;
        Vec site = phantom.placement().apply(sited.moment().times(1 / Math.max(sited.volume(), Double.MIN_NORMAL)));
        Map<String, Object> truth = new LinkedHashMap<>();
        truth.put("id", feature.id());
        truth.put("kind", feature.kind().key());
        truth.put("site_um", List.of(site.x() * um, site.y() * um, site.z() * um));
        truth.put("volume_um3", since.volume() * um3);
        truth.put("volume_total_um3", total.volume() * um3);
        truth.put("depth_um", feature.depth() * um);
        truth.put("mouth_area_um2", pore ? null : total.mouth() * um2);
        if (feature.kind() == Kind.CRACK) {
            CrackMeasure sheet = CrackMeasure.of(feature.shape(), moment.body(), moment.pits());
            truth.put("length_um", sheet.length() * um);
            truth.put("area_um2", sheet.area() * um2);
            truth.put("opening_mean_um", total.volume() / sheet.area() * um);
            truth.put("opening_jump_um", jump(feature, total, sheet) * um);
        } else {
            truth.put("length_um", null);
            truth.put("area_um2", null);
            truth.put("opening_mean_um", null);
            truth.put("opening_jump_um", null);
        }
        truth.put("parents", feature.parents());
        truth.put("inside", pore);
        truth.put("seen_share", total.volume() > 0 ? total.seen() / total.volume() : 0);
        truth.put("product", feature.product());
        truth.put("growth", growth(feature));
        return truth;
    }

    /** By how much the sides moved apart since the reference scan, in the mean over the sheet. */
    private double jump(Feature feature, Loss total, CrackMeasure sheet) {
        double earlier = before.getOrDefault(feature.id(), Loss.NONE).volume();
        return phantom.script().givesWay() ? (total.volume() - earlier) / sheet.area() : 0;
    }

    private @Nullable Map<String, Object> growth(Feature feature) {
        Growth growth = feature.growth();
        if (growth == null) {
            return null;
        }
        Map<String, Object> truth = new LinkedHashMap<>();
        truth.put("of", feature.kind() == Kind.PORE ? "radius" : "depth");
        truth.put("law", growth.law());
        truth.put("k", growth.k() * um);
        truth.put("n", growth.n());
        truth.put("incubation", Double.isFinite(growth.incubation()) ? growth.incubation() : null);
        return truth;
    }

    private List<List<Double>> micrometres(Affine matrix) {
        List<List<Double>> rows = new ArrayList<>();
        for (double[] row : matrix.rows()) {
            rows.add(List.of(row[0], row[1], row[2], row[3] * um));
        }
        return rows;
    }

    /** Which of the reference scan's features live on in which later one: those that ended in it, not its live parents. */
    private final class Lineage {
        private final Map<String, Set<String>> founders = new LinkedHashMap<>();

        Lineage(Set<String> first) {
            first.forEach(id -> founders.put(id, Set.of(id)));
        }

        void follow(List<Feature> features) {
            Set<String> present = new LinkedHashSet<>();
            features.forEach(feature -> present.add(feature.id()));
            for (Feature feature : features) {
                founders.computeIfAbsent(feature.id(), id -> {
                    Set<String> inherited = new LinkedHashSet<>();
                    for (String parent : feature.parents()) {
                        if (!present.contains(parent)) {
                            inherited.addAll(founders.getOrDefault(parent, Set.of()));
                        }
                    }
                    return inherited;
                });
            }
        }

        Loss past(String id) {
            return founders.getOrDefault(id, Set.of()).stream()
                    .map(founder -> before.getOrDefault(founder, Loss.NONE))
                    .reduce(Loss.NONE, Loss::plus);
        }
    }
}
