package patina.series;

import java.util.List;

/** A place of one scan in which nothing was seen, such as a grip or a marker, as the user drew it. */
public sealed interface HiddenShape permits HiddenBox, HiddenStroke {
    /** 0-based position in series.json. */
    int scan();

    /** In words: how many boxes and strokes; empty for none. */
    static String inWords(List<? extends HiddenShape> shapes) {
        long boxes = shapes.stream().filter(HiddenBox.class::isInstance).count();
        long strokes = shapes.size() - boxes;
        String first = boxes == 0 ? "" : boxes + (boxes == 1 ? " box" : " boxes");
        String second = strokes == 0 ? "" : strokes + (strokes == 1 ? " brush stroke" : " brush strokes");
        return first + (first.isEmpty() || second.isEmpty() ? "" : " and ") + second;
    }
}
