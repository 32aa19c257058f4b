package patina.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Starts {@code ./patina}, with the real Java and with one that only says how it was called. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    @TempDir
    Path folder;

    /** A JDK of the given version whose java prints its arguments, one a line. */
    private Path javaThatTells(String version) throws IOException {
        Path home = Files.createDirectories(folder.resolve("jdk-" + version));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        assertTrue(java.toFile().setExecutable(true));
        return home;
    }

    private Started patinaWith(Path javaHome, String... arguments) throws Exception {
        return Started.process(
                folder,
                Map.of("JAVA_HOME", javaHome.toString()),
                java.util.stream.Stream.concat(
                                java.util.stream.Stream.of(
                                        Started.ROOT.resolve("patina").toString()),
                                java.util.stream.Stream.of(arguments))
                        .toList());
    }

    @Test
    void tellsItsVersionFromAnyDirectoryThroughALink() throws Exception {
        Path link = folder.resolve("link to patina");
        Files.createSymbolicLink(
                link,
                folder.toRealPath().relativize(Started.ROOT.resolve("patina").toRealPath()));
        Path second = Files.createSymbolicLink(folder.resolve("second"), Path.of("link to patina"));
        Started started = Started.process(folder, Map.of(), List.of(second.toString(), "--version"));
        Files.delete(second);
        Files.delete(link);
        assertEquals(0, started.code(), started.err());
        assertTrue(started.out().matches("Patina \\S+ \\(Java .*\\)\\n"), started.out());
        assertEquals("", started.err());
    }

    @Test
    void wrongUsageEndsWithTwo() throws Exception {
        Started started = Started.patina(folder, "rnu");
        assertEquals(2, started.code());
        assertEquals("", started.out());
    }

    @Test
    void memoryBecomesTheHeap() throws Exception {
        Path java = javaThatTells("21.0.1");
        assertTrue(patinaWith(java, "run", "s", "--memory", "1g").out().contains("-Xmx1g\n"));
        assertTrue(patinaWith(java, "run", "s", "--memory=1500m").out().contains("-Xmx1500m\n"));
        Matcher given = Pattern.compile("-Xmx(\\d+)m\n")
                .matcher(patinaWith(java, "info", "s").out());
        assertTrue(given.find());
        int megabytes = Integer.parseInt(given.group(1));
        assertTrue(megabytes >= 512 && megabytes <= 4096, megabytes + " MB");
    }

    @Test
    void argumentsArriveAsTheyWereGiven() throws Exception {
        String out = patinaWith(javaThatTells("17.0.9"), "info", "a  b", "*", "$HOME", "")
                .out();
        assertTrue(out.endsWith("patina.app.Main\ninfo\na  b\n*\n$HOME\n\n"), out);
    }

    @Test
    void aSenselessMemoryIsWrongUsage() throws Exception {
        for (String size : List.of("lots", "4", "0g", "-1g", "4gb")) {
            Started started = Started.patina(folder, "run", "s", "--memory", size);
            assertEquals(2, started.code(), size);
            assertEquals("--memory wants a size such as 4g or 1500m, not '" + size + "'.\n", started.err());
        }
        assertEquals(2, Started.patina(folder, "run", "s", "--memory").code());
    }

    @Test
    void anOldJavaIsRefusedInASentence() throws Exception {
        for (String version : List.of("1.8.0_292", "11.0.2", "16")) {
            Started started = patinaWith(javaThatTells(version), "--version");
            assertEquals(1, started.code());
            assertTrue(
                    started.err().startsWith("Patina needs Java 17 or newer; '")
                            && started.err().contains("is version " + version + "."),
                    started.err());
            assertEquals(1, started.err().lines().count());
        }
    }

    @Test
    void aJavaThatIsNotThereIsToldInASentence() throws Exception {
        Started wrongHome = patinaWith(folder.resolve("nowhere"), "--version");
        assertEquals(1, wrongHome.code());
        assertTrue(wrongHome.err().contains("there is no bin/java in it"), wrongHome.err());
        Path bare = Files.createDirectory(folder.resolve("bare"));
        for (String tool : List.of("dirname", "readlink", "sed", "head", "find")) {
            Path at = Path.of("/usr/bin", tool);
            assumeTrue(Files.exists(at));
            Path wrapper = Files.writeString(bare.resolve(tool), "#!/bin/sh\nexec " + at + " \"$@\"\n");
            assertTrue(wrapper.toFile().setExecutable(true));
        }
        Started none = Started.process(
                folder,
                Map.of("JAVA_HOME", "", "PATH", bare.toString()),
                List.of("/bin/sh", Started.ROOT.resolve("patina").toString(), "--version"));
        assertEquals(1, none.code());
        assertTrue(none.err().contains("there is no 'java' on the PATH"), none.err());
    }

    @Test
    void aBuildWithoutMavenOrCompilerIsToldInASentence() throws Exception {
        Path fresh = Files.createDirectories(folder.resolve("fresh"));
        Files.copy(Started.ROOT.resolve("patina"), fresh.resolve("patina"));
        assertTrue(fresh.resolve("patina").toFile().setExecutable(true));
        Started started = Started.process(
                folder,
                Map.of("JAVA_HOME", javaThatTells("17.0.9").toString()),
                List.of(fresh.resolve("patina").toString(), "--version"));
        assertEquals(1, started.code());
        assertTrue(started.err().contains("no compiler") || started.err().contains("no 'mvn'"), started.err());
        assertFalse(started.err().contains("Building"), started.err());
    }
}
