/**
 * The desktop application: a window on one inspection, its scans, tracks, tables and plots, over the same pipeline and
 * record as the command line.
 *
 * <p>{@link patina.app.gui.Desktop} starts it. {@code gui.model} holds what is shown, without Swing; {@code gui.view} the
 * pictures and the one selection that all parts share.
 */
@NullMarked
package patina.app.gui;

import org.jspecify.annotations.NullMarked;
