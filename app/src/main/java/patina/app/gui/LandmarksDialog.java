package patina.app.gui;

import com.formdev.flatlaf.util.UIScale;
import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.awt.Window;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JDialog;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JSplitPane;
import javax.swing.JTable;
import javax.swing.table.AbstractTableModel;
import net.miginfocom.swing.MigLayout;
import org.jspecify.annotations.Nullable;
import patina.app.gui.view.SliceViewer;
import patina.app.gui.view.SliceViewer.Tool;
import patina.app.gui.view.ViewModel;
import patina.app.gui.view.VolumeStack;
import patina.geometry.Point;
import patina.registration.Landmarks;
import patina.reports.document.Numbers;

/** Two scans side by side, each in its own frame, in which the same places are marked in the same order. */
final class LandmarksDialog extends JDialog {
    private static final long serialVersionUID = 1L;

    private final transient Side left;
    private final transient Side right;
    private final Rows rows = new Rows();
    private final JTable table = new JTable(rows);
    private final JLabel told = new JLabel(" ");
    private final JButton use = new JButton("Use as start");
    private transient @Nullable Landmarks found;
    private transient @Nullable Landmarks answer;

    /** One scan, and the places marked in it. */
    private static final class Side {
        final ViewModel model = new ViewModel();
        final List<Point> places = new ArrayList<>();
        final SliceViewer slices;
        final JButton mark = new JButton();
        final JPanel panel = new JPanel(new BorderLayout());

        Side(VolumeStack stack, String title, String name, Runnable changed) {
            model.setScan(stack.reference());
            slices = new SliceViewer(stack, model, EnumSet.of(Tool.NAVIGATE, Tool.WINDOW, Tool.DISTANCE));
            slices.setName("landmarks-" + name);
            mark.setName("landmarks-mark-" + name);
            mark.setToolTipText("The crosshair's place becomes the next landmark of this scan.");
            mark.addActionListener(e -> {
                places.add(model.crosshair());
                changed.run();
            });
            JPanel head = new JPanel(new MigLayout("insets 6 10 4 10, fillx", "[grow, fill][]"));
            head.add(Theme.heading(new JLabel(title)), "wmin 0");
            head.add(mark);
            panel.add(head, BorderLayout.NORTH);
            panel.add(slices);
            panel.setMinimumSize(new Dimension(200, 200));
        }

        void show() {
            slices.setMarks(places);
            mark.setText("Mark place " + (places.size() + 1));
        }
    }

    /**
     * @param reference a stack of the reference scan alone
     * @param scan a stack of the other scan alone
     */
    LandmarksDialog(Window over, VolumeStack reference, VolumeStack scan, String scanName) {
        super(over, "Landmarks", ModalityType.APPLICATION_MODAL);
        setName("landmarks");
        left = new Side(reference, "Reference scan", "reference", this::changed);
        right = new Side(scan, scanName, "scan", this::changed);
        table.setName("landmarks-table");
        table.setFillsViewportHeight(true);
        table.setRowHeight(UIScale.scale(22));
        JButton remove = new JButton("Remove the place");
        remove.setName("landmarks-remove");
        remove.addActionListener(e -> remove());
        JButton cancel = new JButton("Cancel");
        cancel.addActionListener(e -> dispose());
        use.setName("landmarks-use");
        use.addActionListener(e -> {
            answer = found;
            dispose();
        });
        JLabel help = new JLabel(
                "<html>Put the crosshair on a place that is seen in both scans, such as an inclusion, a corner or"
                        + " a mark, and press <b>Mark place</b>; then the same place in the other scan. Three places or more, well apart"
                        + " and not in a line. A few voxels off do no harm: the registration goes on from there by itself.</html>");
        help.setBorder(BorderFactory.createEmptyBorder(8, 12, 6, 12));
        JSplitPane two = new JSplitPane(JSplitPane.HORIZONTAL_SPLIT, left.panel, right.panel);
        two.setResizeWeight(0.5);
        two.setBorder(null);
        JScrollPane scroll = new JScrollPane(table);
        scroll.setBorder(BorderFactory.createMatteBorder(1, 0, 1, 0, Theme.line()));
        scroll.setPreferredSize(UIScale.scale(new Dimension(400, 130)));
        told.setName("landmarks-told");
        JPanel foot = new JPanel(new MigLayout("insets 8 12 10 12, fillx", "[][grow, fill][][]"));
        foot.add(remove);
        foot.add(told, "wmin 0");
        foot.add(cancel, "tag cancel");
        foot.add(use, "tag ok");
        JPanel below = new JPanel(new BorderLayout());
        below.add(scroll);
        below.add(foot, BorderLayout.SOUTH);
        JPanel content = new JPanel(new BorderLayout());
        content.add(help, BorderLayout.NORTH);
        content.add(two);
        content.add(below, BorderLayout.SOUTH);
        setContentPane(content);
        Dialogs.closeOnEscape(this);
        Rectangle around = over.getBounds();
        setSize(
                Math.max(UIScale.scale(700), around.width - UIScale.scale(60)),
                Math.max(UIScale.scale(480), around.height - UIScale.scale(60)));
        setLocationRelativeTo(over);
        two.setDividerLocation(getWidth() / 2);
        changed();
    }

    private void changed() {
        left.show();
        right.show();
        int pairs = Math.min(left.places.size(), right.places.size());
        found = null;
        String sentence;
        if (left.places.size() != right.places.size()) {
            sentence = "Mark place " + (pairs + 1) + " in the other scan, too.";
        } else if (pairs < Landmarks.LEAST) {
            sentence = pairs + " of at least " + Landmarks.LEAST + " places are marked.";
        } else {
            try {
                Landmarks fit = Landmarks.fit(left.places, right.places);
                found = fit;
                sentence = "The places agree within " + Numbers.significant(fit.rmsUm(), 2) + "\u00a0µm (rms)."
                        + (pairs == Landmarks.LEAST ? " A fourth would check the three." : "");
            } catch (IllegalArgumentException e) {
                sentence = String.valueOf(e.getMessage());
            }
        }
        told.setText(sentence);
        told.setToolTipText(sentence);
        use.setEnabled(found != null);
        rows.fireTableDataChanged();
    }

    private void remove() {
        int row = table.getSelectedRow() >= 0 ? table.getSelectedRow() : rows.getRowCount() - 1;
        for (Side side : List.of(left, right)) {
            if (row >= 0 && row < side.places.size()) {
                side.places.remove(row);
            }
        }
        changed();
    }

    /** Waits for the user; null when nothing is to change. */
    @Nullable
    Landmarks ask() {
        setVisible(true);
        left.slices.close();
        right.slices.close();
        return answer;
    }

    private final class Rows extends AbstractTableModel {
        private static final long serialVersionUID = 1L;

        @Override
        public int getRowCount() {
            return Math.max(left.places.size(), right.places.size());
        }

        @Override
        public int getColumnCount() {
            return 4;
        }

        @Override
        public String getColumnName(int column) {
            return List.of("Place", "In the reference scan (µm)", "In the scan (µm)", "Apart (µm)")
                    .get(column);
        }

        @Override
        public Object getValueAt(int row, int column) {
            Landmarks fit = found;
            return switch (column) {
                case 0 -> row + 1;
                case 1 -> told(left.places, row);
                case 2 -> told(right.places, row);
                default ->
                    fit == null || row >= fit.residualsUm().size()
                            ? ""
                            : Numbers.significant(fit.residualsUm().get(row), 2);
            };
        }

        private static String told(List<Point> places, int row) {
            if (row >= places.size()) {
                return "";
            }
            Point p = places.get(row);
            return Numbers.fixed(p.x(), 1) + ", " + Numbers.fixed(p.y(), 1) + ", " + Numbers.fixed(p.z(), 1);
        }
    }
}
