package patina.app.gui;

import java.awt.BorderLayout;
import java.awt.Color;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import javax.swing.UIManager;
import net.miginfocom.swing.MigLayout;
import org.jspecify.annotations.Nullable;

/** A sentence across the window: what went wrong and what to do next, or what was done. */
final class MessageBar extends JPanel {
    private static final long serialVersionUID = 1L;

    /** How grave it is. */
    enum Tone {
        DONE("Actions.Green", 0x59a869),
        REMARK("Actions.Yellow", 0xeda200),
        TROUBLE("Actions.Red", 0xdb5860);

        private final String key;
        private final int otherwise;

        Tone(String key, int otherwise) {
            this.key = key;
            this.otherwise = otherwise;
        }

        Color colour() {
            Color colour = UIManager.getColor(key);
            return colour == null ? new Color(otherwise) : colour;
        }
    }

    private final JTextArea sentence = new JTextArea();
    private final JButton action = new JButton();
    private final JPanel stripe = new JPanel();
    private transient @Nullable Runnable onAction;

    MessageBar() {
        super(new MigLayout("insets 6 10 6 8, fillx", "[4!]10[grow, fill][][]", "[center]"));
        setName("message");
        sentence.setName("message-text");
        sentence.setEditable(false);
        sentence.setLineWrap(true);
        sentence.setWrapStyleWord(true);
        sentence.setOpaque(false);
        sentence.setBorder(BorderFactory.createEmptyBorder());
        sentence.setFocusable(false);
        action.addActionListener(e -> {
            Runnable run = onAction;
            if (run != null) {
                run.run();
            }
        });
        JButton close = new JButton("Dismiss");
        close.setToolTipText("Put this sentence away; the log keeps it.");
        close.addActionListener(e -> setVisible(false));
        JPanel mark = new JPanel(new BorderLayout());
        mark.add(stripe);
        add(mark, "growy");
        add(sentence, "wmin 100");
        add(action, "hidemode 3");
        add(close);
        setVisible(false);
    }

    /** Shows a sentence; with a button when there is something to do about it. */
    void tell(Tone tone, String text, @Nullable String button, @Nullable Runnable run) {
        stripe.setBackground(tone.colour());
        setBorder(BorderFactory.createMatteBorder(0, 0, 1, 0, Theme.line()));
        sentence.setText(text);
        action.setText(button == null ? "" : button);
        action.setVisible(button != null);
        onAction = run;
        // A text that wraps asks for the height of the width it has, and before the first time it has none.
        if (getParent() != null && getParent().getWidth() > 0) {
            int buttons = getPreferredSize().width - sentence.getPreferredSize().width;
            sentence.setSize(Math.max(100, getParent().getWidth() - buttons), Short.MAX_VALUE);
        }
        setVisible(true);
        revalidate();
    }

    String text() {
        return isVisible() ? sentence.getText() : "";
    }
}
