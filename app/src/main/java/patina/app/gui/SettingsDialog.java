package patina.app.gui;

import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.Window;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
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
import javax.swing.Timer;
import javax.swing.text.DefaultCaret;
import net.miginfocom.swing.MigLayout;
import org.jspecify.annotations.Nullable;
import patina.app.gui.model.SettingsText;
import patina.app.gui.view.SettingsPreview;
import patina.app.session.Setting;
import patina.reports.document.Numbers;

/**
 * All settings of a job as a form, made of their list: what each does, its unit, its default. What the search would find with
 * them shows on the slices while they are changed.
 */
final class SettingsDialog extends JDialog {
    private static final long serialVersionUID = 1L;

    private static final String SEED = "segmentation.seed";
    private static final String LOW = "segmentation.low";
    private static final String LEAST = "segmentation.leastVoxels";
    /** Settings whose effect shows on the slices at once. */
    private static final List<String> SHOWN = List.of(SEED, LOW, LEAST);

    private final transient SettingsText text;
    private final transient Map<String, Supplier<String>> fields = new LinkedHashMap<>();
    private final transient Map<String, Runnable> resets = new LinkedHashMap<>();
    private final JLabel complaint = new JLabel(" ");
    private final JLabel seen = new JLabel(" ");
    private final JCheckBox preview = new JCheckBox("Show on the slices what is found", true);
    private final transient Consumer<SettingsText> taken;
    private final JPanel showing = new JPanel(new MigLayout("insets 8 16 2 16, wrap 1, fillx, gapy 2", "[grow, fill]"));
    private transient @Nullable SettingsPreview previewing;
    /** While typing goes on nothing is looked for. */
    private final Timer pause = new Timer(200, e -> look());

    /** @param taken hears of the settings that are to be used */
    SettingsDialog(Window over, SettingsText text, Consumer<SettingsText> taken) {
        super(over, "Settings", ModalityType.MODELESS);
        setName("settings");
        setDefaultCloseOperation(DISPOSE_ON_CLOSE);
        this.text = text;
        this.taken = taken;
        pause.setRepeats(false);
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
            JLabel beside = new JLabel((unit.isEmpty() ? "" : unit + ", ") + "default " + plain(s)
                    + (SHOWN.contains(s.key()) ? "; shows on the slices" : ""));
            Theme.quiet(beside);
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
            Theme.quiet(help);
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
        preview.setName("settings-preview");
        preview.addActionListener(e -> look());
        seen.setName("settings-seen");
        Theme.quiet(seen);
        JPanel below = new JPanel(new BorderLayout());
        showing.setBorder(BorderFactory.createMatteBorder(1, 0, 0, 0, Theme.line()));
        showing.add(preview);
        showing.add(
                seen, "wmin 0, hmin " + 2 * seen.getFontMetrics(seen.getFont()).getHeight() + "px");
        showing.setVisible(false);
        below.add(showing, BorderLayout.NORTH);
        below.add(foot, BorderLayout.SOUTH);
        JPanel content = new JPanel(new BorderLayout());
        content.add(scroll);
        content.add(below, BorderLayout.SOUTH);
        setContentPane(content);
        getRootPane().setDefaultButton(take);
        Dialogs.closeOnEscape(this);
        addWindowListener(new WindowAdapter() {
            @Override
            public void windowClosed(WindowEvent e) {
                pause.stop();
                showOn(null);
            }
        });
        int scale = Math.round(100 * com.formdev.flatlaf.util.UIScale.getUserScaleFactor());
        setSize(new Dimension(
                Math.min(680 * scale / 100, over.getWidth()), Math.min(640 * scale / 100, over.getHeight())));
        // At the right, where the inspector is: the slices stay in sight.
        setLocation(
                over.getX() + Math.max(0, over.getWidth() - getWidth() - 8),
                over.getY() + Math.max(0, (over.getHeight() - getHeight()) / 2));
    }

    /** Shows on these slices what is found; null where there are none. */
    void showOn(@Nullable Function<Consumer<String>, SettingsPreview> slices) {
        SettingsPreview before = previewing;
        if (before != null) {
            before.close();
        }
        previewing = slices == null ? null : slices.apply(this::tellSeen);
        showing.setVisible(slices != null);
        if (slices != null) {
            look();
        }
    }

    private void tellSeen(String sentence) {
        seen.setText("<html>" + sentence + "</html>");
    }

    /** Looks for damage with what is typed, where that can be read. */
    private void look() {
        SettingsText now;
        try {
            now = text.with(typed());
            complaint.setText(" ");
        } catch (IllegalArgumentException e) {
            complain(e);
            return;
        }
        if (previewing != null) {
            if (preview.isSelected()) {
                previewing.show(now.number(SEED), now.number(LOW), Math.round(now.number(LEAST)));
            } else {
                previewing.hide();
                tellSeen("");
            }
        }
    }

    private void complain(IllegalArgumentException e) {
        complaint.setText(e.getMessage());
        complaint.setToolTipText(e.getMessage());
    }

    private Map<String, String> typed() {
        Map<String, String> typed = new LinkedHashMap<>();
        fields.forEach((key, field) -> typed.put(key, field.get()));
        return typed;
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
        Typing.follow(field, pause::restart);
        fields.put(s.key(), field::getText);
        resets.put(s.key(), () -> field.setText(plain(s)));
        return field;
    }

    private void take() {
        try {
            SettingsText answer = text.with(typed());
            dispose();
            taken.accept(answer);
        } catch (IllegalArgumentException e) {
            complain(e);
        }
    }
}
