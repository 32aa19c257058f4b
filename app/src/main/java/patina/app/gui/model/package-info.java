/** What the window shows and does, without the window: tables, filters, plots, histories, commands, remembered state. */
@NullMarked
package patina.app.gui.model;

import org.jspecify.annotations.NullMarked;
