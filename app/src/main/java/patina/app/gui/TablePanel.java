package patina.app.gui;

import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Component;
import java.awt.FontMetrics;
import java.awt.Toolkit;
import java.awt.datatransfer.StringSelection;
import java.awt.event.KeyEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JCheckBoxMenuItem;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JPopupMenu;
import javax.swing.JScrollPane;
import javax.swing.JTable;
import javax.swing.JTextField;
import javax.swing.KeyStroke;
import javax.swing.ListSelectionModel;
import javax.swing.RowFilter;
import javax.swing.RowSorter;
import javax.swing.SortOrder;
import javax.swing.SwingConstants;
import javax.swing.SwingUtilities;
import javax.swing.table.AbstractTableModel;
import javax.swing.table.DefaultTableCellRenderer;
import javax.swing.table.JTableHeader;
import javax.swing.table.TableColumn;
import javax.swing.table.TableColumnModel;
import javax.swing.table.TableRowSorter;
import net.miginfocom.swing.MigLayout;
import org.jspecify.annotations.Nullable;
import patina.app.gui.model.Column;
import patina.app.gui.model.Filter;
import patina.app.gui.model.Line;
import patina.app.gui.model.State;

/**
 * A table of lines: sorts by clicks on its header, filters by an expression, shows the columns the user chose, goes to a
 * spreadsheet by the clipboard, and tells which line was chosen. Filter, columns and order are remembered under its name.
 */
final class TablePanel<R extends Line> extends JPanel {
    private static final long serialVersionUID = 1L;

    private static final int ROWS_TO_MEASURE = 60;
    private static final int MOST_LETTERS = 46;
    private static final int CELL_MARGIN = 8;

    private final String key;
    private final transient State state;
    private final Lines lines = new Lines();
    private final JTable table = new JTable(lines);
    private final TableRowSorter<Lines> sorter = new TableRowSorter<>(lines);
    private final JTextField filter = new JTextField();
    private final JLabel count = new JLabel();
    private final JLabel complaint = new JLabel();
    private final JLabel empty;
    private final JPanel cards;
    private transient List<Column<R>> columns = List.of();
    private transient List<R> rows = List.of();
    private final List<Integer> visible = new ArrayList<>();
    private boolean adjusting;
    private boolean filterWaits;

    /**
     * @param key names it in the remembered state
     * @param example of a filter
     * @param whenEmpty what to say, and what to do, while there is nothing to show
     * @param chosen hears of the line the user chose
     */
    TablePanel(String key, String example, String whenEmpty, State state, Consumer<R> chosen) {
        super(new BorderLayout());
        this.key = key;
        this.state = state;
        table.setName("table-" + key);
        table.setAutoResizeMode(JTable.AUTO_RESIZE_LAST_COLUMN);
        table.setSelectionMode(ListSelectionModel.MULTIPLE_INTERVAL_SELECTION);
        table.setFillsViewportHeight(true);
        table.setRowSorter(sorter);
        table.setDefaultRenderer(Object.class, new Cells());
        table.setTableHeader(new Header(table.getColumnModel()));
        table.getTableHeader().setReorderingAllowed(true);
        table.getSelectionModel().addListSelectionListener(e -> {
            if (!e.getValueIsAdjusting() && !adjusting) {
                R row = selected();
                if (row != null) {
                    chosen.accept(row);
                }
            }
        });
        table.registerKeyboardAction(
                e -> copy(),
                KeyStroke.getKeyStroke(
                        KeyEvent.VK_C, Toolkit.getDefaultToolkit().getMenuShortcutKeyMaskEx()),
                WHEN_FOCUSED);
        filter.setName("filter-" + key);
        filter.putClientProperty("JTextField.placeholderText", "Filter, such as: " + example);
        filter.putClientProperty("JTextField.showClearButton", true);
        filter.setText(state.text(key + ".filter", ""));
        Typing.follow(filter, this::filterSoon);
        filter.registerKeyboardAction(
                e -> table.requestFocusInWindow(), KeyStroke.getKeyStroke(KeyEvent.VK_DOWN, 0), WHEN_FOCUSED);
        JButton choose = new JButton("Columns");
        choose.setToolTipText("Choose which columns the table shows.");
        choose.addActionListener(e -> columnMenu().show(choose, 0, choose.getHeight()));
        JButton copy = new JButton("Copy");
        copy.setToolTipText("Copy the table, or its selected rows, for a spreadsheet.");
        copy.addActionListener(e -> copy());
        complaint.setForeground(MessageBar.Tone.TROUBLE.colour());
        JPanel bar = new JPanel(new MigLayout("insets 5 8 5 8, fillx", "[300:380:440, fill]10[grow, fill][][][]"));
        bar.add(filter);
        bar.add(complaint, "wmin 0");
        bar.add(count);
        bar.add(choose);
        bar.add(copy);
        JScrollPane scroll = new JScrollPane(table);
        scroll.setBorder(BorderFactory.createMatteBorder(1, 0, 0, 0, Theme.line()));
        scroll.addComponentListener(new java.awt.event.ComponentAdapter() {
            @Override
            public void componentResized(java.awt.event.ComponentEvent e) {
                fit();
            }
        });
        empty = new JLabel("<html><center>" + whenEmpty + "</center></html>", SwingConstants.CENTER);
        empty.setEnabled(false);
        cards = new JPanel(new java.awt.CardLayout());
        cards.add(scroll, "table");
        cards.add(empty, "empty");
        add(bar, BorderLayout.NORTH);
        add(cards);
    }

    /** Shows other rows; what was selected stays selected where it is still there. */
    void show(List<Column<R>> newColumns, List<R> newRows) {
        adjusting = true;
        try {
            R before = selected();
            boolean otherColumns = !newColumns.stream()
                    .map(Column::header)
                    .toList()
                    .equals(columns.stream().map(Column::header).toList());
            boolean filled = rows.isEmpty() && !newRows.isEmpty();
            columns = newColumns;
            rows = newRows;
            if (otherColumns || filled) {
                List<String> kept = state.list(key + ".columns");
                visible.clear();
                for (int i = 0; i < columns.size(); i++) {
                    Column<R> c = columns.get(i);
                    if (kept == null ? c.shown() : kept.contains(c.key())) {
                        visible.add(i);
                    }
                }
                structure();
            } else {
                lines.fireTableDataChanged();
            }
            applyFilter();
            if (before != null) {
                select(before.trackId(), before.scan());
            }
        } finally {
            adjusting = false;
        }
        ((java.awt.CardLayout) cards.getLayout()).show(cards, rows.isEmpty() ? "empty" : "table");
    }

    private void structure() {
        List<? extends RowSorter.SortKey> none = List.of();
        sorter.setSortKeys(none);
        lines.fireTableStructureChanged();
        for (int i = 0; i < visible.size(); i++) {
            Column<R> column = columns.get(visible.get(i));
            sorter.setComparator(i, order());
            TableColumn shown = table.getColumnModel().getColumn(i);
            int width = width(column);
            shown.setPreferredWidth(width);
            shown.setMinWidth(40);
        }
        String sorted = state.text(key + ".sort", "");
        for (int i = 0; i < visible.size(); i++) {
            String name = columns.get(visible.get(i)).key();
            if (sorted.equals(name + " up") || sorted.equals(name + " down")) {
                sorter.setSortKeys(List.of(
                        new RowSorter.SortKey(i, sorted.endsWith("up") ? SortOrder.ASCENDING : SortOrder.DESCENDING)));
            }
        }
        fit();
    }

    /** As wide as its header and what its first rows say. */
    private int width(Column<R> column) {
        FontMetrics metrics = table.getFontMetrics(table.getFont());
        int widest = metrics.stringWidth(column.header()) + 12;
        for (int i = 0; i < Math.min(ROWS_TO_MEASURE, rows.size()); i++) {
            widest = Math.max(widest, metrics.stringWidth(column.text(rows.get(i))));
        }
        return Math.min(widest, MOST_LETTERS * metrics.stringWidth("m")) + 2 * CELL_MARGIN + 6;
    }

    /** Columns share the room there is; where it is too little the table scrolls sideways. */
    private void fit() {
        int wanted = 0;
        for (int i = 0; i < table.getColumnCount(); i++) {
            wanted += table.getColumnModel().getColumn(i).getPreferredWidth();
        }
        boolean room = table.getParent() == null
                || table.getParent().getWidth() == 0
                || wanted <= table.getParent().getWidth();
        int mode = room ? JTable.AUTO_RESIZE_SUBSEQUENT_COLUMNS : JTable.AUTO_RESIZE_OFF;
        if (table.getAutoResizeMode() != mode) {
            table.setAutoResizeMode(mode);
        }
    }

    /** Numbers by size, words by alphabet, nothing last. */
    private static Comparator<Object> order() {
        return (a, b) -> {
            if (a instanceof Double x && b instanceof Double y) {
                return Double.compare(x, y);
            }
            if (a instanceof Boolean x && b instanceof Boolean y) {
                return Boolean.compare(x, y);
            }
            return a.toString().compareToIgnoreCase(b.toString());
        };
    }

    /** Once for all that is changed by one event. */
    private void filterSoon() {
        if (!filterWaits) {
            filterWaits = true;
            SwingUtilities.invokeLater(() -> {
                filterWaits = false;
                applyFilter();
            });
        }
    }

    private void applyFilter() {
        Predicate<R> wanted;
        try {
            wanted = Filter.of(filter.getText(), columns);
            complaint.setText("");
            filter.putClientProperty("JComponent.outline", null);
        } catch (IllegalArgumentException e) {
            complaint.setText(e.getMessage());
            complaint.setToolTipText(e.getMessage());
            filter.putClientProperty("JComponent.outline", "error");
            return;
        }
        sorter.setRowFilter(new RowFilter<>() {
            @Override
            public boolean include(Entry<? extends Lines, ? extends Integer> entry) {
                return wanted.test(rows.get(entry.getIdentifier()));
            }
        });
        state.put(key + ".filter", filter.getText());
        int shown = table.getRowCount();
        count.setText(shown == rows.size() ? rows.size() + " rows" : shown + " of " + rows.size() + " rows");
    }

    /** Remembers order and columns. */
    void remember() {
        List<? extends RowSorter.SortKey> keys = sorter.getSortKeys();
        if (!keys.isEmpty()
                && keys.get(0).getSortOrder() != SortOrder.UNSORTED
                && keys.get(0).getColumn() < visible.size()) {
            state.put(
                    key + ".sort",
                    columns.get(visible.get(keys.get(0).getColumn())).key()
                            + (keys.get(0).getSortOrder() == SortOrder.ASCENDING ? " up" : " down"));
        }
    }

    JPopupMenu columnMenu() {
        JPopupMenu menu = new JPopupMenu();
        for (int i = 0; i < columns.size(); i++) {
            int index = i;
            JCheckBoxMenuItem item = new JCheckBoxMenuItem(columns.get(i).header(), visible.contains(i));
            item.setToolTipText(columns.get(i).help());
            item.putClientProperty("CheckBoxMenuItem.doNotCloseOnMouseClick", true);
            item.addActionListener(e -> setVisible(index, item.isSelected()));
            menu.add(item);
        }
        return menu;
    }

    private void setVisible(int column, boolean on) {
        remember();
        visible.remove((Integer) column);
        if (on) {
            visible.add(column);
            visible.sort(Comparator.naturalOrder());
        }
        if (visible.isEmpty()) {
            visible.add(0);
        }
        state.put(
                key + ".columns",
                visible.stream().map(i -> columns.get(i).key()).toList());
        adjusting = true;
        structure();
        applyFilter();
        adjusting = false;
    }

    /** Goes to the filter. */
    void focusFilter() {
        filter.requestFocusInWindow();
        filter.selectAll();
    }

    void setFilter(String text) {
        filter.setText(text);
    }

    /** The line that was chosen, or null. */
    @Nullable
    R selected() {
        int at = table.getSelectionModel().getLeadSelectionIndex();
        if (at < 0 || at >= table.getRowCount() || !table.isRowSelected(at)) {
            at = table.getSelectedRow();
        }
        return at < 0 || at >= table.getRowCount() ? null : rows.get(table.convertRowIndexToModel(at));
    }

    /** Selects the line of a track, the one of that scan where lines have scans; tells nobody. */
    void select(int track, int scan) {
        R now = selected();
        if (now != null && now.trackId() == track && (now.scan() == scan || now.scan() == Line.NONE)) {
            return;
        }
        boolean before = adjusting;
        adjusting = true;
        try {
            int best = -1;
            for (int i = 0; i < table.getRowCount(); i++) {
                R row = rows.get(table.convertRowIndexToModel(i));
                if (track != Line.NONE && row.trackId() == track && (row.scan() == Line.NONE || row.scan() == scan)) {
                    best = i;
                    break;
                }
            }
            if (best < 0) {
                table.clearSelection();
            } else {
                table.setRowSelectionInterval(best, best);
                table.scrollRectToVisible(table.getCellRect(best, 0, true));
            }
        } finally {
            adjusting = before;
        }
    }

    /** Chooses the line that many below. */
    void step(int lines) {
        if (table.getRowCount() == 0) {
            return;
        }
        int at =
                table.getSelectedRow() < 0 ? (lines > 0 ? 0 : table.getRowCount() - 1) : table.getSelectedRow() + lines;
        at = Math.max(0, Math.min(table.getRowCount() - 1, at));
        table.setRowSelectionInterval(at, at);
        table.scrollRectToVisible(table.getCellRect(at, 0, true));
    }

    /** Copies the selected rows, or all that pass the filter when at most one is selected, with a header, by tabs. */
    void copy() {
        Toolkit.getDefaultToolkit().getSystemClipboard().setContents(new StringSelection(tabbed()), null);
    }

    String tabbed() {
        StringBuilder text = new StringBuilder();
        text.append(String.join(
                        "\t", visible.stream().map(i -> columns.get(i).key()).toList()))
                .append('\n');
        boolean all = table.getSelectedRowCount() < 2;
        for (int i = 0; i < table.getRowCount(); i++) {
            if (all || table.isRowSelected(i)) {
                R row = rows.get(table.convertRowIndexToModel(i));
                text.append(String.join(
                                "\t",
                                visible.stream()
                                        .map(c -> columns.get(c).plain(row))
                                        .toList()))
                        .append('\n');
            }
        }
        return text.toString();
    }

    private final class Lines extends AbstractTableModel {
        private static final long serialVersionUID = 1L;

        @Override
        public int getRowCount() {
            return rows == null ? 0 : rows.size();
        }

        @Override
        public int getColumnCount() {
            return visible == null ? 0 : visible.size();
        }

        @Override
        public String getColumnName(int column) {
            return columns.get(visible.get(column)).header();
        }

        @Override
        public @Nullable Object getValueAt(int row, int column) {
            return columns.get(visible.get(column)).comparable(rows.get(row));
        }
    }

    private final class Header extends JTableHeader {
        private static final long serialVersionUID = 1L;

        Header(TableColumnModel model) {
            super(model);
        }

        @Override
        public @Nullable String getToolTipText(java.awt.event.MouseEvent e) {
            int at = columnAtPoint(e.getPoint());
            return at < 0
                    ? null
                    : columns.get(visible.get(table.convertColumnIndexToModel(at)))
                            .help();
        }
    }

    private final class Cells extends DefaultTableCellRenderer {
        private static final long serialVersionUID = 1L;

        @Override
        public Component getTableCellRendererComponent(
                JTable of, @Nullable Object value, boolean isSelected, boolean hasFocus, int row, int column) {
            Column<R> shown = columns.get(visible.get(of.convertColumnIndexToModel(column)));
            R line = rows.get(of.convertRowIndexToModel(row));
            String text = shown.text(line);
            super.getTableCellRendererComponent(of, text, isSelected, false, row, column);
            boolean number = value instanceof Double;
            setHorizontalAlignment(number ? SwingConstants.RIGHT : SwingConstants.LEFT);
            setBorder(BorderFactory.createEmptyBorder(0, CELL_MARGIN, 0, CELL_MARGIN));
            setToolTipText(text.length() > 24 ? text : null);
            Color quiet = Theme.quiet();
            setForeground(isSelected ? of.getSelectionForeground() : value == null ? quiet : of.getForeground());
            return this;
        }
    }
}
