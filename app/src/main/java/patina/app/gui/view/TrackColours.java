package patina.app.gui.view;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import patina.store.TrackRow;

/**
 * The colours of features, one home for slices, the solid view, tables and plots: by track after Okabe and Ito (Color
 * Universal Design, 2008), by growth rate as a share of the greatest with that unit (cividis), by kind.
 */
public final class TrackColours {
    private static final int[] BY_NUMBER = {
        0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9, 0x8f6bd1, 0xf0e442
    };
    private static final Map<String, Integer> BY_KIND = Map.of(
            "pit", 0xd55e00,
            "crack", 0x56b4e9,
            "wear", 0xe69f00,
            "uniform", 0x009e73,
            "intergranular", 0xcc79a7,
            "pore", 0x0072b2,
            "gain", 0xf0e442,
            "unassigned", 0x999999);
    private static final int NO_RATE = 0x808080;

    private final Map<Integer, TrackRow> tracks = new HashMap<>();
    private final Map<String, Double> greatest = new HashMap<>();
    private final int[] rates = ColourMap.CIVIDIS.table();

    TrackColours(List<TrackRow> rows) {
        for (TrackRow row : rows) {
            tracks.put(row.trackId(), row);
            Double rate = row.rate();
            if (rate != null) {
                greatest.merge(String.valueOf(row.rateUnit()), Math.abs(rate), Math::max);
            }
        }
    }

    /** 0xAARRGGBB, opaque; the same track has the same colour in every scan. */
    public int of(int track, Overlays.Labels by) {
        TrackRow row = tracks.get(track);
        return 0xff000000
                | switch (by) {
                    case BY_TRACK, NONE -> BY_NUMBER[Math.floorMod(track - 1, BY_NUMBER.length)];
                    case BY_KIND -> BY_KIND.getOrDefault(row == null ? "unassigned" : row.kind(), NO_RATE);
                    case BY_GROWTH_RATE -> byRate(row);
                };
    }

    private int byRate(@org.jspecify.annotations.Nullable TrackRow row) {
        Double rate = row == null ? null : row.rate();
        if (row == null || rate == null) {
            return NO_RATE;
        }
        double most = greatest.getOrDefault(String.valueOf(row.rateUnit()), 1.0);
        return rates[most > 0 ? (int) Math.round(255 * Math.min(1, Math.abs(rate) / most)) : 0];
    }
}
