package patina.app.gui;

import com.formdev.flatlaf.FlatDarkLaf;
import com.formdev.flatlaf.FlatLaf;
import com.formdev.flatlaf.FlatLightLaf;
import java.awt.Color;
import java.awt.Font;
import java.util.Map;
import javax.swing.JComponent;
import javax.swing.UIManager;
import patina.app.gui.model.State;

/** Light and dark, with the green of old copper as accent. */
final class Theme {
    private static final String KEY = "dark";

    private Theme() {}

    /** Puts the theme that the state remembers on all windows to come. */
    static void install(State state) {
        FlatLaf.setGlobalExtraDefaults(Map.of(
                "@accentColor", "#2f8f7b",
                "Component.arc", "6",
                "Button.arc", "6",
                "ScrollBar.showButtons", "false",
                "ScrollBar.width", "11",
                "TabbedPane.tabHeight", "30",
                "TabbedPane.tabInsets", "2,12,2,12",
                "Table.showHorizontalLines", "true",
                "Table.rowHeight", "24",
                "SplitPaneDivider.style", "plain"));
        set(state.flag(KEY, false));
    }

    private static void set(boolean dark) {
        FlatLaf.setup(dark ? new FlatDarkLaf() : new FlatLightLaf());
    }

    static boolean isDark() {
        return FlatLaf.isLafDark();
    }

    /** Changes between light and dark, in all open windows. */
    static void toggle(State state) {
        boolean dark = !isDark();
        state.put(KEY, dark);
        set(dark);
        FlatLaf.updateUI();
    }

    /** What matters less, in either theme. */
    static <C extends JComponent> C quiet(C component) {
        return coloured(component, "Label.disabledForeground");
    }

    /** What stands out, in either theme. */
    static <C extends JComponent> C accented(C component) {
        return coloured(component, "Component.accentColor");
    }

    /** A colour that is set by itself is the theme's of its time; a style is followed when the theme changes. */
    private static <C extends JComponent> C coloured(C component, String key) {
        component.putClientProperty("FlatLaf.style", "foreground: $" + key);
        return component;
    }

    /** The same as a colour, for what is drawn or coloured anew each time. */
    static Color quiet() {
        Color colour = UIManager.getColor("Label.disabledForeground");
        return colour == null ? Color.GRAY : colour;
    }

    static Color accent() {
        Color colour = UIManager.getColor("Component.accentColor");
        return colour == null ? new Color(0x2f, 0x8f, 0x7b) : colour;
    }

    static Color line() {
        Color colour = UIManager.getColor("Component.borderColor");
        return colour == null ? Color.LIGHT_GRAY : colour;
    }

    /** Marks a component as a heading. */
    static <C extends JComponent> C heading(C component) {
        component.putClientProperty("FlatLaf.styleClass", "h3");
        return component;
    }

    /** Marks a component as small print. */
    static <C extends JComponent> C small(C component) {
        component.putClientProperty("FlatLaf.styleClass", "small");
        return component;
    }

    static Font bold(Font font) {
        return font.deriveFont(Font.BOLD);
    }
}
