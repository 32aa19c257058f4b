package patina.app.gui.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.store.FeatureRow;
import patina.store.TrackRow;

/** One feature in one scan, with what is known of its track. */
public record FeatureLine(FeatureRow feature, @Nullable TrackRow track, String verdict) implements Line {
    @Override
    public int trackId() {
        return feature.trackId();
    }

    @Override
    public int scan() {
        return feature.scan();
    }

    /** All features, by scan and track. */
    public static List<FeatureLine> of(Findings findings) {
        List<FeatureLine> lines = new ArrayList<>();
        for (FeatureRow f : findings.snapshot().tables().features()) {
            lines.add(new FeatureLine(f, findings.track(f.trackId()), findings.verdict(f.trackId())));
        }
        return lines;
    }

    /** @param exposureUnit of the series */
    public static List<Column<FeatureLine>> columns(String exposureUnit) {
        return new Columns<FeatureLine>()
                .add("scan", "Scan", "", "Position in the series.", l -> l.feature.scan())
                .given("exposure", "Exposure", exposureUnit, "Of the scan.", l -> l.feature.exposure())
                .add("track_id", "Track", "", "What it is part of over time.", l -> l.feature.trackId())
                .add("kind", "Kind", "", "What it is taken for.", l -> l.feature.kind())
                .add(
                        "depth_um",
                        "Depth",
                        "µm",
                        "From the original surface along its normal.",
                        l -> l.feature.depthUm(),
                        l -> l.feature.depthUUm())
                .add(
                        "volume_um3",
                        "Volume",
                        "µm³",
                        "Lost since the reference scan.",
                        l -> l.feature.volumeUm3(),
                        l -> l.feature.volumeUUm3())
                .add(
                        "length_um",
                        "Length",
                        "µm",
                        "Along a crack's path on the surface.",
                        l -> l.feature.lengthUm(),
                        l -> l.feature.lengthUUm())
                .add(
                        "resolved",
                        "Resolved",
                        "",
                        "Whether its change is above the decision threshold.",
                        l -> l.feature.resolved())
                .add(
                        "class",
                        "Growth",
                        "",
                        "Growing, arrested or unresolved.",
                        l -> l.track == null ? null : l.track.growthClass())
                .hidden()
                .add("verdict", "Review", "", "What you said of its track.", FeatureLine::verdict)
                .add(
                        "volume_total_um3",
                        "Total volume",
                        "µm³",
                        "Lost from the original surface.",
                        l -> l.feature.volumeTotalUm3())
                .add(
                        "depth_local_um",
                        "Local depth",
                        "µm",
                        "From the receded surface around.",
                        l -> l.feature.depthLocalUm())
                .add("mouth_area_um2", "Mouth", "µm²", "Area at the original surface.", l -> l.feature.mouthAreaUm2())
                .add("area_um2", "Area", "µm²", "Of a crack's faces or a scar.", l -> l.feature.areaUm2())
                .add("width_um", "Width", "µm", "Across.", l -> l.feature.widthUm())
                .add(
                        "opening_mean_um",
                        "Opening",
                        "µm",
                        "A crack's mean opening.",
                        l -> l.feature.openingMeanUm(),
                        l -> l.feature.openingMeanUUm())
                .add(
                        "opening_max_um",
                        "Widest opening",
                        "µm",
                        "A crack's widest opening.",
                        l -> l.feature.openingMaxUm())
                .add(
                        "opening_jump_um",
                        "Opening by displacement",
                        "µm",
                        "How far a crack's sides moved apart since the reference scan, in the mean.",
                        l -> l.feature.openingJumpUm(),
                        l -> l.feature.openingJumpUUm())
                .add(
                        "remaining_wall_um",
                        "Wall left",
                        "µm",
                        "Wall thickness less depth.",
                        l -> l.feature.remainingWallUm())
                .add("x_um", "x", "µm", "Centroid, in the specimen frame.", l -> l.feature.xUm())
                .add("y_um", "y", "µm", "Centroid, in the specimen frame.", l -> l.feature.yUm())
                .add("z_um", "z", "µm", "Centroid, in the specimen frame.", l -> l.feature.zUm())
                .add("inside", "Inside", "", "Whether it is enclosed by metal.", l -> l.feature.inside())
                .add("cut_by_view", "Cut by view", "", "Whether it is a lower bound.", l -> l.feature.cutByView())
                .add("feature_id", "Feature", "", "Unique in the inspection.", l -> l.feature.featureId())
                .list();
    }
}
