package patina.app.gui.view;

import java.util.Optional;
import patina.geometry.Point;
import patina.reports.document.Numbers;
import patina.store.FeatureRow;
import patina.tracks.Track;

/** What the line below the slices says of the place under the pointer. */
final class ProbeWords {
    private final VolumeStack stack;
    private final ViewModel model;

    ProbeWords(VolumeStack stack, ViewModel model) {
        this.stack = stack;
        this.model = model;
    }

    /**
     * Grey, share of metal, place in the specimen and in the scan, and the feature there.
     *
     * @param frame the slice as it is shown
     * @param um a place on it, specimen frame, micrometres
     * @return blank beyond the slice
     */
    String at(SliceFrame frame, Point um) {
        int i = frame.index(frame.plane().x(um), frame.plane().y(um));
        if (i < 0 || i >= frame.greys().length) {
            return " ";
        }
        float grey = frame.greys()[i];
        StringBuilder words = new StringBuilder(
                Float.isNaN(grey)
                        ? "not seen"
                        : grey == BrickBox.OUTSIDE ? "outside" : "grey " + Numbers.significant((double) grey, 5));
        if (!Float.isNaN(grey) && grey != BrickBox.OUTSIDE) {
            stack.solidFraction(model.scan(), grey)
                    .ifPresent(solid -> words.append(" · solid ").append(Numbers.fixed(solid, 2)));
        }
        words.append(" · specimen ").append(place(um));
        stack.scan(model.scan())
                .ifPresent(s -> words.append(" · in scan ")
                        .append(s.index())
                        .append(' ')
                        .append(place(s.toScan().apply(um))));
        feature(i < frame.labels().length ? frame.labels()[i] : 0).ifPresent(words::append);
        return words.toString();
    }

    private static String place(Point um) {
        return "(" + Numbers.fixed(um.x(), 1) + ", " + Numbers.fixed(um.y(), 1) + ", " + Numbers.fixed(um.z(), 1)
                + ")\u00a0µm";
    }

    private Optional<String> feature(int label) {
        if (label == 0) {
            return Optional.empty();
        }
        String words = " · " + Track.name(label);
        Optional<FeatureRow> row = stack.feature(model.scan(), label);
        return Optional.of(row.map(r -> words + " " + r.kind()
                        + (r.depthUm() == null
                                ? ""
                                : ", depth " + Numbers.measured(r.depthUm(), r.depthUUm()) + "\u00a0µm")
                        + (r.cutByView() ? " (a lower bound)" : ""))
                .orElse(words));
    }
}
