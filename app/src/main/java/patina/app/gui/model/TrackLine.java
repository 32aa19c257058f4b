package patina.app.gui.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.reports.document.Numbers;
import patina.store.FeatureRow;
import patina.store.FlagRow;
import patina.store.TrackRow;

/** One track, as it was last seen. */
public record TrackLine(
        TrackRow track, @Nullable FeatureRow last, @Nullable FlagRow flag, String verdict) implements Line {
    @Override
    public int trackId() {
        return track.trackId();
    }

    @Override
    public int scan() {
        return NONE;
    }

    /** All tracks, by id. */
    public static List<TrackLine> of(Findings findings) {
        List<TrackLine> lines = new ArrayList<>();
        for (TrackRow t : findings.tracks()) {
            lines.add(new TrackLine(
                    t, findings.last(t.trackId()), findings.flag(t.trackId()), findings.verdict(t.trackId())));
        }
        return lines;
    }

    private @Nullable Double depth() {
        return last == null ? null : last.depthUm();
    }

    private @Nullable Double depthU() {
        return last == null ? null : last.depthUUm();
    }

    private @Nullable Double length() {
        return last == null ? null : last.lengthUm();
    }

    private @Nullable Double lengthU() {
        return last == null ? null : last.lengthUUm();
    }

    private @Nullable Double volume() {
        return last == null ? null : Double.valueOf(last.volumeUm3());
    }

    private @Nullable Double volumeU() {
        return last == null ? null : Double.valueOf(last.volumeUUm3());
    }

    /** Its rate with uncertainty and unit, or that it is not resolved. */
    public String rate() {
        String unit = track.rateUnit();
        return track.rate() == null || unit == null
                ? Numbers.NOT_RESOLVED
                : Numbers.measured(track.rate(), track.rateU(), Numbers.unit(unit));
    }

    public static List<Column<TrackLine>> columns() {
        return new Columns<TrackLine>()
                .add("track_id", "Track", "", "Its number; it stays when scans are added.", l -> l.track.trackId())
                .add("kind", "Kind", "", "What it is taken for.", l -> l.track.kind())
                .add("class", "Growth", "", "Growing, arrested or unresolved.", l -> l.track.growthClass())
                .add(
                        "depth_um",
                        "Depth",
                        "µm",
                        "When last seen, from the original surface along its normal.",
                        TrackLine::depth,
                        TrackLine::depthU)
                .add(
                        "volume_um3",
                        "Volume",
                        "µm³",
                        "When last seen, lost since the reference scan.",
                        TrackLine::volume,
                        TrackLine::volumeU)
                .add("rate_text", "Rate", "", "At the last scan, with its unit.", TrackLine::rate)
                .add("began", "Began", "", "Pre-existing, nucleated, merged, split or branched.", l -> l.track.began())
                .add("ended", "Ended", "", "Present, merged, split or vanished.", l -> l.track.ended())
                .add("verdict", "Review", "", "What you said of it.", TrackLine::verdict)
                .hidden()
                .add(
                        "length_um",
                        "Length",
                        "µm",
                        "When last seen, along a crack's path on the surface.",
                        TrackLine::length,
                        TrackLine::lengthU)
                .add("first_scan", "First scan", "", "Where it was first seen.", l -> l.track.firstScan())
                .add("last_scan", "Last scan", "", "Where it was last seen.", l -> l.track.lastScan())
                .add("parents", "Parents", "", "Tracks it came from.", l -> joined(l.track.parents()))
                .add("children", "Children", "", "Tracks that came from it.", l -> joined(l.track.children()))
                .add("growth_law", "Law", "", "How it grows.", l -> l.track.growthLaw())
                .add("rate", "Rate, number", "", "In the unit beside.", l -> l.track.rate(), l -> l.track.rateU())
                .add("rate_unit", "Rate unit", "", "Of the rate.", l -> l.track.rateUnit())
                .add(
                        "rank",
                        "Follow-up rank",
                        "",
                        "Among the places for the microscope.",
                        l -> l.flag == null ? null : l.flag.rank())
                .list();
    }

    private static String joined(List<Integer> ids) {
        return String.join(", ", ids.stream().map(String::valueOf).toList());
    }
}
