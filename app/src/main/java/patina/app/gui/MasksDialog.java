package patina.app.gui;

import com.formdev.flatlaf.util.UIScale;
import java.awt.BorderLayout;
import java.awt.Dimension;
import java.util.ArrayList;
import java.util.List;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JDialog;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTable;
import javax.swing.table.AbstractTableModel;
import net.miginfocom.swing.MigLayout;
import patina.app.gui.model.Findings;
import patina.app.gui.view.VolumeStack;
import patina.geometry.Point;
import patina.reports.document.Numbers;
import patina.series.HiddenBox;
import patina.series.HiddenShape;
import patina.series.HiddenStroke;

/** What is hidden by hand, a row each: kept in series.json, or painted and not kept yet. */
final class MasksDialog extends JDialog {
    private static final long serialVersionUID = 1L;

    private final transient Masking masking;
    private final transient Workbench window;
    private final transient List<HiddenShape> shapes = new ArrayList<>();
    private final Rows rows = new Rows();
    private final JTable table = new JTable(rows);
    private final JButton remove = new JButton("Show again");
    private final JButton go = new JButton("Go there");
    private final JButton keep = new JButton("Keep what was painted …");
    private int painted;

    MasksDialog(java.awt.Frame over, Masking masking, Workbench window) {
        super(over, "Masks", false);
        setName("masks");
        this.masking = masking;
        this.window = window;
        table.setName("masks-table");
        table.setFillsViewportHeight(true);
        table.setRowHeight(UIScale.scale(22));
        table.getSelectionModel().addListSelectionListener(e -> enableButtons());
        int[] widths = {150, 60, 330, 110};
        for (int i = 0; i < widths.length; i++) {
            table.getColumnModel().getColumn(i).setPreferredWidth(UIScale.scale(widths[i]));
        }
        remove.setName("masks-remove");
        remove.setToolTipText("Nothing is hidden there any more.");
        remove.addActionListener(e -> masking.remove(chosen()));
        go.setName("masks-go");
        go.setToolTipText("Show its scan, with the crosshair in its middle.");
        go.addActionListener(e -> go());
        keep.setName("masks-keep");
        keep.setToolTipText("Write it into series.json.");
        keep.addActionListener(e -> masking.keep());
        JButton close = new JButton("Close");
        close.addActionListener(e -> dispose());
        JLabel help =
                new JLabel("<html>Drawn with <b>Mask</b> (boxes) and <b>Brush</b> above the slices. What is hidden"
                        + " counts as not seen: nothing is registered or measured there.</html>");
        help.setBorder(BorderFactory.createEmptyBorder(10, 12, 8, 12));
        JScrollPane scroll = new JScrollPane(table);
        scroll.setBorder(BorderFactory.createMatteBorder(1, 0, 1, 0, Theme.line()));
        JPanel foot = new JPanel(new MigLayout("insets 8 12 10 12, fillx", "[][][][grow, fill][]"));
        foot.add(go);
        foot.add(remove);
        foot.add(keep);
        foot.add(new JLabel(""));
        foot.add(close, "tag ok");
        JPanel content = new JPanel(new BorderLayout());
        content.add(help, BorderLayout.NORTH);
        content.add(scroll);
        content.add(foot, BorderLayout.SOUTH);
        setContentPane(content);
        Dialogs.closeOnEscape(this);
        setSize(new Dimension(
                Math.min(UIScale.scale(680), over.getWidth()), Math.min(UIScale.scale(360), over.getHeight())));
        setLocationRelativeTo(over);
    }

    void refresh() {
        shapes.clear();
        shapes.addAll(masking.kept());
        painted = masking.painted().size();
        shapes.addAll(masking.painted());
        rows.fireTableDataChanged();
        enableButtons();
    }

    private void enableButtons() {
        boolean any = table.getSelectedRow() >= 0;
        remove.setEnabled(any);
        go.setEnabled(any);
        keep.setEnabled(painted > 0);
    }

    private List<HiddenShape> chosen() {
        List<HiddenShape> chosen = new ArrayList<>();
        for (int row : table.getSelectedRows()) {
            chosen.add(shapes.get(row));
        }
        return chosen;
    }

    private void go() {
        HiddenShape shape = shapes.get(table.getSelectedRow());
        VolumeStack volumes = window.pictures().stack();
        if (volumes != null) {
            window.view().setScan(shape.scan());
            Point middle = middle(shape);
            window.view()
                    .setCrosshair(volumes.scan(shape.scan())
                            .map(s -> s.toScan().back(middle))
                            .orElse(middle));
        }
    }

    private static Point middle(HiddenShape shape) {
        if (shape instanceof HiddenBox box) {
            return box.fromUm().plus(box.toUm()).times(0.5);
        }
        List<Point> path = ((HiddenStroke) shape).pathUm();
        return path.get(path.size() / 2);
    }

    private static String place(HiddenShape shape) {
        if (shape instanceof HiddenBox box) {
            return "from " + told(box.fromUm()) + " to " + told(box.toUm()) + "\u00a0µm";
        }
        HiddenStroke stroke = (HiddenStroke) shape;
        return "radius " + Numbers.significant(stroke.radiusUm(), 3) + "\u00a0µm, about " + told(middle(stroke))
                + "\u00a0µm";
    }

    private static String told(Point p) {
        return "(" + Numbers.fixed(p.x(), 0) + ", " + Numbers.fixed(p.y(), 0) + ", " + Numbers.fixed(p.z(), 0) + ")";
    }

    private final class Rows extends AbstractTableModel {
        private static final long serialVersionUID = 1L;

        @Override
        public int getRowCount() {
            return shapes.size();
        }

        @Override
        public int getColumnCount() {
            return 4;
        }

        @Override
        public String getColumnName(int column) {
            return List.of("Scan", "Form", "Where, in the scan's frame", "State")
                    .get(column);
        }

        @Override
        public Object getValueAt(int row, int column) {
            HiddenShape shape = shapes.get(row);
            Findings findings = window.findings();
            return switch (column) {
                case 0 -> findings == null ? "scan " + shape.scan() : findings.scanName(shape.scan());
                case 1 -> shape instanceof HiddenBox ? "box" : "stroke";
                case 2 -> place(shape);
                default -> row < shapes.size() - painted ? "hidden" : "only painted";
            };
        }
    }
}
