package patina.app.gui;

import com.formdev.flatlaf.util.UIScale;
import java.awt.BorderLayout;
import java.awt.CardLayout;
import java.awt.Dimension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.swing.BorderFactory;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.SwingUtilities;
import org.jspecify.annotations.Nullable;
import patina.app.gui.model.Command;
import patina.app.gui.model.Findings;
import patina.app.gui.model.QualityLine;
import patina.app.gui.model.State;
import patina.app.gui.view.Filmstrip;
import patina.app.gui.view.QualityView;
import patina.app.gui.view.SettingsPreview;
import patina.app.gui.view.SliceViewer;
import patina.app.gui.view.SolidView;
import patina.app.gui.view.TimeLapse;
import patina.app.gui.view.ViewAction;
import patina.app.gui.view.ViewModel;
import patina.app.gui.view.VolumeStack;
import patina.geometry.Point;
import patina.series.HiddenShape;

/**
 * What of the window shows volumes: slices and solid in its middle, the filmstrip and a scan's quality in its tabs. On the
 * event thread.
 */
final class Pictures {
    private static final String SLICES = "slices";
    private static final String SOLID = "solid";
    private static final String NO_VIEW = "none";

    private final Workbench window;
    private final State state;
    private final ViewModel model;
    private final Background background;
    private final JPanel cards = new JPanel(new CardLayout());
    private final JPanel slices = new JPanel(new BorderLayout());
    private final JPanel solid = new JPanel(new BorderLayout());
    private final JPanel film = new JPanel(new BorderLayout());
    private final JPanel trust = new JPanel(new BorderLayout());
    private final List<AutoCloseable> viewers = new ArrayList<>();
    private @Nullable VolumeStack stack;
    private @Nullable SliceViewer slicer;
    private @Nullable SolidView body;
    private boolean filming;

    Pictures(Workbench window, Background background) {
        this.window = window;
        this.state = window.state();
        this.model = window.view();
        this.background = background;
        cards.add(emptyView(), NO_VIEW);
        cards.add(slices, SLICES);
        cards.add(solid, SOLID);
        cards.setMinimumSize(new Dimension(200, 120));
        trust.setMinimumSize(new Dimension(160, 60));
        trust.setPreferredSize(UIScale.scale(new Dimension(820, 200)));
    }

    /** The middle of the window: slices or solid, or words while there is nothing to see. */
    JComponent middle() {
        return cards;
    }

    /** Where a feature's filmstrip is shown. */
    JComponent film() {
        return film;
    }

    /** Where it is told how far a scan can be trusted. */
    JComponent trust() {
        return trust;
    }

    boolean isFilming() {
        return filming;
    }

    void showSlices() {
        showCard(SLICES);
    }

    void showSolid() {
        showCard(SOLID);
    }

    /** What the view in the middle can do just now, for the command finder. */
    List<CommandFinder.Entry> doable() {
        SliceViewer slicing = slicer;
        SolidView turning = body;
        return isSolidShown() && turning != null
                ? entries("Solid", turning.actions())
                : slicing != null ? entries("Slices", slicing.actions()) : List.of();
    }

    private static List<CommandFinder.Entry> entries(String where, List<ViewAction> actions) {
        return actions.stream()
                .map(a -> new CommandFinder.Entry(where, a.name(), Command.inWords(a.keys()), a.help(), a.work()))
                .toList();
    }

    private boolean isSolidShown() {
        return state.text("view", SLICES).equals(SOLID);
    }

    /** Asks for a file and saves what is in the middle of the window. */
    void saveView() {
        SliceViewer slicing = slicer;
        SolidView turning = body;
        if (slicing == null || turning == null) {
            return;
        }
        boolean whole = isSolidShown();
        Path file = Dialogs.chooseFile(
                window.frame(), "Save the view", "view.png", state, whole ? List.of("png") : List.of("png", "svg"));
        if (file == null) {
            return;
        }
        boolean lines = file.toString().toLowerCase(Locale.ROOT).endsWith(".svg");
        CompletableFuture<Path> saved = whole
                ? turning.exportPng(file, SliceViewer.SAVE_SCALE)
                : lines
                        ? slicing.exportSvg(file, SliceViewer.SAVE_SCALE)
                        : slicing.exportPng(file, SliceViewer.SAVE_SCALE);
        tellSaved(saved.thenApply(List::of));
    }

    /** Asks for a file and saves it at all scans. */
    void saveTimeLapse() {
        SliceViewer slicing = slicer;
        VolumeStack volumes = stack;
        if (slicing == null || volumes == null) {
            return;
        }
        Path file =
                Dialogs.chooseFile(window.frame(), "Save a time-lapse", "time-lapse.gif", state, List.of("gif", "png"));
        if (file != null) {
            filming = true;
            window.updateEnabled();
            TimeLapse.Filmed filmed = isSolidShown() && body != null ? body : slicing;
            tellSaved(TimeLapse.save(volumes, model, filmed, file).whenComplete((files, failure) -> {
                SwingUtilities.invokeLater(() -> {
                    filming = false;
                    window.updateEnabled();
                });
            }));
        }
    }

    /** Says what was written, or why nothing was, when it is known. */
    private void tellSaved(CompletableFuture<List<Path>> saved) {
        var unused = saved.whenComplete((files, failure) -> SwingUtilities.invokeLater(() -> {
            if (failure != null) {
                window.tellTrouble(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
            } else {
                String rest = files.size() == 1 ? "." : " and " + (files.size() - 1) + " more beside it.";
                window.tell(MessageBar.Tone.DONE, "Saved '" + files.get(0) + "'" + rest, null, null);
            }
        }));
    }

    private void showCard(String card) {
        state.put("view", card);
        ((CardLayout) cards.getLayout()).show(cards, stack == null ? NO_VIEW : card);
    }

    /** Shows other volumes; those before are closed. */
    void show(VolumeStack volumes) {
        boolean first = stack == null;
        close();
        stack = volumes;
        SliceViewer slice = new SliceViewer(volumes, model);
        SolidView turning = new SolidView(volumes, model);
        Filmstrip strip = new Filmstrip(volumes, model);
        QualityView sound = new QualityView(volumes, model, this::flagsOf);
        viewers.addAll(List.of(slice, turning, strip, sound));
        slicer = slice;
        slice.setMaskHearer(new SliceViewer.MaskHearer() {
            @Override
            public void boxDrawn(Point from, Point to) {
                slice.setTool(SliceViewer.Tool.NAVIGATE);
                // The click that ended the box is dealt with before it is asked about.
                SwingUtilities.invokeLater(() -> window.masking().boxDrawn(from, to));
            }

            @Override
            public void painted(double radiusUm, List<Point> path) {
                window.masking().painted(radiusUm, path);
            }
        });
        body = turning;
        slices.add(slice);
        solid.add(turning);
        JScrollPane roll = new JScrollPane(strip);
        roll.setBorder(BorderFactory.createEmptyBorder());
        roll.getHorizontalScrollBar().setUnitIncrement(UIScale.scale(44));
        film.add(roll);
        trust.add(sound);
        window.masking().refresh();
        window.runs().slicesChanged();
        if (first) {
            Point size = volumes.sizeUm();
            model.setCrosshair(size.times(0.5));
        }
        showCard(state.text("view", SLICES));
        cards.revalidate();
        film.revalidate();
        trust.revalidate();
    }

    /** Makes what shows on the slices what settings would find; null where there are no slices. */
    @Nullable
    Function<Consumer<String>, SettingsPreview> previewer() {
        VolumeStack volumes = stack;
        SliceViewer slicing = slicer;
        return volumes == null || slicing == null ? null : told -> new SettingsPreview(volumes, model, slicing, told);
    }

    /** Shows what is hidden by hand in the scans. */
    void showHidden(List<HiddenShape> shapes) {
        if (slicer != null) {
            slicer.setHidden(shapes);
        }
    }

    /** Shows nothing any more, and closes what was shown. */
    void close() {
        slices.removeAll();
        solid.removeAll();
        film.removeAll();
        trust.removeAll();
        for (AutoCloseable viewer : viewers) {
            try {
                viewer.close();
            } catch (Exception e) {
                window.note("A view did not close: " + e, e);
            }
        }
        viewers.clear();
        slicer = null;
        body = null;
        filming = false;
        VolumeStack old = stack;
        stack = null;
        window.runs().slicesChanged();
        if (old != null) {
            background.run(
                    () -> {
                        old.close();
                        return old;
                    },
                    x -> {});
        }
        ((CardLayout) cards.getLayout()).show(cards, NO_VIEW);
    }

    /** Brings names and numbers up to other findings in the same volumes. */
    void update(Findings now) {
        if (stack != null) {
            stack.update(now.snapshot().tables(), now.snapshot().renamed());
            cards.repaint();
        }
    }

    @Nullable
    VolumeStack stack() {
        return stack;
    }

    /** What should be known of a scan, one sentence each. */
    private List<String> flagsOf(int scan) {
        Findings now = window.findings();
        return now == null
                ? List.of()
                : QualityLine.of(now).stream()
                        .filter(l -> l.scan() == scan)
                        .findFirst()
                        .map(QualityLine::warnings)
                        .orElse(List.of());
    }

    private static JComponent emptyView() {
        javax.swing.JLabel label = new javax.swing.JLabel(
                "<html><center>No registered scans yet.<br>They are shown here as soon as the first is there.</center></html>",
                javax.swing.SwingConstants.CENTER);
        label.setEnabled(false);
        return label;
    }
}
