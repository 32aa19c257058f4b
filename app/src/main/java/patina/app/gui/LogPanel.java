package patina.app.gui;

import java.awt.BorderLayout;
import java.awt.Font;
import java.awt.Toolkit;
import java.awt.datatransfer.StringSelection;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.UIManager;
import org.jspecify.annotations.Nullable;

/** What was done and what went wrong, with the time and, for troubles, where in the program. */
final class LogPanel extends JPanel {
    private static final long serialVersionUID = 1L;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final JTextArea text = new JTextArea();

    LogPanel() {
        super(new BorderLayout());
        text.setName("log");
        text.setEditable(false);
        text.setLineWrap(true);
        text.setWrapStyleWord(true);
        text.setBorder(BorderFactory.createEmptyBorder(8, 10, 8, 10));
        JButton copy = new JButton("Copy all");
        copy.setToolTipText("Copy the log, to send it to someone who helps.");
        copy.addActionListener(e -> Toolkit.getDefaultToolkit()
                .getSystemClipboard()
                .setContents(new StringSelection(text.getText()), null));
        JPanel bar = new JPanel(new java.awt.FlowLayout(java.awt.FlowLayout.TRAILING, 8, 4));
        bar.add(copy);
        JScrollPane scroll = new JScrollPane(text);
        scroll.setBorder(BorderFactory.createEmptyBorder());
        add(bar, BorderLayout.NORTH);
        add(scroll);
        updateUI();
    }

    @Override
    public void updateUI() {
        super.updateUI();
        if (text != null) {
            Font usual = UIManager.getFont("monospaced.font");
            text.setFont(usual == null ? new Font(Font.MONOSPACED, Font.PLAIN, 12) : usual);
        }
    }

    void enter(String sentence, @Nullable Throwable where) {
        StringBuilder entry = new StringBuilder();
        entry.append(LocalTime.now(java.time.ZoneId.systemDefault()).format(TIME))
                .append("  ")
                .append(sentence)
                .append('\n');
        if (where != null) {
            StringWriter trace = new StringWriter();
            where.printStackTrace(new PrintWriter(trace));
            trace.toString()
                    .lines()
                    .limit(40)
                    .forEach(line -> entry.append("          ").append(line).append('\n'));
        }
        text.append(entry.toString());
        text.setCaretPosition(text.getDocument().getLength());
    }
}
