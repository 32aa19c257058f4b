package patina.app.gui;

import java.awt.BorderLayout;
import java.util.Map;
import javax.swing.JPanel;
import org.jspecify.annotations.Nullable;
import patina.app.gui.model.Findings;
import patina.app.gui.model.PlotMaker;
import patina.app.gui.model.ScanPicture;

/** The greys of all scans over each other, the one in view in colour. */
final class HistogramPanel extends JPanel {
    private static final long serialVersionUID = 1L;

    private final PlotCanvas canvas = new PlotCanvas((hit, e) -> {}, hit -> "");
    private transient Map<Integer, ScanPicture> pictures = Map.of();
    private transient @Nullable Findings findings;
    private int scan;

    HistogramPanel() {
        super(new BorderLayout());
        add(canvas);
        addHierarchyListener(e -> {
            if (isShowing()) {
                refresh();
            }
        });
    }

    void show(Map<Integer, ScanPicture> found, @Nullable Findings of) {
        pictures = found;
        findings = of;
        refresh();
    }

    void select(int atScan) {
        if (atScan != scan) {
            scan = atScan;
            refresh();
        }
    }

    private void refresh() {
        if (findings != null && isShowing()) {
            canvas.show(PlotMaker.greys(pictures, findings, scan));
        }
    }
}
