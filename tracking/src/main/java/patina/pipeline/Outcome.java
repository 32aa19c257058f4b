package patina.pipeline;

import java.nio.file.Path;
import java.util.List;

/**
 * How a job ended.
 *
 * @param inspection the inspection's folder
 * @param nothingToDo it was finished before and was left as it is
 * @param remarks what the user should know, one sentence each
 */
public record Outcome(Path inspection, boolean nothingToDo, List<String> remarks) {}
