package patina.reports.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import patina.store.MemberVolumeRow;
import patina.store.TrackRow;
import patina.tracks.Track;

/** What happened to whom: nucleations, merges, splits, branches and vanishings, in order of exposure. */
final class LineageEvents {
    /**
     * One event.
     *
     * @param scan the scan that first shows it
     * @param kind merged, split, branched, nucleated, vanished
     */
    record Event(int scan, String kind, String text) {}

    private LineageEvents() {}

    static List<Event> of(Findings findings) {
        Map<Integer, List<Integer>> nucleated = new TreeMap<>();
        Map<Integer, List<Integer>> vanished = new TreeMap<>();
        List<Event> events = new ArrayList<>();
        for (TrackRow track : findings.facts.tracks()) {
            String name = Findings.called(track.kind()) + " " + Track.name(track.trackId());
            switch (track.began()) {
                case "merged" ->
                    events.add(new Event(
                            track.firstScan(),
                            "merged",
                            Findings.names(track.parents()) + " merged into " + name + shares(findings, track)));
                case "split" ->
                    events.add(new Event(
                            track.firstScan(),
                            "split",
                            name + " began where " + Findings.names(track.parents()) + " split"));
                case "branched" ->
                    events.add(new Event(
                            track.firstScan(), "branched", name + " branched from " + Findings.names(track.parents())));
                case "nucleated" ->
                    nucleated
                            .computeIfAbsent(track.firstScan(), scan -> new ArrayList<>())
                            .add(track.trackId());
                default -> {
                    // Pre-existing tracks have no beginning to tell of.
                }
            }
            if (track.ended().equals("vanished")) {
                vanished.computeIfAbsent(track.lastScan(), scan -> new ArrayList<>())
                        .add(track.trackId());
            }
        }
        nucleated.forEach((scan, ids) -> events.add(new Event(
                scan,
                "nucleated",
                ids.size() <= 12
                        ? Findings.names(ids) + (ids.size() == 1 ? " is new" : " are new")
                        : Findings.counted(ids.size(), "feature") + " are new")));
        vanished.forEach((scan, ids) -> events.add(new Event(
                scan,
                "vanished",
                ids.size() <= 12
                        ? Findings.names(ids) + (ids.size() == 1 ? " is" : " are") + " not seen after it"
                        : Findings.counted(ids.size(), "feature") + " are not seen after it")));
        events.sort((a, b) -> Integer.compare(a.scan(), b.scan()));
        return events;
    }

    /** Merges, splits and branches as sentences; the rest is told by a count. */
    static List<String> sentences(Findings findings, int most) {
        List<String> all = of(findings).stream()
                .filter(event ->
                        !event.kind().equals("nucleated") && !event.kind().equals("vanished"))
                .map(event -> capital(event.text()) + " (first seen at " + findings.moment(event.scan()) + ").")
                .toList();
        if (all.size() <= most) {
            return all;
        }
        List<String> some = new ArrayList<>(all.subList(0, most - 1));
        some.add(Findings.counted(all.size() - some.size(), "more event") + " of lineage stand in the list of events.");
        return some;
    }

    static String capital(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static String shares(Findings findings, TrackRow track) {
        int last = findings.facts.members().stream()
                .filter(row -> row.trackId() == track.trackId())
                .mapToInt(MemberVolumeRow::scan)
                .max()
                .orElse(-1);
        List<MemberVolumeRow> rows = findings.facts.members().stream()
                .filter(row -> row.trackId() == track.trackId() && row.scan() == last)
                .toList();
        double sum = rows.stream().mapToDouble(MemberVolumeRow::volumeUm3).sum();
        if (rows.size() < 2 || !(sum > 0)) {
            return "";
        }
        return "; shares at " + findings.moment(last) + ": "
                + Findings.joined(rows.stream()
                        .map(row -> Track.name(row.memberTrackId()) + " "
                                + Numbers.fixed(100 * row.volumeUm3() / sum, 0) + "\u00a0%")
                        .toList());
    }
}
