package patina.reports.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import patina.reports.document.Document.Column;
import patina.reports.document.Document.Paragraph;
import patina.reports.document.Document.Part;
import patina.reports.document.Document.Section;
import patina.reports.document.Document.Table;
import patina.store.FlagRow;
import patina.tracks.Track;

/** The places that deserve an electron microscope: where, how to get there, what it costs, why. */
final class FollowUpSection {
    private FollowUpSection() {}

    static Section of(Findings findings) {
        List<FlagRow> flags = findings.facts.flags().stream()
                .sorted(Comparator.comparingInt(FlagRow::rank))
                .toList();
        if (flags.isEmpty()) {
            return new Section(
                    "Places for follow-up",
                    false,
                    List.of(new Paragraph("None is proposed: no resolved feature calls for a closer look.")));
        }
        Scale volume = Scale.volume(
                flags.stream().mapToDouble(FlagRow::removalVolumeUm3).max().orElse(0));
        List<List<String>> rows = new ArrayList<>();
        List<List<String>> reasons = new ArrayList<>();
        for (FlagRow flag : flags) {
            rows.add(List.of(
                    Integer.toString(flag.rank()),
                    Track.name(flag.trackId()),
                    flag.kind(),
                    Numbers.fixed(flag.xUm(), 0) + ", " + Numbers.fixed(flag.yUm(), 0) + ", "
                            + Numbers.fixed(flag.zUm(), 0),
                    Numbers.fixed(flag.sizeXUm(), 0) + "\u00a0×\u00a0" + Numbers.fixed(flag.sizeYUm(), 0)
                            + "\u00a0×\u00a0" + Numbers.fixed(flag.sizeZUm(), 0),
                    Numbers.measured(flag.depthBelowSurfaceUm(), flag.targetingUUm()),
                    flag.technique(),
                    volume.significant(flag.removalVolumeUm3()),
                    Numbers.significant(flag.hours(), 2),
                    Numbers.significant(flag.targetingUUm(), 2),
                    Numbers.fixed(flag.score(), 2)));
            reasons.add(List.of(Integer.toString(flag.rank()), Track.name(flag.trackId()), reason(flag)));
        }
        List<Part> parts = new ArrayList<>();
        parts.add(new Table(
                "Places for follow-up, most telling first.",
                true,
                List.of(
                        Column.numbers("Rank"),
                        Column.words("Track"),
                        Column.words("Kind"),
                        Column.numbers("Centre (µm)"),
                        Column.numbers("Box (µm)"),
                        Column.numbers("Depth below surface (µm)"),
                        Column.words("Technique"),
                        Column.numbers("To remove (" + volume.unit() + ")"),
                        Column.numbers("Time (h)"),
                        Column.numbers("Targeting u (µm)"),
                        Column.numbers("Score")),
                rows,
                List.of(
                        "Centre and box (x, y, z) are in the specimen frame. Time: typical machine time from the removal rates in"
                                + " the settings; it is a guide, not a promise. Keep clear of the target by at least 2 u of targeting, one"
                                + " voxel and the error of the microscope's stage.")));
        parts.add(new Table(
                "Why these places.",
                false,
                List.of(Column.numbers("Rank"), Column.words("Track"), Column.words("Reason")),
                reasons,
                List.of()));
        return new Section("Places for follow-up", false, parts);
    }

    /** Why a place is told to be opened. */
    static String reason(FlagRow flag) {
        return SummarySection.sentence(Numbers.unit(flag.reason()));
    }
}
