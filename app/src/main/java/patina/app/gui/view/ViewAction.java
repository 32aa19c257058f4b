package patina.app.gui.view;

/**
 * Something a view can do, for menus, the command finder and the key map.
 *
 * @param name as a user would search for it
 * @param keys as {@link javax.swing.KeyStroke#getKeyStroke(String)} reads it, or empty
 * @param help one sentence
 * @param work done on the event thread
 */
public record ViewAction(String name, String keys, String help, Runnable work) {}
