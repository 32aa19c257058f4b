package patina.app.gui.model;

import java.util.List;
import patina.reports.document.Numbers;
import patina.store.FlagRow;

/** One place for the microscope. */
public record FlagLine(FlagRow flag) implements Line {
    @Override
    public int trackId() {
        return flag.trackId();
    }

    @Override
    public int scan() {
        return NONE;
    }

    /** All of them, by rank. */
    public static List<FlagLine> of(Findings findings) {
        return findings.snapshot().tables().flags().stream().map(FlagLine::new).toList();
    }

    public static List<Column<FlagLine>> columns() {
        return new Columns<FlagLine>()
                .add("rank", "Rank", "", "1 is looked at first.", l -> l.flag.rank())
                .add("track_id", "Track", "", "What lies there.", l -> l.flag.trackId())
                .add("kind", "Kind", "", "What it is taken for.", l -> l.flag.kind())
                .add("score", "Score", "", "0 to 1.", l -> l.flag.score())
                .add("technique", "Technique", "", "What reaches it.", l -> l.flag.technique())
                .add(
                        "depth_below_surface_um",
                        "Below surface",
                        "µm",
                        "Of the box's top.",
                        l -> l.flag.depthBelowSurfaceUm())
                .add(
                        "hours",
                        "Machine time",
                        "h",
                        "Typical, from the removal rates in the settings.",
                        l -> l.flag.hours())
                .add(
                        "targeting_u_um",
                        "Targeting u",
                        "µm",
                        "Standard uncertainty of the place.",
                        l -> l.flag.targetingUUm())
                .add("reason", "Reason", "", "Why here.", l -> Numbers.unit(l.flag.reason()))
                .hidden()
                .add(
                        "removal_volume_um3",
                        "To remove",
                        "µm³",
                        "To reach and open the box.",
                        l -> l.flag.removalVolumeUm3())
                .add("x_um", "x", "µm", "Centre of the box, specimen frame.", l -> l.flag.xUm())
                .add("y_um", "y", "µm", "Centre of the box, specimen frame.", l -> l.flag.yUm())
                .add("z_um", "z", "µm", "Centre of the box, specimen frame.", l -> l.flag.zUm())
                .add("size_x_um", "Size x", "µm", "Of the box.", l -> l.flag.sizeXUm())
                .add("size_y_um", "Size y", "µm", "Of the box.", l -> l.flag.sizeYUm())
                .add("size_z_um", "Size z", "µm", "Of the box.", l -> l.flag.sizeZUm())
                .list();
    }
}
