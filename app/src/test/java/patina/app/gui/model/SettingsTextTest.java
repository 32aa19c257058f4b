package patina.app.gui.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import patina.app.session.EngineSession;
import patina.app.session.Setting;
import patina.pipeline.Settings;

class SettingsTextTest {
    private static final List<Setting> ALL = new EngineSession().settings();

    @Test
    void defaultsAreWhatTheEngineTakesWithoutAFile() throws Exception {
        SettingsText text = SettingsText.of(ALL, null);
        assertEquals(Settings.defaults().toJson(), Settings.parse(text.json()).toJson());
    }

    @Test
    void whatIsTypedComesOutAsAFileTheEngineReads() throws Exception {
        SettingsText text = SettingsText.of(ALL, null)
                .with(Map.of(
                        "growth.decisionK",
                        "4,5",
                        "registration.globalSearch",
                        "false",
                        "registration.model",
                        "rigid"));
        Settings read = Settings.parse(text.json());
        assertEquals("4.5", read.text("growth.decisionK"));
        assertEquals("false", read.text("registration.globalSearch"));
        assertEquals("rigid", read.text("registration.model"));
        assertEquals(text, SettingsText.of(ALL, text.json()));
    }

    @Test
    void saysWhichNumberIsNone() {
        SettingsText text = SettingsText.of(ALL, null);
        String sentence = assertThrows(
                        IllegalArgumentException.class, () -> text.with(Map.of("segmentation.leastVoxels", "many")))
                .getMessage();
        assertTrue(sentence.contains("segmentation.leastVoxels") && sentence.contains("many"), sentence);
    }
}
