package patina.fields;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/** Exact sums over the labels met in some of a grid's blocks; mergeable in any order, not for several threads at once. */
public final class LabelSums implements Serializable {
    private static final long serialVersionUID = 1;

    private final MeasureLabels kernel;
    private final TreeMap<Integer, Integer> rowOf;
    private final ComponentRows rows;

    LabelSums(MeasureLabels kernel, Map<Integer, Integer> rowOf, ComponentRows rows) {
        this.kernel = kernel;
        this.rowOf = new TreeMap<>(rowOf);
        this.rows = rows;
    }

    LabelSums merge(LabelSums other) {
        other.rowOf.forEach((label, from) -> {
            Integer to = rowOf.get(label);
            if (to == null) {
                rowOf.put(label, rows.count);
                rows.append(other.rows, from);
            } else {
                rows.add(to, other.rows, from);
            }
        });
        return this;
    }

    /** One component for each label, numbered as they are. */
    public Components components() {
        ComponentRows ordered = new ComponentRows(0, rows.weights, kernel.count());
        rowOf.forEach((label, row) -> ordered.add(label - 1, rows, row));
        return new Components(kernel.grid().extent(), kernel.classifier(), ordered);
    }
}
