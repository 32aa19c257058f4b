package patina.app.gui.model;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import patina.growth.TrackGrowth;
import patina.pipeline.Edit;
import patina.reports.document.Numbers;
import patina.store.EditRow;
import patina.store.FeatureRow;
import patina.store.FlagRow;
import patina.store.TrackRow;

/** What the inspector says of one track: numbers with unit and uncertainty, its life, what was said of it. */
public final class Story {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private final Findings findings;
    private final TrackRow track;

    /** A name and what is said under it. */
    public record Fact(String name, String text) {}

    /** An event in a track's life, and the tracks it leads to. */
    public record Event(String text, List<Integer> tracks) {}

    public Story(Findings findings, TrackRow track) {
        this.findings = findings;
        this.track = track;
    }

    /** Such as "Pit T5". */
    public String title() {
        return capital(findings.called(track.trackId()));
    }

    /** The numbers in a scan; where it was not seen there, that is said. */
    public List<Fact> numbers(int scan) {
        FeatureRow f = findings.feature(track.trackId(), scan);
        List<Fact> facts = new ArrayList<>();
        if (f == null) {
            facts.add(new Fact("In " + findings.scanName(scan), "not found"));
            return facts;
        }
        add(facts, "Depth", f.depthUm(), f.depthUUm(), "µm");
        add(facts, "Local depth", f.depthLocalUm(), null, "µm");
        add(facts, "Length", f.lengthUm(), f.lengthUUm(), "µm");
        add(facts, "Width", f.widthUm(), null, "µm");
        add(facts, "Volume lost", f.volumeUm3(), f.volumeUUm3(), "µm³");
        add(facts, "Total volume", f.volumeTotalUm3(), null, "µm³");
        add(facts, "Mouth area", f.mouthAreaUm2(), null, "µm²");
        add(facts, "Area", f.areaUm2(), null, "µm²");
        add(facts, "Mean opening", f.openingMeanUm(), f.openingMeanUUm(), "µm");
        if (f.openingJumpUm() != null) {
            facts.add(new Fact(
                    "Opening by displacement",
                    Numbers.measured(f.openingJumpUm(), f.openingJumpUUm(), "µm")
                            + (f.hasJumped() ? "" : ", not resolved")));
        }
        add(facts, "Widest opening", f.openingMaxUm(), null, "µm");
        add(facts, "Wall left", f.remainingWallUm(), null, "µm");
        facts.add(new Fact(
                "Change", f.resolved() ? "above the decision threshold" : "not resolved against the reference scan"));
        facts.add(new Fact(
                "Place",
                Numbers.fixed(f.xUm(), 0) + ", " + Numbers.fixed(f.yUm(), 0) + ", " + Numbers.fixed(f.zUm(), 0)
                        + "\u00a0µm"));
        if (f.inside()) {
            facts.add(new Fact("Enclosed", "yes, by metal on all sides"));
        }
        if (f.cutByView()) {
            facts.add(new Fact("Cut by the view", "yes: the numbers are lower bounds"));
        }
        return facts;
    }

    private static void add(List<Fact> facts, String name, @Nullable Double value, @Nullable Double u, String unit) {
        if (value != null) {
            facts.add(new Fact(name, Numbers.measured(value, u, unit)));
        }
    }

    /** How it grows, in one line. */
    public String growth() {
        String unit = track.rateUnit();
        if (track.rate() == null || unit == null) {
            return track.growthClass().equals("unresolved") ? "Growth not resolved" : capital(track.growthClass());
        }
        String law = track.growthLaw() == null ? "" : ", " + track.growthLaw() + " law";
        TrackGrowth fitted = findings.growth(track.trackId());
        String what = fitted == null ? "" : fitted.quantity() + " by ";
        return capital(track.growthClass()) + law + ", " + what
                + Numbers.measured(track.rate(), track.rateU(), Numbers.unit(unit));
    }

    /** Its life, oldest first. */
    public List<Event> events() {
        List<Event> events = new ArrayList<>();
        String first = findings.scanName(track.firstScan());
        List<Integer> parents = track.parents();
        events.add(
                switch (track.began()) {
                    case "pre-existing" -> new Event("There from the first scan on", List.of());
                    case "merged" -> new Event("Merged from " + named(parents) + " at " + first, parents);
                    case "branched" -> new Event("Grew out of " + named(parents) + " at " + first, parents);
                    case "split" -> new Event("Split from " + named(parents) + " at " + first, parents);
                    default -> new Event("First seen at " + first, List.of());
                });
        List<Integer> branches = track.children().stream()
                .filter(c -> {
                    TrackRow child = findings.track(c);
                    return child != null && child.began().equals("branched");
                })
                .toList();
        for (int branch : branches) {
            int scan = Objects.requireNonNull(findings.track(branch)).firstScan();
            events.add(new Event(
                    capital(named(List.of(branch))) + " grew out of it at " + findings.scanName(scan),
                    List.of(branch)));
        }
        List<Integer> heirs =
                track.children().stream().filter(c -> !branches.contains(c)).toList();
        String last = findings.scanName(track.lastScan());
        events.add(
                switch (track.ended()) {
                    case "merged" -> new Event("Merged into " + named(heirs) + " after " + last, heirs);
                    case "split" -> new Event("Split into " + named(heirs) + " after " + last, heirs);
                    case "vanished" -> new Event("Not found again after " + last, List.of());
                    default -> new Event("Present in the last scan", List.of());
                });
        return events;
    }

    private String named(List<Integer> tracks) {
        return tracks.isEmpty()
                ? "another track"
                : String.join(" and ", tracks.stream().map(findings::called).toList());
    }

    /** Why it is worth a microscope, or null. */
    public @Nullable String followUp() {
        FlagRow flag = findings.flag(track.trackId());
        return flag == null
                ? null
                : "Follow-up rank " + flag.rank() + ": " + flag.technique() + ", about "
                        + Numbers.significant(flag.hours(), 2, "h") + ". " + Numbers.unit(flag.reason());
    }

    /** What was said of it by hand, with the time, oldest first; undone ones marked. */
    public List<String> remarks() {
        List<String> lines = new ArrayList<>();
        for (EditRow edit : findings.edits(track.trackId())) {
            lines.add(TIME.withZone(ZoneId.systemDefault()).format(edit.made()) + "  " + told(edit)
                    + (edit.undone() ? " (undone)" : ""));
        }
        return lines;
    }

    private static String told(EditRow edit) {
        try {
            return Edit.of(edit).sentence();
        } catch (java.io.IOException unreadable) {
            return edit.kind().key() + " " + edit.payload();
        }
    }

    private static String capital(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
