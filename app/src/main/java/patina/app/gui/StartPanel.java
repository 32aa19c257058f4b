package patina.app.gui;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javax.swing.Action;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.SwingConstants;
import net.miginfocom.swing.MigLayout;

/** What a window without an inspection shows: what to do first, and what was open before. */
final class StartPanel extends JPanel {
    private static final long serialVersionUID = 1L;

    private final transient Consumer<Path> open;
    private final transient List<Action> actions;

    StartPanel(List<Action> actions, Consumer<Path> open) {
        super(new MigLayout("fill, insets 30", "[center]", "[center]"));
        this.open = open;
        this.actions = actions;
    }

    void show(List<Path> recent) {
        removeAll();
        JPanel column = new JPanel(new MigLayout("insets 0, wrap 1, gapy 8, fillx", "[420!, fill]"));
        JLabel title = new JLabel("Patina");
        title.putClientProperty("FlatLaf.styleClass", "h0");
        column.add(title);
        column.add(Theme.quiet(new JLabel("See how a specimen degrades, scan by scan.")), "gapbottom 16");
        for (Action action : actions) {
            JButton button = new JButton(action);
            button.setHorizontalAlignment(SwingConstants.LEADING);
            button.setMargin(new java.awt.Insets(8, 12, 8, 12));
            column.add(button);
        }
        JLabel drop = new JLabel("Or drop an inspection's folder, a series.json or scans here.");
        column.add(Theme.quiet(Theme.small(drop)), "gaptop 4");
        if (!recent.isEmpty()) {
            JLabel head = Theme.heading(new JLabel("Recent inspections"));
            column.add(head, "gaptop 18");
            for (Path folder : recent.subList(0, Math.min(6, recent.size()))) {
                JButton link = new JButton(folder.toString());
                link.putClientProperty("JButton.buttonType", "borderless");
                link.setHorizontalAlignment(SwingConstants.LEADING);
                link.setToolTipText(folder.toString());
                link.addActionListener(e -> open.accept(folder));
                column.add(link, "wmin 0");
            }
        }
        add(column);
        revalidate();
        repaint();
    }
}
