package patina.app.gui;

import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.awt.event.ActionEvent;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import javax.swing.Action;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JSeparator;
import javax.swing.JTextArea;
import javax.swing.Scrollable;
import javax.swing.text.DefaultCaret;
import net.miginfocom.swing.MigLayout;
import org.jspecify.annotations.Nullable;
import patina.app.gui.model.Findings;
import patina.app.gui.model.Story;
import patina.reports.document.Numbers;
import patina.store.FeatureRow;
import patina.store.SummaryRow;
import patina.store.TrackRow;
import patina.tracks.Track;

/** What is known of the selected track: numbers at the scan in view, history, life, follow-up, what was said of it. */
final class InspectorPanel extends JPanel {
    private static final long serialVersionUID = 1L;

    private final Page page = new Page();
    private final JScrollPane scroll =
            new JScrollPane(page, JScrollPane.VERTICAL_SCROLLBAR_AS_NEEDED, JScrollPane.HORIZONTAL_SCROLLBAR_NEVER);
    private transient OptionalInt shown = OptionalInt.empty();
    private final transient IntConsumer onTrack;
    private final transient IntConsumer onScan;
    private final transient List<Action> actions;

    /**
     * @param onTrack hears of the track the user wants to see
     * @param onScan hears of the scan the user wants to see
     * @param actions what can be done to the track
     */
    InspectorPanel(IntConsumer onTrack, IntConsumer onScan, List<Action> actions) {
        super(new BorderLayout());
        setName("inspector");
        setMinimumSize(new Dimension(160, 80));
        this.onTrack = onTrack;
        this.onScan = onScan;
        this.actions = actions;
        scroll.setBorder(BorderFactory.createEmptyBorder());
        scroll.getVerticalScrollBar().setUnitIncrement(16);
        add(scroll);
    }

    void show(@Nullable Findings findings, OptionalInt track, int scan) {
        boolean other = !track.equals(shown);
        shown = track;
        page.removeAll();
        TrackRow row = findings == null || track.isEmpty() ? null : findings.track(track.getAsInt());
        if (findings == null) {
            empty("Nothing open", "Open an inspection to see its tracks here.");
        } else if (row == null) {
            overview(findings, scan);
        } else {
            track(findings, row, scan);
        }
        page.revalidate();
        page.repaint();
        if (other) {
            scroll.getViewport().setViewPosition(new java.awt.Point(0, 0));
        }
    }

    private void empty(String title, String text) {
        page.add(Theme.heading(new JLabel(title)), "span, growx, wmin 0");
        page.add(wrapped(text, true), "span, growx, wmin 0");
    }

    private void overview(Findings findings, int scan) {
        page.add(Theme.heading(new JLabel("Scan " + scan)), "span, growx, wmin 0");
        SummaryRow s = findings.summary(scan);
        if (s == null) {
            page.add(wrapped("No numbers for this scan yet. Run the job to measure it.", true), "span, growx, wmin 0");
            return;
        }
        fact("Exposure", findings.exposed(s.exposure()));
        fact("Lost", Numbers.measured(s.lostUm3(), s.lostUUm3(), "µm³") + (s.resolved() ? "" : ", not resolved"));
        fact("In features", Numbers.significant(s.featuresLostUm3(), 3, "µm³"));
        fact("Mean loss", Numbers.measured(s.meanLossUm(), s.meanLossUUm(), "µm"));
        fact("Pits", Integer.toString(s.pitCount()));
        fact("Greatest depth", Numbers.significant(s.maxDepthUm(), 3, "µm"));
        fact("Corrosion rate", Numbers.significant(s.corrosionRateMmPerY(), 3, "mm/y"));
        fact("Wear rate", Numbers.significant(s.wearRateMm3PerNM(), 3, "mm³/(N m)"));
        fact("Crack length", Numbers.significant(s.crackLengthUm(), 3, "µm"));
        fact("Examined", Numbers.significant(1e-6 * s.examinedAreaUm2(), 3, "mm²"));
        fact("Seen", Numbers.percent(s.seenFraction()));
        page.add(
                wrapped("Select a track in a table, a plot or a picture to see its history here.", true),
                "span, growx, wmin 0, gaptop 12");
    }

    private void fact(String name, String text) {
        if (text.equals(Numbers.NONE)) {
            return;
        }
        page.add(Theme.quiet(new JLabel(name)), "aligny top");
        page.add(wrapped(text, false), "growx, wmin 0, wrap");
    }

    private void track(Findings findings, TrackRow row, int scan) {
        Story story = new Story(findings, row);
        JLabel title = Theme.heading(new JLabel(story.title()));
        title.setName("inspector-title");
        page.add(title, "span, split 2, growx, wmin 0");
        String verdict = findings.verdict(row.trackId());
        page.add(Theme.accented(new JLabel(verdict)), "wrap");
        page.add(wrapped(story.growth(), false), "span, growx, wmin 0");
        JPanel buttons = new JPanel(new MigLayout(
                "insets 4 0 4 0, gap 6, wrap 3, fillx",
                "[fill, grow, sg, 0:60:][fill, grow, sg, 0:60:][fill, grow, sg, 0:60:]"));
        buttons.setOpaque(false);
        for (Action action : actions) {
            JButton button = new JButton(action);
            button.setText(String.valueOf(action.getValue(SHORT)));
            button.setIcon(null);
            button.setMargin(new java.awt.Insets(2, 4, 2, 4));
            buttons.add(button, "wmin 0");
        }
        page.add(buttons, "span, growx, wmin 0");
        heading("At " + findings.scanName(scan));
        story.numbers(scan).forEach(f -> fact(f.name(), f.text()));
        heading("History");
        page.add(history(findings, row, scan), "span, growx, wmin 0");
        heading("Life");
        for (Story.Event event : story.events()) {
            page.add(wrapped(event.text(), false), "span, growx, wmin 0");
            for (int other : event.tracks()) {
                page.add(link("Show " + Track.name(other), () -> onTrack.accept(other)), "span");
            }
        }
        String follow = story.followUp();
        if (follow != null) {
            heading("Follow-up");
            page.add(wrapped(follow, false), "span, growx, wmin 0");
        }
        List<String> remarks = story.remarks();
        if (!remarks.isEmpty()) {
            heading("Review");
            remarks.forEach(line -> page.add(wrapped(line, false), "span, growx, wmin 0"));
        }
    }

    /** The key under which an action keeps a word short enough for a narrow button. */
    static final String SHORT = "patina.short";

    private void heading(String text) {
        page.add(new JSeparator(), "span, growx, gaptop 8");
        JLabel label = new JLabel(text);
        label.setFont(Theme.bold(label.getFont()));
        page.add(label, "span, growx, wmin 0");
    }

    private JComponent history(Findings findings, TrackRow row, int scan) {
        JPanel grid =
                new JPanel(new MigLayout("insets 0, gapx 10, gapy 1, fillx, wrap 3", "[][grow, right][grow, right]"));
        grid.setOpaque(false);
        boolean crack = row.kind().equals("crack");
        for (String head : List.of(findings.exposureUnit(), crack ? "length (µm)" : "depth (µm)", "volume (µm³)")) {
            grid.add(Theme.quiet(Theme.small(new JLabel(head))));
        }
        for (FeatureRow f : findings.history(row.trackId())) {
            JButton at = link(Numbers.asGiven(f.exposure()), () -> onScan.accept(f.scan()));
            if (f.scan() == scan) {
                at.setFont(Theme.bold(at.getFont()));
            }
            grid.add(at);
            grid.add(number(
                    Numbers.measured(crack ? f.lengthUm() : f.depthUm(), crack ? f.lengthUUm() : f.depthUUm()), f));
            grid.add(number(Numbers.measured(f.volumeUm3(), f.volumeUUm3()), f));
        }
        return grid;
    }

    private static JLabel number(String text, FeatureRow f) {
        JLabel label = new JLabel(text);
        if (!f.resolved()) {
            Theme.quiet(label).setToolTipText("Not resolved against the reference scan.");
        }
        return label;
    }

    private static JButton link(String text, Runnable run) {
        JButton link = new JButton(text);
        link.putClientProperty("JButton.buttonType", "borderless");
        Theme.accented(link);
        link.setMargin(new java.awt.Insets(0, 2, 0, 2));
        link.addActionListener((ActionEvent e) -> run.run());
        return link;
    }

    private static JTextArea wrapped(String text, boolean quiet) {
        JTextArea area = new JTextArea();
        // Else each text would scroll the page to itself.
        ((DefaultCaret) area.getCaret()).setUpdatePolicy(DefaultCaret.NEVER_UPDATE);
        area.setText(text);
        area.setEditable(false);
        area.setLineWrap(true);
        area.setWrapStyleWord(true);
        area.setOpaque(false);
        // None at all would be the next theme's own.
        area.setBorder(BorderFactory.createEmptyBorder());
        area.setFocusable(false);
        area.setFont(javax.swing.UIManager.getFont("Label.font"));
        if (quiet) {
            Theme.quiet(area);
        }
        return area;
    }

    /** As wide as there is room, as high as it needs. */
    private static final class Page extends JPanel implements Scrollable {
        private static final long serialVersionUID = 1L;

        Page() {
            super(new MigLayout("insets 10 14 14 14, gapx 12, gapy 4, wrap 2, fillx", "[][grow, fill]"));
        }

        @Override
        public Dimension getPreferredScrollableViewportSize() {
            return new Dimension(280, 300);
        }

        @Override
        public int getScrollableUnitIncrement(Rectangle seen, int orientation, int direction) {
            return 16;
        }

        @Override
        public int getScrollableBlockIncrement(Rectangle seen, int orientation, int direction) {
            return Math.max(16, seen.height - 32);
        }

        @Override
        public boolean getScrollableTracksViewportWidth() {
            return true;
        }

        @Override
        public boolean getScrollableTracksViewportHeight() {
            return getParent() != null && getParent().getHeight() > getPreferredSize().height;
        }
    }
}
