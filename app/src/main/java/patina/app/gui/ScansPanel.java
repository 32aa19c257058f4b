package patina.app.gui;

import com.formdev.flatlaf.util.UIScale;
import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.event.MouseEvent;
import java.awt.geom.Ellipse2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import javax.swing.BorderFactory;
import javax.swing.DefaultListModel;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.ListCellRenderer;
import javax.swing.ListSelectionModel;
import net.miginfocom.swing.MigLayout;
import org.jspecify.annotations.Nullable;
import patina.app.gui.model.ScanPicture;
import patina.app.gui.model.ScanStatus;
import patina.pipeline.Stage;

/** The series and its scans: a picture of each, its exposure, what is done of it, and what should be known. */
final class ScansPanel extends JPanel {
    private static final long serialVersionUID = 1L;
    private static final int PICTURE = 44;
    private static final int ROW = PICTURE + 16;

    private final DefaultListModel<ScanStatus> model = new DefaultListModel<>();
    private final ScanList list = new ScanList(model);
    private final JLabel name = Theme.heading(new JLabel());
    private final JLabel about = new JLabel();
    private final transient Map<Integer, BufferedImage> pictures = new HashMap<>();
    private boolean adjusting;

    ScansPanel(IntConsumer chosen) {
        super(new BorderLayout());
        setMinimumSize(new Dimension(120, 80));
        list.setName("scans");
        list.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        list.setCellRenderer(new Row());
        list.addListSelectionListener(e -> {
            ScanStatus scan = list.getSelectedValue();
            if (!e.getValueIsAdjusting() && !adjusting && scan != null) {
                chosen.accept(scan.scan());
            }
        });
        JPanel head = new JPanel(new MigLayout("insets 10 12 8 12, fillx, wrap 1, gapy 2", "[grow, fill]"));
        head.add(name, "wmin 0");
        head.add(Theme.quiet(Theme.small(about)), "wmin 0");
        JScrollPane scroll =
                new JScrollPane(list, JScrollPane.VERTICAL_SCROLLBAR_AS_NEEDED, JScrollPane.HORIZONTAL_SCROLLBAR_NEVER);
        scroll.setBorder(BorderFactory.createMatteBorder(1, 0, 0, 0, Theme.line()));
        add(head, BorderLayout.NORTH);
        add(scroll);
    }

    void show(String title, String specimen, List<ScanStatus> scans) {
        adjusting = true;
        int selected = list.getSelectedIndex();
        name.setText(title);
        name.setToolTipText(title);
        about.setText(specimen);
        about.setToolTipText(specimen);
        model.clear();
        model.addAll(scans);
        if (selected >= 0 && selected < scans.size()) {
            list.setSelectedIndex(selected);
        }
        adjusting = false;
    }

    void showPictures(Map<Integer, ScanPicture> found) {
        pictures.clear();
        found.forEach((scan, picture) -> {
            int[] rgb = picture.pixels();
            if (rgb != null) {
                BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
                image.setRGB(0, 0, picture.width(), picture.height(), rgb, 0, picture.width());
                pictures.put(scan, image);
            }
        });
        list.repaint();
    }

    void select(int scan) {
        adjusting = true;
        for (int i = 0; i < model.size(); i++) {
            if (model.get(i).scan() == scan) {
                list.setSelectedIndex(i);
                list.ensureIndexIsVisible(i);
            }
        }
        adjusting = false;
    }

    private static final class ScanList extends JList<ScanStatus> {
        private static final long serialVersionUID = 1L;

        ScanList(DefaultListModel<ScanStatus> model) {
            super(model);
        }

        @Override
        public @Nullable String getToolTipText(MouseEvent e) {
            int at = locationToIndex(e.getPoint());
            if (at < 0) {
                return null;
            }
            ScanStatus scan = getModel().getElementAt(at);
            StringBuilder text = new StringBuilder("<html><b>" + scan.file() + "</b>");
            for (Stage stage : Stage.values()) {
                text.append("<br>")
                        .append(stage.key())
                        .append(scan.finished().get(stage.ordinal()) ? ": done" : ": to do");
            }
            scan.warnings().forEach(w -> text.append("<br>").append(w));
            return text.append("</html>").toString();
        }

        @Override
        public boolean getScrollableTracksViewportWidth() {
            return true;
        }
    }

    /** Paints one scan. */
    private final class Row extends JPanel implements ListCellRenderer<ScanStatus> {
        private static final long serialVersionUID = 1L;
        private transient @Nullable ScanStatus scan;
        private boolean chosen;

        @Override
        public Component getListCellRendererComponent(
                JList<? extends ScanStatus> of, ScanStatus value, int index, boolean isSelected, boolean hasFocus) {
            scan = value;
            chosen = isSelected;
            setFont(of.getFont());
            setPreferredSize(UIScale.scale(new Dimension(10, ROW)));
            getAccessibleContext().setAccessibleName("Scan " + value.scan() + ", " + value.title());
            return this;
        }

        @Override
        protected void paintComponent(Graphics graphics) {
            ScanStatus of = scan;
            if (of == null) {
                return;
            }
            Graphics2D g = (Graphics2D) graphics.create();
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_LCD_HRGB);
            if (chosen) {
                g.setColor(list.getSelectionBackground());
                g.fillRect(0, 0, getWidth(), getHeight());
            }
            float scale = UIScale.getUserScaleFactor();
            g.scale(scale, scale);
            Font font = getFont().deriveFont(getFont().getSize2D() / scale);
            Color ink = chosen ? list.getSelectionForeground() : list.getForeground();
            Color quiet = chosen ? list.getSelectionForeground() : Theme.quiet();
            g.setColor(Theme.line());
            g.fill(new RoundRectangle2D.Double(8, 8, PICTURE, PICTURE, 6, 6));
            BufferedImage picture = pictures.get(of.scan());
            if (picture != null) {
                java.awt.Shape clip = g.getClip();
                g.clip(new RoundRectangle2D.Double(8, 8, PICTURE, PICTURE, 6, 6));
                double fill = Math.max((double) PICTURE / picture.getWidth(), (double) PICTURE / picture.getHeight());
                int w = (int) Math.round(fill * picture.getWidth());
                int h = (int) Math.round(fill * picture.getHeight());
                g.drawImage(picture, 8 + (PICTURE - w) / 2, 8 + (PICTURE - h) / 2, w, h, null);
                g.setClip(clip);
            }
            int x = PICTURE + 18;
            Font bold = Theme.bold(font);
            FontMetrics metrics = g.getFontMetrics(bold);
            g.setFont(bold);
            g.setColor(of.left() ? quiet : ink);
            String number = of.scan() + "  ";
            g.drawString(number, x, 10 + metrics.getAscent());
            g.setFont(font);
            g.drawString(of.title(), x + metrics.stringWidth(number), 10 + metrics.getAscent());
            int y = 18 + metrics.getHeight();
            for (Stage stage : Stage.values()) {
                Ellipse2D dot = new Ellipse2D.Double(x + 13.0 * stage.ordinal(), y, 8, 8);
                if (of.finished().get(stage.ordinal())) {
                    g.setColor(chosen ? ink : Theme.accent());
                    g.fill(dot);
                } else {
                    g.setColor(quiet);
                    g.draw(dot);
                }
            }
            if (!of.warnings().isEmpty()) {
                g.setColor(MessageBar.Tone.REMARK.colour());
                int left = x + 13 * Stage.values().length + 6;
                g.fill(new java.awt.Polygon(new int[] {left, left + 12, left + 6}, new int[] {y + 9, y + 9, y - 2}, 3));
                g.setColor(Color.BLACK);
                g.setFont(bold.deriveFont(8f));
                g.drawString("!", left + 5, y + 8);
            }
            g.dispose();
        }
    }
}
