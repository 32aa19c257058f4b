package patina.store;

import java.util.List;

/** All tables of an inspection at one moment. */
public record Tables(
        List<TransformRow> transforms,
        List<FeatureRow> features,
        List<TrackRow> tracks,
        List<MemberVolumeRow> memberVolumes,
        List<SummaryRow> summary,
        List<FlagRow> flags) {}
