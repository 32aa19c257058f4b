package patina.reports.document;

import java.util.List;
import patina.growth.TrackGrowth;
import patina.series.Exposure;
import patina.series.Specimen;
import patina.store.FeatureRow;
import patina.store.FlagRow;
import patina.store.MemberVolumeRow;
import patina.store.MovedRow;
import patina.store.ScanRow;
import patina.store.SummaryRow;
import patina.store.TrackRow;
import patina.store.TransformRow;

/**
 * All that a report is made from: rows of the inspection's tables as they are stored, and a few plain facts beside them.
 * Lengths are micrometres, positions are in the specimen frame, names with U are standard uncertainties (k = 1).
 *
 * @param name the series' name
 * @param reference 0-based scan whose frame is the specimen frame
 * @param voxelScaleUncertainty relative standard uncertainty of the voxel size; 0 when none was given
 * @param run which software ran, and when
 * @param settings in the order they are to be printed
 * @param standards one sentence each: in the manner of which practice a thing was done
 * @param methods one sentence each: how registration, segmentation, lineage and uncertainty were done
 * @param growths how the tracks grow, as it was fitted
 * @param limits one sentence each: what could not be seen, separated or trusted, beyond what the rows already say
 */
public record InspectionFacts(
        String name,
        Specimen specimen,
        Exposure exposure,
        int reference,
        double voxelScaleUncertainty,
        RunFacts run,
        List<Setting> settings,
        List<String> standards,
        List<String> methods,
        List<String> limits,
        List<ScanRow> scans,
        List<TransformRow> transforms,
        List<FeatureRow> features,
        List<TrackRow> tracks,
        List<SummaryRow> summaries,
        List<FlagRow> flags,
        List<MemberVolumeRow> members,
        List<MovedRow> moved,
        List<TrackGrowth> growths) {
    public InspectionFacts {
        settings = List.copyOf(settings);
        standards = List.copyOf(standards);
        methods = List.copyOf(methods);
        limits = List.copyOf(limits);
        scans = List.copyOf(scans);
        transforms = List.copyOf(transforms);
        features = List.copyOf(features);
        tracks = List.copyOf(tracks);
        summaries = List.copyOf(summaries);
        flags = List.copyOf(flags);
        members = List.copyOf(members);
        moved = List.copyOf(moved);
        growths = List.copyOf(growths);
    }
}
