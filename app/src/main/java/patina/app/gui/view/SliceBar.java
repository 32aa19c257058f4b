package patina.app.gui.view;

import java.awt.BorderLayout;
import java.awt.GridLayout;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.ButtonGroup;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JPopupMenu;
import javax.swing.JSlider;
import javax.swing.JToggleButton;
import javax.swing.JToolBar;
import javax.swing.SwingUtilities;
import patina.app.gui.view.Compare.Mode;

/** The bar above the slices: what the left button does, colours, and what else is shown, compared and saved. */
final class SliceBar extends JToolBar {
    private final transient SliceViewer viewer;
    private final transient SliceSaving saving;
    private final transient ViewModel model;
    private final transient VolumeStack stack;
    private final transient Map<SliceViewer.Tool, JToggleButton> toolButtons = new EnumMap<>(SliceViewer.Tool.class);
    private final JComboBox<ColourMap> colours = combo(ColourMap.values(), ColourMap.GREY, "Colours");
    private final transient ViewModel.Listener colourFollower = new ViewModel.Listener() {
        @Override
        public void coloursChanged(ColourMap map) {
            colours.setSelectedItem(map);
        }
    };

    SliceBar(SliceViewer viewer, SliceSaving saving) {
        this.viewer = viewer;
        this.saving = saving;
        this.model = viewer.model();
        this.stack = viewer.stack();
        setFloatable(false);
        setLayout(new WrapLayout());
        ButtonGroup buttons = new ButtonGroup();
        for (SliceViewer.Tool each : viewer.tools()) {
            JToggleButton button = new JToggleButton(each.toString(), each == viewer.tool());
            button.setFocusable(false);
            button.addActionListener(e -> viewer.setTool(each));
            buttons.add(button);
            toolButtons.put(each, button);
            add(button);
        }
        add(Box.createHorizontalStrut(8));
        colours.setSelectedItem(model.colours());
        colours.addActionListener(e -> model.setColours((ColourMap) Objects.requireNonNull(colours.getSelectedItem())));
        add(colours);
        add(popup("Range", this::rangePanel));
        add(popup("Overlays", this::overlayPanel));
        if (stack.scans().size() > 1) {
            add(popup("Compare", this::comparePanel));
        }
        add(popup("Save", this::savePanel));
        add(button("Fit", "Show the whole specimen", viewer::fit));
        model.addListener(colourFollower);
    }

    /** Shows which tool is in use. */
    void choose(SliceViewer.Tool tool) {
        JToggleButton button = toolButtons.get(tool);
        if (button != null) {
            button.setSelected(true);
        }
    }

    /** Follows the model no more. */
    void close() {
        model.removeListener(colourFollower);
    }

    private static <T> JComboBox<T> combo(T[] choices, T chosen, String name) {
        JComboBox<T> combo = new JComboBox<>(choices);
        combo.setSelectedItem(chosen);
        combo.setFocusable(false);
        combo.setToolTipText(name);
        combo.getAccessibleContext().setAccessibleName(name);
        return combo;
    }

    private static JButton button(String text, String help, Runnable work) {
        JButton button = new JButton(text);
        button.setFocusable(false);
        button.setToolTipText(help);
        button.addActionListener(e -> work.run());
        return button;
    }

    private static JButton popup(String text, Supplier<JComponent> content) {
        JButton button = new JButton(text + " ▾");
        button.setFocusable(false);
        button.addActionListener(e -> {
            JPopupMenu menu = new JPopupMenu();
            JComponent inside = content.get();
            inside.setBorder(BorderFactory.createEmptyBorder(8, 10, 8, 10));
            menu.add(inside);
            menu.show(button, 0, button.getHeight());
        });
        return button;
    }

    private JComponent rangePanel() {
        JPanel panel = new JPanel(new BorderLayout(0, 6));
        HistogramPanel histogram = new HistogramPanel(model);
        panel.add(histogram, BorderLayout.CENTER);
        panel.add(
                button("Automatic range", "From the 0.5th to the 99.5th percentile", viewer::autoWindow),
                BorderLayout.SOUTH);
        int scan = model.scan();
        if (stack.isShown(scan)) {
            stack.workers().submit(() -> {
                try {
                    GreyHistogram h = stack.histogram(scan);
                    SwingUtilities.invokeLater(() -> histogram.show(h));
                } catch (IOException e) {
                    String sentence = String.valueOf(e.getMessage());
                    SwingUtilities.invokeLater(() -> viewer.tell(sentence));
                }
            });
        }
        return panel;
    }

    private JComponent overlayPanel() {
        JPanel panel = new JPanel(new GridLayout(0, 1, 0, 3));
        Overlays now = model.overlays();
        JComboBox<Overlays.Labels> by = combo(Overlays.Labels.values(), now.labels(), "Colour of features");
        by.addActionListener(e -> model.setOverlays(
                model.overlays().withLabels((Overlays.Labels) Objects.requireNonNull(by.getSelectedItem()))));
        panel.add(new JLabel("Features filled"));
        panel.add(by);
        JSlider opacity = new JSlider(0, 100, (int) Math.round(100 * now.opacity()));
        opacity.getAccessibleContext().setAccessibleName("Opacity of features");
        opacity.addChangeListener(e -> model.setOverlays(model.overlays().withOpacity(opacity.getValue() / 100.0)));
        panel.add(opacity);
        panel.add(check(
                "Outlines",
                now.outlines(),
                on -> model.setOverlays(model.overlays().withOutlines(on))));
        panel.add(check(
                "Track numbers",
                now.numbers(),
                on -> model.setOverlays(model.overlays().withNumbers(on))));
        panel.add(check(
                "Original surface",
                now.originalSurface(),
                on -> model.setOverlays(model.overlays().withOriginalSurface(on))));
        panel.add(check(
                "Follow-up boxes",
                now.followUp(),
                on -> model.setOverlays(model.overlays().withFollowUp(on))));
        panel.add(check(
                "Hatch what was not seen",
                now.notSeen(),
                on -> model.setOverlays(model.overlays().withNotSeen(on))));
        panel.add(check(
                "What is masked by hand",
                now.masks(),
                on -> model.setOverlays(model.overlays().withMasks(on))));
        return panel;
    }

    private JComponent comparePanel() {
        JPanel panel = new JPanel(new GridLayout(0, 1, 0, 3));
        JComboBox<Mode> mode = combo(Mode.values(), model.compare().mode(), "How scans are compared");
        mode.addActionListener(
                e -> model.setCompare(model.compare().withMode((Mode) Objects.requireNonNull(mode.getSelectedItem()))));
        panel.add(mode);
        panel.add(new JLabel("with"));
        JComboBox<String> other = combo(
                stack.scans().stream().map(s -> stack.title(s.index())).toArray(String[]::new),
                stack.title(model.otherScan()),
                "The other scan");
        other.addActionListener(e ->
                model.setOtherScan(stack.scans().get(other.getSelectedIndex()).index()));
        panel.add(other);
        panel.add(check(
                "Scan as registered",
                model.compare().registered(),
                on -> model.setCompare(model.compare().withRegistered(on))));
        return panel;
    }

    private JComponent savePanel() {
        JPanel panel = new JPanel(new GridLayout(0, 1, 0, 3));
        for (ViewAction action : saving.actions()) {
            panel.add(button(action.name(), action.help(), action.work()));
        }
        return panel;
    }

    private static JCheckBox check(String text, boolean on, Consumer<Boolean> set) {
        JCheckBox box = new JCheckBox(text, on);
        box.addActionListener(e -> set.accept(box.isSelected()));
        return box;
    }
}
