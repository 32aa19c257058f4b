package patina.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a finished process left: exit code, standard output, standard error. */
record Started(int code, String out, String err) {
    /** The project's root, seen from the module in which tests run. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** Starts the launcher of this project and waits for its end. */
    static Started patina(Path directory, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("patina").toString()));
        command.addAll(List.of(arguments));
        return process(directory, Map.of(), command);
    }

    /** Starts a process in a directory and waits for its end; an empty value takes a variable away. */
    static Started process(Path directory, Map<String, String> variables, List<String> command)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("patina-test-", ".out");
        Path err = Files.createTempFile("patina-test-", ".err");
        try {
            Process process = builder(directory, variables, command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(15, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException("No end after 15 minutes: " + command);
            }
            return new Started(process.exitValue(), text(out), text(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    static ProcessBuilder builder(Path directory, Map<String, String> variables, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        variables.forEach((name, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        return builder;
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
