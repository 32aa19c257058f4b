package patina.app.gui;

import java.awt.Window;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JDialog;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTable;
import javax.swing.JTextField;
import javax.swing.table.AbstractTableModel;
import net.miginfocom.swing.MigLayout;
import org.jspecify.annotations.Nullable;
import patina.app.session.ImportRequest;
import patina.app.session.VolumeInfo;
import patina.geometry.VoxelSize;
import patina.reports.document.Numbers;
import patina.series.Cut;
import patina.series.Exposure.Quantity;

/** A new series of scan files: asks each one's exposure, and the voxel size only where files do not say it. */
final class ImportDialog extends JDialog {
    private static final long serialVersionUID = 1L;

    private final transient List<Path> files;
    private final transient List<VolumeInfo> infos;
    private final List<String> exposures = new ArrayList<>();
    private final JComboBox<String> quantity = new JComboBox<>(new String[] {"time", "cycles", "distance"});
    private final JComboBox<String> unit = new JComboBox<>();
    private final JTextField voxel = new JTextField();
    private final JTextField name = new JTextField();
    private final JTextField out = new JTextField();
    private final JTextField crop = new JTextField();
    private final JComboBox<Integer> bin = new JComboBox<>(new Integer[] {1, 2, 3, 4, 6, 8});
    private final JLabel taken = new JLabel(" ");
    private final JLabel complaint = new JLabel(" ");
    private final JTable table;
    private final boolean asksVoxel;
    private transient @Nullable ImportRequest answer;

    ImportDialog(Window over, List<Path> files, List<VolumeInfo> infos) {
        super(over, "New series", ModalityType.APPLICATION_MODAL);
        setName("import");
        this.files = files;
        this.infos = infos;
        asksVoxel = infos.stream().anyMatch(i -> i.voxelSize() == null);
        for (int i = 0; i < files.size(); i++) {
            exposures.add(Integer.toString(i));
        }
        table = new JTable(new Rows());
        table.setName("import-scans");
        table.putClientProperty("terminateEditOnFocusLost", true);
        table.getColumnModel().getColumn(0).setPreferredWidth(240);
        table.getColumnModel().getColumn(2).setPreferredWidth(300);
        quantity.addActionListener(e -> units());
        units();
        Path parent = files.get(0).toAbsolutePath().getParent();
        Path folder = parent == null ? Path.of(".") : parent;
        out.setName("import-out");
        out.setText(folder.resolve("series.json").toString());
        name.setText(String.valueOf(folder.getFileName()));
        complaint.setForeground(MessageBar.Tone.TROUBLE.colour());
        JButton cancel = new JButton("Cancel");
        cancel.addActionListener(e -> dispose());
        JButton make = new JButton("Make the series");
        make.setName("import-make");
        make.addActionListener(e -> take());
        JPanel form = new JPanel(new MigLayout(
                "insets 14 16 12 16, fill, wrap 4",
                "[right]10[grow, fill][right]10[120!, fill]",
                "[][grow][][][][][][]"));
        JLabel what = new JLabel("Say when each scan was taken. They are sorted by their names.");
        form.add(what, "span, growx, wmin 0");
        JScrollPane scroll = new JScrollPane(table);
        form.add(scroll, "span, grow, hmin 120");
        form.add(new JLabel("Exposure is"));
        form.add(quantity);
        form.add(new JLabel("in"));
        form.add(unit);
        form.add(new JLabel("Name"));
        form.add(name);
        if (asksVoxel) {
            form.add(new JLabel("Voxel size (µm)"));
            voxel.setToolTipText("Not every file says it. One number, or three: x, y, z.");
            voxel.setName("import-voxel");
            form.add(voxel);
        } else {
            form.add(new JLabel(""), "span 2");
        }
        crop.setName("import-crop");
        crop.putClientProperty("JTextField.placeholderText", "all, or 10:500, 20:480, 0:300 (x, y, z)");
        crop.setToolTipText("What is taken of each file, in its voxels: the first and one past the last."
                + " An end that is left out is the file's.");
        Typing.follow(crop, this::tellTaken);
        bin.setName("import-bin");
        bin.setToolTipText(
                "How many voxels along each axis become one. Binning by 2 takes an eighth of the time and room,"
                        + " and finds nothing that is thinner than a large voxel.");
        bin.addActionListener(e -> tellTaken());
        form.add(new JLabel("Crop"));
        form.add(crop);
        form.add(new JLabel("Bin"));
        form.add(bin);
        taken.setName("import-taken");
        taken.setForeground(Theme.quiet());
        form.add(taken, "skip 1, span 3, wmin 0");
        tellTaken();
        form.add(new JLabel("series.json"));
        form.add(out, "span 3");
        JPanel foot = new JPanel(new MigLayout("insets 8 0 0 0, fillx", "[grow, fill][][]"));
        foot.add(complaint, "wmin 0");
        foot.add(cancel);
        foot.add(make);
        form.add(foot, "span, growx");
        setContentPane(form);
        getRootPane().setDefaultButton(make);
        Dialogs.closeOnEscape(this);
        float scale = com.formdev.flatlaf.util.UIScale.getUserScaleFactor();
        setSize(
                Math.min(Math.round(720 * scale), over.getWidth()),
                Math.min(Math.round(540 * scale), over.getHeight()));
        setLocationRelativeTo(over);
    }

    private void units() {
        unit.removeAllItems();
        Quantity.of(String.valueOf(quantity.getSelectedItem()))
                .ifPresent(q -> q.units().forEach(unit::addItem));
    }

    private Cut cut() {
        return Cut.of(crop.getText(), (Integer) Objects.requireNonNull(bin.getSelectedItem()));
    }

    /** Says what is left of the scans, or why it cannot be said. */
    private void tellTaken() {
        try {
            Cut cut = cut();
            Set<String> sizes = new LinkedHashSet<>();
            for (VolumeInfo info : infos) {
                VoxelSize size = info.voxelSize();
                sizes.add(cut.of(info.size()) + " voxels"
                        + (size == null ? "" : " of " + Numbers.size(size.meanUm() * cut.bin()) + "\u00a0µm"));
            }
            taken.setText("Taken of each scan: " + String.join("; ", sizes));
            taken.setForeground(Theme.quiet());
        } catch (IllegalArgumentException e) {
            taken.setText(e.getMessage());
            taken.setForeground(MessageBar.Tone.TROUBLE.colour());
        }
        taken.setToolTipText(taken.getText());
    }

    private void take() {
        if (table.isEditing()) {
            table.getCellEditor().stopCellEditing();
        }
        try {
            List<Double> at = new ArrayList<>();
            for (int i = 0; i < files.size(); i++) {
                at.add(Dialogs.number("exposure of '" + files.get(i).getFileName() + "'", exposures.get(i)));
            }
            List<Double> size = new ArrayList<>();
            if (asksVoxel) {
                for (String edge : voxel.getText().strip().split("\\s*[;,x ]\\s*")) {
                    size.add(Dialogs.number("voxel size", edge));
                }
            }
            answer = new ImportRequest(
                    files,
                    Path.of(out.getText().strip()),
                    size,
                    at,
                    String.valueOf(unit.getSelectedItem()),
                    String.valueOf(quantity.getSelectedItem()),
                    name.getText().isBlank() ? null : name.getText().strip(),
                    cut());
            for (VolumeInfo info : infos) {
                // Says in a sentence when nothing is left of a scan.
                cut().of(info.size());
            }
            dispose();
        } catch (IllegalArgumentException e) {
            complaint.setText(e.getMessage());
            complaint.setToolTipText(e.getMessage());
        }
    }

    /** Waits for the user; null when no series is wanted. */
    @Nullable
    ImportRequest ask() {
        setVisible(true);
        return answer;
    }

    private final class Rows extends AbstractTableModel {
        private static final long serialVersionUID = 1L;

        @Override
        public int getRowCount() {
            return files.size();
        }

        @Override
        public int getColumnCount() {
            return 3;
        }

        @Override
        public String getColumnName(int column) {
            return List.of("Scan", "Exposure", "Found").get(column);
        }

        @Override
        public boolean isCellEditable(int row, int column) {
            return column == 1;
        }

        @Override
        public Object getValueAt(int row, int column) {
            VolumeInfo info = infos.get(row);
            return switch (column) {
                case 0 -> String.valueOf(files.get(row).getFileName());
                case 1 -> exposures.get(row);
                default ->
                    info.size() + " " + info.type() + ", "
                            + (info.voxelSize() == null
                                    ? "no voxel size"
                                    : Numbers.size(info.voxelSize().meanUm()) + " µm");
            };
        }

        @Override
        public void setValueAt(Object value, int row, int column) {
            exposures.set(row, String.valueOf(value));
        }
    }
}
