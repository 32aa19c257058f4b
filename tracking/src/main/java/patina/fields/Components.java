package patina.fields;

import java.io.Serializable;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import patina.geometry.Extent;
import patina.geometry.Point;

/**
 * The table of a volume's components, in order of their first voxel. All sums are exact, so two tables of the same
 * volume are equal to the last bit. Safe for many threads.
 */
public final class Components implements Serializable {
    private static final long serialVersionUID = 1;

    private final Extent extent;
    private final int passive;
    private final double weightStep;
    private final ComponentRows rows;

    Components(Extent extent, Classifier classifier, ComponentRows rows) {
        this.extent = extent;
        this.passive = classifier.passive();
        this.weightStep = classifier.weightStep();
        this.rows = rows;
    }

    /** The volume they were found in. */
    public Extent extent() {
        return extent;
    }

    /** How many there are; they are numbered 1 ... count. */
    public int count() {
        return rows.count;
    }

    /** The class of a component. */
    public int category(int number) {
        return (int) rows.cells[rows.at(number - 1) + ComponentRows.CATEGORY];
    }

    /** How many voxels a component has. */
    public long voxels(int number) {
        return rows.cells[rows.at(number - 1) + ComponentRows.VOXELS];
    }

    /** How many faces a component shares with voxels of class {@code with}; 0 with its own. Contacts must be counted. */
    public long contacts(int number, int with) {
        return contact(number, with + passive);
    }

    /** How many voxel faces of a component lie on the volume's border. Contacts must be counted. */
    public long borderContacts(int number) {
        return contact(number, rows.contacts - 1);
    }

    private long contact(int number, int column) {
        if (rows.contacts == 0) {
            throw new IllegalStateException("Contacts were not counted; ask the LabelKernel for them.");
        }
        if (column < 0 || column >= rows.contacts) {
            throw new IllegalArgumentException("There is no class " + (column - passive) + ".");
        }
        return rows.cells[rows.at(number - 1) + ComponentRows.CONTACTS + column];
    }

    /** All of them in order, made as they are asked for. */
    public List<Component> list() {
        return new Rows();
    }

    private final class Rows extends AbstractList<Component> implements RandomAccess {
        @Override
        public Component get(int index) {
            return component(index + 1);
        }

        @Override
        public int size() {
            return count();
        }
    }

    /** All that is known about one component. */
    public Component component(int number) {
        if (number < 1 || number > rows.count) {
            throw new IndexOutOfBoundsException("There are components 1 to " + rows.count + ", but no " + number + ".");
        }
        int i = number - 1;
        long[] c = rows.cells;
        int at = rows.at(i);
        long n = c[at + ComponentRows.VOXELS];
        long x = c[at + ComponentRows.SUM];
        long y = c[at + ComponentRows.SUM + 1];
        long z = c[at + ComponentRows.SUM + 2];
        Point centroid = new Point((double) x / n, (double) y / n, (double) z / n);
        double nn = (double) n * n;
        int square = at + ComponentRows.SQUARE;
        List<Long> contacts = new ArrayList<>();
        for (int k = 0; k < rows.contacts; k++) {
            contacts.add(c[at + ComponentRows.CONTACTS + k]);
        }
        List<Component.Weight> weights = new ArrayList<>();
        for (int w = 0; w < rows.weights; w++) {
            int p = rows.weight(i, w);
            double steps = Wide.value(c, p);
            weights.add(new Component.Weight(
                    steps * weightStep,
                    steps == 0
                            ? centroid
                            : new Point(
                                    Wide.value(c, p + 2) / steps,
                                    Wide.value(c, p + 4) / steps,
                                    Wide.value(c, p + 6) / steps),
                    Float.intBitsToFloat((int) c[p + ComponentRows.WEIGHT_MAX]),
                    c[p + ComponentRows.WEIGHT_AT]));
        }
        return new Component(
                number,
                (int) c[at + ComponentRows.CATEGORY],
                c[at + ComponentRows.FIRST],
                n,
                new Component.Voxel(
                        c[at + ComponentRows.LOW], c[at + ComponentRows.LOW + 1], c[at + ComponentRows.LOW + 2]),
                new Component.Voxel(
                        c[at + ComponentRows.HIGH], c[at + ComponentRows.HIGH + 1], c[at + ComponentRows.HIGH + 2]),
                centroid,
                new Component.Moments(
                        Wide.central(c, square, n, x, x) / nn,
                        Wide.central(c, square + 2, n, y, y) / nn,
                        Wide.central(c, square + 4, n, z, z) / nn,
                        Wide.central(c, square + 6, n, x, y) / nn,
                        Wide.central(c, square + 8, n, x, z) / nn,
                        Wide.central(c, square + 10, n, y, z) / nn),
                List.copyOf(contacts),
                List.copyOf(weights));
    }
}
