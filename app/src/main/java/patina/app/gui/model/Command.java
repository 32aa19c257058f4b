package patina.app.gui.model;

import java.util.List;
import java.util.Locale;

/**
 * Everything that can be done in the window, in one table: menus, tool bar, key map and command finder follow from it.
 */
public enum Command {
    OPEN(Menu.FILE, "Open …", "ctrl O", "Open an inspection's folder or a series.json."),
    IMPORT(Menu.FILE, "New from scans …", "ctrl N", "Make a series of scan files or folders, and run it."),
    ADD_SCAN(
            Menu.FILE,
            "Add a scan …",
            "ctrl shift N",
            "Add this week's scan to the open inspection, and run what is new."),
    DEMO(Menu.FILE, "Make the demonstration", "", "Make a specimen whose truth is known and do the whole job on it."),
    REPORT(Menu.FILE, "Write the report", "ctrl R", "Write report.html and report.pdf into the inspection's folder."),
    EXPORT_TABLES(Menu.FILE, "Export the tables …", "ctrl E", "Write all tables as CSV into a folder."),
    EXPORT_PLOT(Menu.FILE, "Export the plot …", "", "Write the plot as PNG, SVG, PDF or CSV."),
    SAVE_VIEW(
            Menu.FILE,
            "Save the view …",
            "ctrl S",
            "Write the picture in the middle, with its scale bar, as PNG or SVG."),
    TIME_LAPSE(
            Menu.FILE,
            "Save a time-lapse …",
            "ctrl L",
            "Write the picture in the middle at all scans, as a GIF or as PNG files, one a scan."),
    CLOSE(Menu.FILE, "Close the inspection", "ctrl W", "Close the inspection; the window stays."),
    QUIT(Menu.FILE, "Quit", "ctrl Q", "Close the window."),

    UNDO(Menu.EDIT, "Undo", "ctrl Z", "Take the last correction back; the numbers follow."),
    REDO(Menu.EDIT, "Redo", "ctrl shift Z", "Put the last undone correction in force again."),
    ACCEPT(Menu.EDIT, "Accept the track", "ctrl ENTER", "Say that the selected track is damage."),
    REJECT(Menu.EDIT, "Reject the track", "ctrl DELETE", "Say that the selected track is none; the numbers follow."),
    CHANGE_KIND(Menu.EDIT, "Change the kind …", "ctrl K", "Say what the selected track is."),
    MERGE(Menu.EDIT, "Merge with a track …", "ctrl M", "Say that the selected track and another are one."),
    SPLIT(Menu.EDIT, "Split at this scan", "ctrl shift S", "Say that the track is another from the scan in view on."),
    NOTE(Menu.EDIT, "Add a note …", "ctrl shift A", "Write a remark on the selected track."),
    MASKS(
            Menu.EDIT,
            "Masks …",
            "ctrl shift M",
            "List what is hidden by hand, keep what was painted, show a place again."),
    COPY_TABLE(Menu.EDIT, "Copy the table", "ctrl shift C", "Copy the table, or its selected rows, for a spreadsheet."),
    FILTER(Menu.EDIT, "Filter the table", "ctrl F", "Go to the table's filter, such as: growing and depth > 50."),
    COLUMNS(Menu.EDIT, "Choose columns …", "", "Choose which columns the table shows."),

    RUN(Menu.RUN, "Run", "F5", "Do what is left of the job."),
    CANCEL(Menu.RUN, "Cancel the run", "ctrl PERIOD", "Stop the run in order; nothing done is lost."),
    SETTINGS(Menu.RUN, "Settings …", "ctrl COMMA", "See and change the settings of the job."),
    LANDMARKS(
            Menu.RUN,
            "Landmarks …",
            "ctrl shift L",
            "Point out the same places in the scan in view and in the reference scan: its registration begins there."),

    PREVIOUS_SCAN(Menu.GO, "Scan before", "ctrl LEFT", "Show the scan before."),
    NEXT_SCAN(Menu.GO, "Next scan", "ctrl RIGHT", "Show the next scan."),
    FIRST_SCAN(Menu.GO, "First scan", "ctrl HOME", "Show the first scan."),
    LAST_SCAN(Menu.GO, "Last scan", "ctrl END", "Show the last scan."),
    PREVIOUS_TRACK(Menu.GO, "Track above", "ctrl UP", "Select the track above in the table."),
    NEXT_TRACK(Menu.GO, "Track below", "ctrl DOWN", "Select the track below in the table."),
    SHOW_FEATURES(Menu.GO, "Features", "alt 1", "Go to the table of features."),
    SHOW_TRACKS(Menu.GO, "Tracks", "alt 2", "Go to the table of tracks."),
    SHOW_FLAGS(Menu.GO, "Follow-up", "alt 3", "Go to the places for the microscope."),
    SHOW_PLOTS(Menu.GO, "Plots", "alt 4", "Go to the plots."),
    SHOW_FILMSTRIP(Menu.GO, "Filmstrip", "alt 5", "See the selected track at all scans."),
    SHOW_QUALITY(Menu.GO, "Quality", "alt 6", "See how far each scan is to be trusted."),
    SHOW_MOVED(Menu.GO, "What moved", "alt 7", "See which earlier numbers a new scan moved."),
    SHOW_LOG(Menu.GO, "Log", "alt 8", "See what was done, and what went wrong."),

    FIND_COMMAND(Menu.VIEW, "Find a command …", "ctrl shift P", "Type a few letters of what you want to do."),
    SLICES(Menu.VIEW, "Slices", "ctrl 1", "Show three linked slices."),
    SOLID(Menu.VIEW, "Solid", "ctrl 2", "Show the specimen and its damage in three dimensions."),
    TOGGLE_SCANS(Menu.VIEW, "Scans panel", "ctrl B", "Show or hide the scans at the left."),
    TOGGLE_INSPECTOR(Menu.VIEW, "Inspector", "ctrl I", "Show or hide the inspector at the right."),
    TOGGLE_TABLES(Menu.VIEW, "Tables and plots", "ctrl J", "Show or hide the tables and plots below."),
    THEME(Menu.VIEW, "Dark theme", "ctrl shift T", "Change between the light and the dark theme."),
    FULL_SCREEN(Menu.VIEW, "Full screen", "F11", "Give the window the whole screen, or take it back."),

    HELP(Menu.HELP, "Keys and commands", "F1", "List everything that can be done, with its keys."),
    ABOUT(Menu.HELP, "About Patina", "", "Version, Java and licence.");

    /** The menus, in their order. */
    public enum Menu {
        FILE("File"),
        EDIT("Edit"),
        RUN("Run"),
        GO("Go"),
        VIEW("View"),
        HELP("Help");

        private final String title;

        Menu(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    private final Menu menu;
    private final String title;
    private final String keys;
    private final String help;

    Command(Menu menu, String title, String keys, String help) {
        this.menu = menu;
        this.title = title;
        this.keys = keys;
        this.help = help;
    }

    public Menu menu() {
        return menu;
    }

    /** As menus and the finder name it. */
    public String title() {
        return title;
    }

    /** As a key stroke is written, such as {@code ctrl shift P}; empty when it has none. */
    public String keys() {
        return keys;
    }

    /** One sentence. */
    public String help() {
        return help;
    }

    /** The keys as people read them: Ctrl+Shift+P. */
    public String keysInWords() {
        return inWords(keys);
    }

    /** A key stroke as people read it; empty for an empty one. */
    public static String inWords(String keys) {
        if (keys.isEmpty()) {
            return "";
        }
        StringBuilder words = new StringBuilder();
        for (String key : keys.split(" ")) {
            String word = switch (key) {
                case "PERIOD" -> ".";
                case "COMMA" -> ",";
                case "PLUS" -> "Plus";
                case "OPEN_BRACKET" -> "[";
                case "CLOSE_BRACKET" -> "]";
                default ->
                    key.length() <= 3 && key.toUpperCase(Locale.ROOT).equals(key)
                            ? key
                            : key.substring(0, 1).toUpperCase(Locale.ROOT)
                                    + key.substring(1).toLowerCase(Locale.ROOT);
            };
            words.append(words.length() > 0 ? "+" : "").append(word);
        }
        return words.toString();
    }

    /**
     * Commands for what was typed, best first: those whose title or help hold all its words, or whose title has its letters in
     * order.
     */
    public static List<Command> found(String typed) {
        return Search.found(List.of(values()), Command::title, Command::help, typed);
    }
}
