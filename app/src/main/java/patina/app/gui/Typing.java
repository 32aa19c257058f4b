package patina.app.gui;

import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;
import javax.swing.text.JTextComponent;

/** Follows what is typed into a field. */
record Typing(Runnable heard) implements DocumentListener {
    /** From now on {@code heard} is run whenever the field's text changes. */
    static void follow(JTextComponent field, Runnable heard) {
        field.getDocument().addDocumentListener(new Typing(heard));
    }

    @Override
    public void insertUpdate(DocumentEvent e) {
        heard.run();
    }

    @Override
    public void removeUpdate(DocumentEvent e) {
        heard.run();
    }

    @Override
    public void changedUpdate(DocumentEvent e) {
        heard.run();
    }
}
