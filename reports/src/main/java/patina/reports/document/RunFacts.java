package patina.reports.document;

import java.time.Instant;

/**
 * The run that a report tells of.
 *
 * @param revision 1 for the first run of an inspection, one more for each run that added to it
 * @param softwareVersion as `patina --version` prints it
 * @param javaVersion of the virtual machine
 */
public record RunFacts(int revision, String softwareVersion, String javaVersion, Instant started, Instant ended) {}
