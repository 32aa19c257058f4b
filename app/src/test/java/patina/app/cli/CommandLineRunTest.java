package patina.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import patina.app.session.Complaint;
import patina.app.session.DesktopStarter;
import patina.app.session.ImportRequest;
import patina.app.session.PairRequest;
import patina.app.session.PairResult;
import patina.app.session.RunRequest;
import patina.app.session.RunResult;
import patina.app.session.Session;
import patina.app.session.Setting;
import patina.app.session.Stage;
import patina.app.session.VolumeInfo;
import patina.app.session.Watch;
import patina.blocks.Cancelled;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.VoxelSize;

class CommandLineRunTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final StringBuilder asked = new StringBuilder();
    private final DesktopStarter desktop =
            (session, what, stopped) -> asked.append("desktop ").append(what).append(' ');

    /** A session that notes what it was asked and answers by {@code answer}. */
    private Session answering(Answer answer) {
        return (Session) Proxy.newProxyInstance(
                Session.class.getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, arguments) -> {
                    asked.append(method.getName()).append(' ');
                    return answer.to(method.getName(), arguments == null ? new Object[0] : arguments);
                });
    }

    private interface Answer {
        Object to(String wish, Object[] arguments) throws Exception;
    }

    private int execute(Answer answer, String... arguments) {
        return new CommandLineRun(answering(answer), desktop, stream(out), stream(err)).execute(arguments);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static Answer failing(Throwable thrown) {
        return (wish, arguments) -> {
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (Exception) thrown;
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "import",
                "info",
                "run",
                "register",
                "segment",
                "track",
                "measure",
                "flag",
                "register-pair",
                "export",
                "report",
                "phantom",
                "score",
                "statistics",
                "bench",
                "config",
                "gui"
            })
    void everyCommandExplainsItself(String command) {
        assertEquals(0, execute((wish, arguments) -> null, command, "--help"));
        assertTrue(out().startsWith("Usage: patina " + command), out());
        assertEquals("", err());
    }

    @Test
    void opensTheDesktopOnWhatIsGivenOrOnNothing() {
        assertEquals(0, execute((wish, arguments) -> null, "gui", "some/inspection"));
        assertEquals(0, execute((wish, arguments) -> null, "gui"));
        assertEquals("desktop some/inspection desktop null ", asked.toString());
    }

    @Test
    void tellsNameVersionAndJava() {
        assertEquals(0, execute((wish, arguments) -> null, "--version"));
        assertTrue(out().matches("Patina \\d+\\.\\d+\\.\\d+.* \\(Java \\d+.*\\)\\R"), out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rnu",
                "run",
                "run s.json",
                "run s.json --out",
                "run s.json --out d --threads x",
                "run s.json --out d --threads -1",
                "phantom",
                "phantom growing-pits",
                "config",
                "report d --format doc",
                "register-pair a b --model loose",
                "bench --input v.tif --repeat 0",
                "bench displacement --field twist",
                "import --out s.json"
            })
    void wrongUsageEndsWithTwoAndNoTrace(String line) {
        Answer names = (wish, arguments) -> wish.equals("kernels") ? List.of("edt") : List.of();
        assertEquals(2, execute(names, line.isEmpty() ? new String[0] : line.split(" ")));
        assertEquals("", out());
        assertFalse(err().contains("\tat "), err());
        assertTrue(err().lines().count() <= 2, err());
    }

    @Test
    void whatIsNoNumberIsSaidInAUsersWords() {
        Answer nothing = (wish, arguments) -> List.of();
        assertEquals(2, execute(nothing, "register-pair", "a", "b", "--voxel-size", "five"));
        assertTrue(err().contains("'five' is not a number."), err());
        assertEquals(2, execute(nothing, "phantom", "null", "--size", "4.5"));
        assertTrue(err().contains("'4.5' is not a whole number."), err());
    }

    @Test
    void aJobThatFailsSaysWhyInOneSentence() {
        String sentence = "Scan 7 of 'run-3' shares no volume with the reference scan. Check its file.";
        assertEquals(1, execute(failing(new IOException(sentence)), "run", "s.json", "--out", "d"));
        assertEquals(sentence + System.lineSeparator(), err());
        assertEquals("", out());
    }

    @Test
    void theOperatingSystemsRefusalsBecomeSentences() {
        assertEquals(
                "There is no 'a.tif'; check the path.",
                Complaint.sentence(new NoSuchFileException("a.tif"), new String[0]));
        assertTrue(Complaint.sentence(new AccessDeniedException("d"), new String[0])
                .startsWith("'d' may not be"));
        assertTrue(Complaint.sentence(new IOException("No space left on device"), new String[0])
                .startsWith("The disk is full"));
        assertTrue(Complaint.sentence(new FileSystemException("d/x", null, "No space left on device"), new String[0])
                .startsWith("The disk is full (while writing 'd/x')"));
    }

    @Test
    void aFaultOfTheProgramNamesALog() throws IOException {
        assertEquals(1, execute(failing(new IllegalStateException("odd")), "info", "x"));
        assertEquals(1, err().lines().count(), err());
        Matcher log = Pattern.compile(
                        "Patina met a fault of its own: IllegalStateException, odd; the log is in (.*)\\.\\R")
                .matcher(err());
        assertTrue(log.matches(), err());
        Path file = Path.of(log.group(1));
        String trace = Files.readString(file);
        Files.delete(file);
        assertTrue(trace.contains("patina info x") && trace.contains("\tat "), trace);
    }

    @Test
    void aLibrarysIllegalArgumentIsAFaultAndOursIsASentence() {
        IllegalArgumentException ours = new IllegalArgumentException("A voxel has a positive size, not 0 um.");
        assertEquals(ours.getMessage(), Complaint.sentence(ours, new String[0]));
        try {
            Integer.parseInt("x");
        } catch (NumberFormatException librarys) {
            assertTrue(Complaint.sentence(librarys, new String[0]).startsWith("Patina met a fault"));
        }
    }

    @Test
    void runningOutOfMemoryNamesTheOption() {
        assertEquals(1, execute(failing(new OutOfMemoryError("Java heap space")), "info", "x"));
        assertTrue(err().contains("--memory"), err());
    }

    @Test
    void verboseShowsTheTrace() {
        assertEquals(1, execute(failing(new IOException("No.")), "info", "x", "--verbose"));
        assertTrue(err().contains("\tat "), err());
    }

    @Test
    void beingStoppedIsNoFailure() {
        assertEquals(130, execute(failing(new Cancelled()), "run", "s.json", "--out", "d"));
        assertTrue(err().startsWith("Stopped."), err());
    }

    @Test
    void runGivesTheJobItsOptionsAndPrintsWhatWasWritten() {
        RunRequest[] seen = new RunRequest[1];
        int code = execute(
                (wish, arguments) -> switch (wish) {
                    case "run" -> {
                        seen[0] = (RunRequest) arguments[0];
                        ((Watch) arguments[1]).begin("register", "scan_01.tif", 0.1, 0.5);
                        yield new RunResult(seen[0].out(), false, List.of("Scale was not separable."), Set.of());
                    }
                    default -> List.of(Path.of("written-by-" + wish));
                },
                "run",
                "s.json",
                "--out",
                "d",
                "--threads",
                "3",
                "--force",
                "--config",
                "c.json",
                "--memory",
                "1g");
        assertEquals(0, code, err());
        assertEquals(new RunRequest(Path.of("s.json"), Path.of("d"), Path.of("c.json"), Stage.FLAG, 3, true), seen[0]);
        assertEquals(
                List.of("written-by-export", "written-by-report"), out().lines().toList());
        assertEquals(
                List.of("10 %  register scan_01.tif", "Scale was not separable."),
                err().lines().toList());
    }

    @Test
    void aStageIsTheJobUpToIt() {
        Function<String, Stage> stage = command -> {
            RunRequest[] seen = new RunRequest[1];
            execute(
                    (wish, arguments) -> {
                        seen[0] = (RunRequest) arguments[0];
                        return new RunResult(seen[0].out(), false, List.of(), Set.of());
                    },
                    command,
                    "s.json",
                    "--out",
                    "d");
            return seen[0].upTo();
        };
        for (Stage wanted : Stage.values()) {
            assertEquals(wanted, stage.apply(wanted.key()));
        }
        assertFalse(asked.toString().contains("report"), asked.toString());
    }

    @Test
    void quietIsQuiet() {
        execute(
                (wish, arguments) -> {
                    if (wish.equals("run")) {
                        ((Watch) arguments[1]).begin("register", null, 0, 1);
                        return new RunResult(Path.of("d"), true, List.of("A remark."), Set.of());
                    }
                    return List.of();
                },
                "run",
                "s.json",
                "--out",
                "d",
                "--quiet");
        assertEquals("", err());
    }

    @Test
    void infoAsJsonIsTheContractsLine() {
        int code = execute(
                (wish, arguments) -> new VolumeInfo(
                        "v.tif", "TIFF", new Extent(3, 4, 5), 1, "uint16", VoxelSize.cube(5), List.of("Guessed.")),
                "info",
                "v.tif",
                "--voxel-size",
                "5",
                "--json");
        assertEquals(0, code, err());
        assertEquals(
                "{\"path\":\"v.tif\",\"format\":\"TIFF\",\"size\":[3,4,5],\"scans\":1,\"type\":\"uint16\","
                        + "\"voxelSizeUm\":[5.0,5.0,5.0],\"assumed\":[\"Guessed.\"]}",
                out().strip());
    }

    @Test
    void aPairAsJsonIsOneLineWithThreeRowsOfFour() {
        PairRequest[] seen = new PairRequest[1];
        int code = execute(
                (wish, arguments) -> {
                    seen[0] = (PairRequest) arguments[0];
                    return new PairResult(
                            Affine.translation(1, 2, 3),
                            0.5,
                            PairRequest.Model.RIGID,
                            1,
                            0.01,
                            Double.NaN,
                            0.2,
                            0.05,
                            0.9,
                            List.of(),
                            List.of());
                },
                "register-pair",
                "a.tif",
                "b.tif",
                "--voxel-size",
                "5",
                "--model",
                "similarity",
                "--json");
        assertEquals(0, code, err());
        assertEquals(PairRequest.Model.SIMILARITY, seen[0].model());
        assertTrue(
                out().startsWith(
                                "{\"matrix\":[[1.0,0.0,0.0,1.0],[0.0,1.0,0.0,2.0],[0.0,0.0,1.0,3.0]],\"seconds\":0.5,"),
                out());
        assertTrue(out().contains("\"trimmed_fraction\":null"), out());
        assertEquals(1, out().lines().count());
    }

    @Test
    void importHearsListsOfNumbers() {
        ImportRequest[] seen = new ImportRequest[1];
        int code = execute(
                (wish, arguments) -> {
                    seen[0] = (ImportRequest) arguments[0];
                    return List.of();
                },
                "import",
                "a.tif",
                "b.tif",
                "--out",
                "s.json",
                "--voxel-size",
                "5",
                "--exposure",
                "0,24",
                "--exposure-unit",
                "h",
                "--name",
                "N");
        assertEquals(0, code, err());
        assertEquals(
                new ImportRequest(
                        List.of(Path.of("a.tif"), Path.of("b.tif")),
                        Path.of("s.json"),
                        List.of(5.0),
                        List.of(0.0, 24.0),
                        "h",
                        "time",
                        "N"),
                seen[0]);
    }

    @Test
    void configPrintsEverySetting() {
        Setting setting = new Setting("registration.levels", "4", "", "How many resolutions.");
        assertEquals(0, execute((wish, arguments) -> List.of(setting), "config", "--print"));
        assertEquals("registration.levels  4                 How many resolutions.", out().stripTrailing());
    }

    @Test
    void configAsJsonIsAConfigurationFile() {
        List<Setting> settings = List.of(
                new Setting("registration.model", "\"auto\"", "", "Which."), new Setting("a.b", "4", "um", "What."));
        assertEquals(0, execute((wish, arguments) -> settings, "config", "--print", "--json"));
        assertEquals(
                List.of("{", "  \"registration.model\": \"auto\",", "  \"a.b\": 4", "}"),
                out().lines().toList());
    }
}
