package patina.app.gui;

import com.formdev.flatlaf.util.UIScale;
import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.List;
import javax.swing.BorderFactory;
import javax.swing.DefaultListModel;
import javax.swing.JDialog;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextField;
import javax.swing.KeyStroke;
import javax.swing.ListCellRenderer;
import net.miginfocom.swing.MigLayout;
import patina.app.gui.model.Search;

/** Finds a command by a few letters: arrows choose, Enter does it, Escape leaves. */
final class CommandFinder extends JDialog {
    private static final long serialVersionUID = 1L;

    private final JTextField typed = new JTextField();
    private final DefaultListModel<Entry> model = new DefaultListModel<>();
    private final JList<Entry> found = new JList<>(model) {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean getScrollableTracksViewportWidth() {
            return true;
        }
    };
    private final transient List<Entry> all;

    /**
     * Something that can be done.
     *
     * @param where the menu or view it belongs to
     */
    record Entry(String where, String title, String keys, String help, Runnable work) {}

    CommandFinder(Window over, List<Entry> all) {
        super(over);
        this.all = all;
        setUndecorated(true);
        setName("finder");
        typed.setName("finder-text");
        typed.putClientProperty("JTextField.placeholderText", "Type what you want to do");
        typed.putClientProperty("JTextField.padding", new java.awt.Insets(6, 8, 6, 8));
        found.setCellRenderer(new Row());
        found.setFocusable(false);
        found.addMouseListener(new MouseAdapter() {
            @Override
            public void mouseClicked(MouseEvent e) {
                take();
            }
        });
        Typing.follow(typed, this::search);
        key(KeyEvent.VK_DOWN, () -> move(1));
        key(KeyEvent.VK_UP, () -> move(-1));
        key(KeyEvent.VK_ENTER, this::take);
        key(KeyEvent.VK_ESCAPE, this::dispose);
        addWindowFocusListener(new WindowAdapter() {
            @Override
            public void windowLostFocus(WindowEvent e) {
                dispose();
            }
        });
        JPanel content = new JPanel(new BorderLayout(0, 6));
        content.setBorder(BorderFactory.createCompoundBorder(
                BorderFactory.createLineBorder(Theme.line()), BorderFactory.createEmptyBorder(8, 8, 8, 8)));
        content.add(typed, BorderLayout.NORTH);
        JScrollPane scroll = new JScrollPane(
                found, JScrollPane.VERTICAL_SCROLLBAR_AS_NEEDED, JScrollPane.HORIZONTAL_SCROLLBAR_NEVER);
        scroll.setBorder(BorderFactory.createEmptyBorder());
        content.add(scroll);
        setContentPane(content);
        search();
        setSize(
                Math.min(UIScale.scale(620), over.getWidth() - 40),
                Math.min(UIScale.scale(420), over.getHeight() - 80));
        setLocation(over.getX() + (over.getWidth() - getWidth()) / 2, over.getY() + 70);
    }

    private void key(int code, Runnable what) {
        typed.registerKeyboardAction(
                e -> what.run(), KeyStroke.getKeyStroke(code, 0), javax.swing.JComponent.WHEN_FOCUSED);
    }

    private void search() {
        model.clear();
        model.addAll(Search.found(all, Entry::title, Entry::help, typed.getText()));
        found.setSelectedIndex(0);
        found.ensureIndexIsVisible(0);
    }

    private void move(int lines) {
        int at = Math.max(0, Math.min(model.size() - 1, found.getSelectedIndex() + lines));
        found.setSelectedIndex(at);
        found.ensureIndexIsVisible(at);
    }

    private void take() {
        Entry entry = found.getSelectedValue();
        dispose();
        if (entry != null) {
            entry.work().run();
        }
    }

    private static final class Row extends JPanel implements ListCellRenderer<Entry> {
        private static final long serialVersionUID = 1L;
        private final JLabel title = new JLabel();
        private final JLabel help = Theme.small(new JLabel());
        private final JLabel keys = new JLabel();

        Row() {
            super(new MigLayout("insets 5 8 5 8, fillx, gapy 0", "[grow, fill][right]"));
            add(title, "wmin 0");
            add(keys, "wrap, spany 2");
            add(help, "wmin 0");
        }

        @Override
        public Component getListCellRendererComponent(
                JList<? extends Entry> list, Entry entry, int index, boolean isSelected, boolean hasFocus) {
            title.setText(entry.where() + ":  " + entry.title());
            help.setText(entry.help());
            keys.setText(entry.keys());
            setBackground(isSelected ? list.getSelectionBackground() : list.getBackground());
            title.setForeground(isSelected ? list.getSelectionForeground() : list.getForeground());
            help.setForeground(isSelected ? list.getSelectionForeground() : Theme.quiet());
            keys.setForeground(isSelected ? list.getSelectionForeground() : Theme.quiet());
            return this;
        }
    }
}
