package patina.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import patina.app.session.JobProgress;

class ProgressLineTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong seconds = new AtomicLong();

    private ProgressLine line(int columns) {
        return new ProgressLine(
                new PrintStream(bytes, true, StandardCharsets.UTF_8),
                false,
                columns,
                new AtomicBoolean(),
                () -> seconds.get() * 1_000_000_000L);
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aTerminalGetsOneLineThatIsWrittenOver() {
        try (ProgressLine line = line(80)) {
            line.begin("register", "scan_01.tif", 0, 0.5);
            seconds.set(10);
            line.step(1, 2);
        }
        assertFalse(shown().contains("\n"));
        assertTrue(
                shown().contains("\r[######..................]  25 %  30 s left  register scan_01.tif\033[K"), shown());
        assertTrue(shown().endsWith("\r\033[K"));
    }

    @Test
    void neverWiderThanTheTerminal() {
        try (ProgressLine line = line(40)) {
            line.begin("register", "a-very-long-name-of-a-scan-that-does-not-fit.tif", 0, 1);
        }
        for (String part : shown().split("\r")) {
            assertTrue(part.replace("\033[K", "").length() < 40, part);
        }
    }

    @Test
    void elsewhereAPlainLineNowAndThen() {
        try (ProgressLine line = line(0)) {
            line.begin("segment", null, 0, 1);
            for (int i = 0; i <= 100; i++) {
                seconds.set(i / 5);
                line.step(i, 100);
            }
        }
        assertEquals(
                "0 %  segment\n50 %  segment, 10 s left\n100 %  segment, 0 s left\n", shown().replace("\r\n", "\n"));
    }

    @Test
    void aResumedJobCountsOnlyItsOwnTime() {
        try (ProgressLine line = line(0)) {
            line.begin("track", null, 0.5, 1);
            seconds.set(20);
            line.step(1, 2);
        }
        assertTrue(shown().endsWith("75 %  track, 20 s left" + System.lineSeparator()), shown());
    }

    @Test
    void stopsWhenTheUserDoes() {
        AtomicBoolean stopped = new AtomicBoolean();
        try (ProgressLine line = new ProgressLine(new PrintStream(bytes), true, 0, stopped)) {
            assertFalse(line.cancelled());
            stopped.set(true);
            assertTrue(line.cancelled());
        }
    }

    @Test
    void durationsReadAsPeopleSayThem() {
        assertEquals("40 s", JobProgress.duration(40));
        assertEquals("3 min", JobProgress.duration(170));
        assertEquals("2 h 10 min", JobProgress.duration(7800));
    }
}
