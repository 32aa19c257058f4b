package patina.app.gui;

import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.Window;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import javax.swing.text.DefaultCaret;
import net.miginfocom.swing.MigLayout;
import org.jspecify.annotations.Nullable;
import patina.app.gui.model.SettingsText;
import patina.app.session.Setting;
import patina.reports.document.Numbers;

/** All settings of a job as a form, made of their list: what each does, its unit, its default. */
final class SettingsDialog extends JDialog {
    private static final long serialVersionUID = 1L;

    private final transient SettingsText text;
    private final transient Map<String, Supplier<String>> fields = new LinkedHashMap<>();
    private final transient Map<String, Runnable> resets = new LinkedHashMap<>();
    private final JLabel complaint = new JLabel(" ");
    private transient @Nullable SettingsText answer;

    SettingsDialog(Window over, SettingsText text) {
        super(over, "Settings", ModalityType.APPLICATION_MODAL);
        setName("settings");
        this.text = text;
        JPanel form = new JPanel(
                new MigLayout("insets 12 16 12 16, wrap 3, gapx 10, gapy 3", "[right]12[150!, fill][grow, fill]"));
        String section = "";
        for (Setting s : text.settings()) {
            int dot = s.key().indexOf('.');
            if (!s.key().substring(0, dot).equals(section)) {
                section = s.key().substring(0, dot);
                JLabel head = Theme.heading(new JLabel(words(section)));
                form.add(head, "span, align left, gaptop 10");
            }
            JLabel name = new JLabel(words(s.key().substring(dot + 1)));
            JComponent field = field(s);
            name.setLabelFor(field);
            form.add(name);
            form.add(field);
            String unit = s.unit().isEmpty() || s.unit().equals("1") ? "" : Numbers.unit(s.unit());
            JLabel beside = new JLabel(unit.isEmpty() ? "default " + plain(s) : unit + ", default " + plain(s));
            beside.setForeground(Theme.quiet());
            form.add(beside);
            JTextArea help = new JTextArea();
            // Else the form would begin at its last text.
            ((DefaultCaret) help.getCaret()).setUpdatePolicy(DefaultCaret.NEVER_UPDATE);
            help.setText(s.sentence());
            help.setEditable(false);
            help.setFocusable(false);
            help.setOpaque(false);
            help.setLineWrap(true);
            help.setWrapStyleWord(true);
            help.setForeground(Theme.quiet());
            help.setFont(name.getFont().deriveFont(name.getFont().getSize2D() * 0.92f));
            form.add(help, "skip 1, span 2, growx, wmin 0, gapbottom 6");
        }
        JScrollPane scroll = new JScrollPane(form);
        scroll.setBorder(BorderFactory.createEmptyBorder());
        scroll.getVerticalScrollBar().setUnitIncrement(16);
        complaint.setForeground(MessageBar.Tone.TROUBLE.colour());
        JButton defaults = new JButton("Defaults");
        defaults.addActionListener(e -> resets.values().forEach(Runnable::run));
        JButton cancel = new JButton("Cancel");
        cancel.addActionListener(e -> dispose());
        JButton take = new JButton("Use these");
        take.setName("settings-take");
        take.addActionListener(e -> take());
        JPanel foot = new JPanel(new MigLayout("insets 8 16 10 16, fillx", "[][grow, fill][][]"));
        foot.setBorder(BorderFactory.createMatteBorder(1, 0, 0, 0, Theme.line()));
        foot.add(defaults);
        foot.add(complaint, "wmin 0");
        foot.add(cancel, "sg, tag cancel");
        foot.add(take, "sg, tag ok");
        JPanel content = new JPanel(new BorderLayout());
        content.add(scroll);
        content.add(foot, BorderLayout.SOUTH);
        setContentPane(content);
        getRootPane().setDefaultButton(take);
        Dialogs.closeOnEscape(this);
        int scale = Math.round(100 * com.formdev.flatlaf.util.UIScale.getUserScaleFactor());
        setSize(new Dimension(
                Math.min(680 * scale / 100, over.getWidth()), Math.min(640 * scale / 100, over.getHeight())));
        setLocationRelativeTo(over);
    }

    private static String plain(Setting s) {
        return s.value().replace("\"", "");
    }

    /** From leastVoxels to "Least voxels"; a unit at the end is left out, for it stands beside the field. */
    static String words(String key) {
        String spaced = key.replaceAll("Um\\d?(PerS)?$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
        return spaced.substring(0, 1).toUpperCase(Locale.ROOT) + spaced.substring(1);
    }

    private JComponent field(Setting s) {
        if (SettingsText.isSwitch(s)) {
            JCheckBox box = new JCheckBox("", Boolean.parseBoolean(text.shown(s.key())));
            box.setName("setting-" + s.key());
            fields.put(s.key(), () -> Boolean.toString(box.isSelected()));
            resets.put(s.key(), () -> box.setSelected(Boolean.parseBoolean(s.value())));
            return box;
        }
        JTextField field = new JTextField(text.shown(s.key()));
        field.setName("setting-" + s.key());
        fields.put(s.key(), field::getText);
        resets.put(s.key(), () -> field.setText(plain(s)));
        return field;
    }

    private void take() {
        Map<String, String> typed = new LinkedHashMap<>();
        fields.forEach((key, field) -> typed.put(key, field.get()));
        try {
            answer = text.with(typed);
            dispose();
        } catch (IllegalArgumentException e) {
            complaint.setText(e.getMessage());
            complaint.setToolTipText(e.getMessage());
        }
    }

    /** Waits for the user; null when nothing is to change. */
    @Nullable
    SettingsText ask() {
        setVisible(true);
        return answer;
    }
}
