package patina.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher on a fresh copy of the sources, in a folder whose name has a space. */
@Tag("long")
@DisabledOnOs(OS.WINDOWS)
class LauncherBuildTest {
    @TempDir
    Path folder;

    @Test
    void buildsOnceForTwoFirstStartsAndAgainWhenSourcesChange() throws Exception {
        Path fresh = copyOfSources();
        List<String> version = List.of(fresh.resolve("patina").toString(), "--version");
        CompletableFuture<Started> first = CompletableFuture.supplyAsync(() -> started(version));
        CompletableFuture<Started> second = CompletableFuture.supplyAsync(() -> started(version));
        List<Started> both = List.of(first.get(), second.get());
        for (Started started : both) {
            assertEquals(0, started.code(), started.err());
            assertTrue(started.out().startsWith("Patina "), started.out());
        }
        assertEquals(
                1,
                both.stream().filter(s -> s.err().contains("Building Patina")).count(),
                both.toString());

        assertEquals("", started(version).err());

        Path source = fresh.resolve("app/src/main/java/patina/app/Main.java");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(2)));
        assertTrue(started(version).err().contains("Building Patina"));
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().minusSeconds(60)));
        assertEquals("", started(version).err());

        Files.writeString(source, "package patina.app; class Main { no }");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(2)));
        Started broken = started(version);
        assertEquals(1, broken.code());
        assertTrue(broken.err().contains("Patina could not be built: "), broken.err());
        assertTrue(broken.err().contains("app/target/build.log'"), broken.err());
        assertFalse(Files.exists(fresh.resolve("app/target/patina")));
    }

    private Started started(List<String> command) {
        try {
            return Started.process(folder, Map.of(), command);
        } catch (IOException | InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    private Path copyOfSources() throws IOException {
        Path to = folder.resolve("a fresh patina");
        Files.walkFileTree(Started.ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                String name = directory.getFileName().toString();
                if (name.equals("target") || name.equals(".git")) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(Started.ROOT.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = Files.copy(file, to.resolve(Started.ROOT.relativize(file)));
                if (Files.isExecutable(file) && !copy.toFile().setExecutable(true)) {
                    throw new IOException("'" + copy + "' cannot be made executable.");
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return to;
    }
}
