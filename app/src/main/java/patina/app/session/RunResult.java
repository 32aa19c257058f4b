package patina.app.session;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * How a job ended.
 *
 * @param inspection the inspection's folder
 * @param nothingToDo it was finished before and was left as it is
 * @param remarks what the user should know, one sentence each
 * @param leftOut scans whose registration is not to be trusted, by 0-based position in series.json
 */
public record RunResult(Path inspection, boolean nothingToDo, List<String> remarks, Set<Integer> leftOut) {}
