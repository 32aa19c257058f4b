package patina.app.gui.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import javax.swing.KeyStroke;
import org.junit.jupiter.api.Test;

class CommandTest {
    @Test
    void everyCommandHasAKeyOfItsOwnThatJavaReads() {
        Set<KeyStroke> seen = new HashSet<>();
        for (Command command : Command.values()) {
            if (!command.keys().isEmpty()) {
                KeyStroke key = KeyStroke.getKeyStroke(command.keys());
                assertNotNull(key, command.name());
                assertTrue(seen.add(key), command + " shares " + command.keys());
            }
            assertTrue(command.help().endsWith("."), command.name());
        }
    }

    @Test
    void keysAreWrittenAsPeopleReadThem() {
        assertEquals("Ctrl+Shift+P", Command.FIND_COMMAND.keysInWords());
        assertEquals("F5", Command.RUN.keysInWords());
        assertEquals("Ctrl+,", Command.SETTINGS.keysInWords());
        assertEquals("Ctrl+Left", Command.PREVIOUS_SCAN.keysInWords());
    }

    @Test
    void isFoundByItsNameByWordsOfItsHelpAndByLettersInOrder() {
        assertEquals(Command.UNDO, Command.found("undo").get(0));
        assertEquals(Command.THEME, Command.found("dark").get(0));
        assertEquals(Command.TIME_LAPSE, Command.found("gif").get(0));
        assertEquals(Command.REPORT, Command.found("report").get(0));
        assertTrue(Command.found("csv folder").contains(Command.EXPORT_TABLES));
        assertTrue(Command.found("fscr").contains(Command.FULL_SCREEN));
        assertEquals(Command.values().length, Command.found("").size());
        assertTrue(Command.found("zzz").isEmpty());
    }
}
