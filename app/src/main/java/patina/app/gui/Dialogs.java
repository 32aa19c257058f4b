package patina.app.gui;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Component;
import java.awt.Desktop.Action;
import java.awt.Dimension;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import javax.swing.BorderFactory;
import javax.swing.DefaultListCellRenderer;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JFileChooser;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTable;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import javax.swing.KeyStroke;
import javax.swing.filechooser.FileNameExtensionFilter;
import javax.swing.table.DefaultTableModel;
import net.miginfocom.swing.MigLayout;
import org.jspecify.annotations.Nullable;
import patina.app.gui.model.Command;
import patina.app.gui.model.Findings;
import patina.app.gui.model.State;
import patina.app.session.AddScanRequest;
import patina.app.session.Version;
import patina.app.session.VolumeInfo;
import patina.geometry.Point;
import patina.reports.document.Numbers;
import patina.series.HiddenBox;

/** The window's questions. */
final class Dialogs {
    private static final String FOLDER = "folder";

    private Dialogs() {}

    static void closeOnEscape(JDialog dialog) {
        dialog.getRootPane()
                .registerKeyboardAction(
                        e -> dialog.dispose(),
                        KeyStroke.getKeyStroke(KeyEvent.VK_ESCAPE, 0),
                        JComponent.WHEN_IN_FOCUSED_WINDOW);
    }

    private static @Nullable Path ask(Component over, JFileChooser chooser, State state) {
        if (chooser.showDialog(over, chooser.getApproveButtonText()) != JFileChooser.APPROVE_OPTION) {
            return null;
        }
        Path chosen = chooser.getSelectedFile().toPath();
        Path parent = chosen.toAbsolutePath().getParent();
        if (parent != null) {
            state.put(FOLDER, parent.toString());
        }
        return chosen;
    }

    private static JFileChooser chooser(State state, String title, String button) {
        JFileChooser chooser = new JFileChooser(new File(state.text(FOLDER, System.getProperty("user.dir", "."))));
        chooser.setDialogTitle(title);
        chooser.setApproveButtonText(button);
        return chooser;
    }

    static @Nullable Path chooseToOpen(Component over, State state) {
        JFileChooser chooser = chooser(state, "An inspection's folder, or a series.json", "Open");
        chooser.setFileSelectionMode(JFileChooser.FILES_AND_DIRECTORIES);
        chooser.setFileFilter(new FileNameExtensionFilter("Inspections and series.json", "json"));
        return ask(over, chooser, state);
    }

    static @Nullable Path chooseSeries(Component over, String why, State state) {
        JFileChooser chooser = chooser(state, why, "Choose");
        chooser.setFileFilter(new FileNameExtensionFilter("series.json", "json"));
        return ask(over, chooser, state);
    }

    static List<Path> chooseScans(Component over, State state) {
        JFileChooser chooser = chooser(state, "Scans: files, or folders of slices", "Choose");
        chooser.setFileSelectionMode(JFileChooser.FILES_AND_DIRECTORIES);
        chooser.setMultiSelectionEnabled(true);
        Path first = ask(over, chooser, state);
        return first == null
                ? List.of()
                : Arrays.stream(chooser.getSelectedFiles()).map(File::toPath).toList();
    }

    static @Nullable Path chooseFolder(Component over, String title, Path suggestion, State state) {
        JFileChooser chooser = chooser(state, title, "Use this folder");
        chooser.setFileSelectionMode(JFileChooser.DIRECTORIES_ONLY);
        chooser.setSelectedFile(suggestion.toAbsolutePath().toFile());
        return ask(over, chooser, state);
    }

    static @Nullable Path chooseFile(
            Component over, String title, String suggestion, State state, List<String> endings) {
        JFileChooser chooser = chooser(state, title, "Save");
        for (String ending : endings) {
            chooser.addChoosableFileFilter(
                    new FileNameExtensionFilter(ending.toUpperCase(java.util.Locale.ROOT), ending));
        }
        chooser.setAcceptAllFileFilterUsed(false);
        chooser.setSelectedFile(new File(suggestion));
        Path chosen = ask(over, chooser, state);
        if (chosen == null) {
            return null;
        }
        String name = chosen.getFileName().toString();
        boolean ended = endings.stream()
                .anyMatch(e -> name.toLowerCase(java.util.Locale.ROOT).endsWith("." + e));
        String ending = chooser.getFileFilter() instanceof FileNameExtensionFilter filter
                ? filter.getExtensions()[0]
                : endings.get(0);
        Path file = ended ? chosen : chosen.resolveSibling(name + "." + ending);
        boolean free = !Files.exists(file)
                || confirm(over, title, "'" + file + "' is there already. Write over it?", "Write over it");
        return free ? file : null;
    }

    /** Where a run writes to; a text field is enough, as the suggestion is nearly always taken. */
    static @Nullable Path chooseInspectionFolder(Component over, Path suggestion) {
        JTextField folder = new JTextField(suggestion.toString(), 44);
        folder.setName("inspection-folder");
        JPanel form = new JPanel(new MigLayout("insets 0, wrap 1, fillx", "[grow, fill]"));
        form.add(new JLabel("The results go into a folder of their own:"));
        form.add(folder);
        int answer = JOptionPane.showOptionDialog(
                over,
                form,
                "Run",
                JOptionPane.OK_CANCEL_OPTION,
                JOptionPane.PLAIN_MESSAGE,
                null,
                new Object[] {"Run", "Cancel"},
                "Run");
        return answer == 0 && !folder.getText().isBlank()
                ? Path.of(folder.getText().strip())
                : null;
    }

    static boolean confirm(Component over, String title, String text, String yes) {
        return JOptionPane.showOptionDialog(
                        over,
                        wrapped(text),
                        title,
                        JOptionPane.OK_CANCEL_OPTION,
                        JOptionPane.QUESTION_MESSAGE,
                        null,
                        new Object[] {yes, "Cancel"},
                        "Cancel")
                == 0;
    }

    private static JTextArea wrapped(String text) {
        JTextArea area = new JTextArea(text, 0, 40);
        area.setLineWrap(true);
        area.setWrapStyleWord(true);
        area.setEditable(false);
        area.setOpaque(false);
        area.setFocusable(false);
        area.setBorder(null);
        area.setSize(UIScale.scale(420), Short.MAX_VALUE);
        return area;
    }

    static <T> @Nullable T choose(
            Component over, String title, String question, List<T> choices, Function<T, String> name) {
        if (choices.isEmpty()) {
            return null;
        }
        JComboBox<T> box = new JComboBox<>();
        choices.forEach(box::addItem);
        box.setName("choice");
        box.setRenderer(new DefaultListCellRenderer() {
            private static final long serialVersionUID = 1L;

            @Override
            public Component getListCellRendererComponent(
                    JList<?> list, Object value, int index, boolean isSelected, boolean hasFocus) {
                Object shown = value;
                for (T choice : choices) {
                    if (choice.equals(value)) {
                        shown = name.apply(choice);
                    }
                }
                return super.getListCellRendererComponent(list, shown, index, isSelected, hasFocus);
            }
        });
        JPanel form = new JPanel(new MigLayout("insets 0, wrap 1, fillx", "[260!, fill]"));
        form.add(new JLabel(question));
        form.add(box);
        int answer = JOptionPane.showConfirmDialog(
                over, form, title, JOptionPane.OK_CANCEL_OPTION, JOptionPane.PLAIN_MESSAGE);
        int at = box.getSelectedIndex();
        return answer == JOptionPane.OK_OPTION && at >= 0 ? choices.get(at) : null;
    }

    static @Nullable String askText(Component over, String title) {
        JTextArea text = new JTextArea(5, 40);
        text.setName("text");
        text.setLineWrap(true);
        text.setWrapStyleWord(true);
        int answer = JOptionPane.showConfirmDialog(
                over, new JScrollPane(text), title, JOptionPane.OK_CANCEL_OPTION, JOptionPane.PLAIN_MESSAGE);
        return answer == JOptionPane.OK_OPTION && !text.getText().isBlank()
                ? text.getText().strip()
                : null;
    }

    /** Asks for a new scan's exposure, and its voxel size where neither file nor series says. */
    static @Nullable AddScanRequest askScan(
            Component over, Findings findings, Path manifest, Path file, VolumeInfo info) {
        double last =
                findings.scans().stream().mapToDouble(s -> s.exposure()).max().orElse(0);
        JTextField exposure = new JTextField(10);
        exposure.setName("exposure");
        JPanel form = new JPanel(new MigLayout("insets 0, wrap 3", "[right]10[160!, fill][]"));
        form.add(new JLabel("Scan"));
        form.add(new JLabel(String.valueOf(file.getFileName())), "span 2, wmax 320");
        form.add(new JLabel("Exposure"));
        form.add(exposure);
        form.add(new JLabel(findings.exposureUnit()));
        JLabel hint = new JLabel("The last scan was taken at " + findings.exposed(last) + ".");
        Theme.quiet(hint);
        form.add(hint, "skip 1, span 2");
        boolean asksVoxel = info.voxelSize() == null;
        JTextField voxel = new JTextField(
                Numbers.asGiven(findings.scans().get(0).voxelSize().meanUm()));
        if (asksVoxel) {
            form.add(new JLabel("Voxel size"));
            form.add(voxel);
            form.add(new JLabel("µm"));
        }
        while (true) {
            int answer = JOptionPane.showOptionDialog(
                    over,
                    form,
                    "Add a scan",
                    JOptionPane.OK_CANCEL_OPTION,
                    JOptionPane.PLAIN_MESSAGE,
                    null,
                    new Object[] {"Add and run", "Cancel"},
                    "Add and run");
            if (answer != 0) {
                return null;
            }
            try {
                double at = number("exposure", exposure.getText());
                List<Double> size = asksVoxel ? List.of(number("voxel size", voxel.getText())) : List.of();
                return new AddScanRequest(manifest, file, at, size);
            } catch (IllegalArgumentException e) {
                hint.setText(e.getMessage());
                hint.setForeground(MessageBar.Tone.TROUBLE.colour());
            }
        }
    }

    /** Asks for the corners of a box that was drawn, and in which scans it is to be hidden. */
    static Masking.@Nullable Asked askBox(Component over, Point from, Point to, String scan) {
        double[] first = {from.x(), from.y(), from.z(), to.x(), to.y(), to.z()};
        JTextField[] fields = new JTextField[first.length];
        JPanel form = new JPanel(new MigLayout("insets 0, wrap 5", "[right]10[80!, fill][80!, fill][80!, fill][]"));
        form.add(new JLabel(""));
        for (String axis : List.of("x", "y", "z")) {
            form.add(new JLabel(axis), "center");
        }
        form.add(new JLabel(""));
        for (int i = 0; i < fields.length; i++) {
            if (i % 3 == 0) {
                form.add(new JLabel(i == 0 ? "From" : "To"));
            }
            fields[i] = new JTextField(Numbers.fixed(first[i], 1).replace("\u202f", ""));
            fields[i].setName("box-" + i);
            form.add(fields[i]);
            if (i % 3 == 2) {
                form.add(new JLabel("µm"));
            }
        }
        JComboBox<String> where = new JComboBox<>(new String[] {"in all scans", "in " + scan});
        where.setName("box-scans");
        form.add(new JLabel("Hide"));
        form.add(where, "span 4, growx");
        JLabel hint = new JLabel("What lies in the box counts as not seen: no change is measured there.");
        Theme.quiet(hint);
        form.add(hint, "span 5");
        while (true) {
            int answer = JOptionPane.showOptionDialog(
                    over,
                    form,
                    "Hide a box",
                    JOptionPane.OK_CANCEL_OPTION,
                    JOptionPane.PLAIN_MESSAGE,
                    null,
                    new Object[] {"Hide", "Cancel"},
                    "Hide");
            if (answer != 0) {
                return null;
            }
            try {
                double[] at = new double[fields.length];
                for (int i = 0; i < fields.length; i++) {
                    at[i] = number("corner of the box", fields[i].getText());
                }
                HiddenBox box = new HiddenBox(0, new Point(at[0], at[1], at[2]), new Point(at[3], at[4], at[5]));
                return new Masking.Asked(box.fromUm(), box.toUm(), where.getSelectedIndex() == 0);
            } catch (IllegalArgumentException e) {
                hint.setText(e.getMessage());
                hint.setForeground(MessageBar.Tone.TROUBLE.colour());
            }
        }
    }

    /** Whether what was painted is hidden in all scans; null when it is not to be kept. */
    static @Nullable Boolean askScans(Component over) {
        JComboBox<String> where = new JComboBox<>(new String[] {"in the scan it was painted on", "in all scans"});
        where.setName("stroke-scans");
        JPanel form = new JPanel(new MigLayout("insets 0, wrap 2", "[right]10[240!, fill]"));
        form.add(new JLabel("Hide"));
        form.add(where);
        JLabel hint = new JLabel("What was painted counts as not seen: no change is measured there.");
        Theme.quiet(hint);
        form.add(hint, "span 2");
        int answer = JOptionPane.showOptionDialog(
                over,
                form,
                "Hide what was painted",
                JOptionPane.OK_CANCEL_OPTION,
                JOptionPane.PLAIN_MESSAGE,
                null,
                new Object[] {"Hide", "Cancel"},
                "Hide");
        return answer == 0 ? where.getSelectedIndex() == 1 : null;
    }

    static double number(String what, String text) {
        try {
            double value = Double.parseDouble(text.strip().replace(',', '.').replace("\u202f", ""));
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException none) {
            throw new IllegalArgumentException("The " + what + " wants a number, not '" + text.strip() + "'.", none);
        }
        throw new IllegalArgumentException("The " + what + " wants a finite number, not '" + text.strip() + "'.");
    }

    /** Lists all commands with their keys. */
    static void help(Component over) {
        DefaultTableModel model = new DefaultTableModel(new Object[] {"Command", "Keys", "What it does"}, 0) {
            private static final long serialVersionUID = 1L;

            @Override
            public boolean isCellEditable(int row, int column) {
                return false;
            }
        };
        for (Command command : Command.values()) {
            model.addRow(
                    new Object[] {command.menu().title() + ": " + command.title(), command.keysInWords(), command.help()
                    });
        }
        JTable table = new JTable(model);
        table.getColumnModel().getColumn(0).setPreferredWidth(240);
        table.getColumnModel().getColumn(1).setPreferredWidth(110);
        table.getColumnModel().getColumn(2).setPreferredWidth(480);
        JScrollPane scroll = new JScrollPane(table);
        scroll.setPreferredSize(new Dimension(
                Math.min(UIScale.scale(820), over.getWidth() - 120),
                Math.min(UIScale.scale(520), over.getHeight() - 200)));
        JOptionPane.showMessageDialog(over, scroll, "Keys and commands", JOptionPane.PLAIN_MESSAGE);
    }

    static void about(Component over) {
        JPanel text = new JPanel(new MigLayout("insets 0, wrap 1"));
        text.add(Theme.heading(new JLabel("Patina")));
        text.add(new JLabel(Version.line()));
        text.add(new JLabel("Measures how a specimen degrades from repeated X-ray CT scans."));
        text.add(new JLabel("Apache License 2.0"));
        text.setBorder(BorderFactory.createEmptyBorder(4, 4, 4, 4));
        JOptionPane.showMessageDialog(over, text, "About Patina", JOptionPane.PLAIN_MESSAGE);
    }

    /** Opens a file with what the machine opens it with; says where it is when there is no such program. */
    static void browse(Workbench window, Path file) {
        try {
            java.awt.Desktop desktop = java.awt.Desktop.isDesktopSupported() ? java.awt.Desktop.getDesktop() : null;
            if (desktop != null && desktop.isSupported(Action.BROWSE)) {
                desktop.browse(file.toUri());
            } else if (desktop != null && desktop.isSupported(Action.OPEN)) {
                desktop.open(file.toFile());
            } else {
                window.tell(
                        MessageBar.Tone.REMARK,
                        "This desktop does not say which program opens '" + file + "'. Open it by hand.",
                        null,
                        null);
            }
        } catch (IOException | UnsupportedOperationException e) {
            window.tellTrouble(
                    new IOException("'" + file + "' could not be opened by another program. Open it by hand.", e));
        }
    }

    static Window windowOf(Component component) {
        return javax.swing.SwingUtilities.getWindowAncestor(component);
    }
}
