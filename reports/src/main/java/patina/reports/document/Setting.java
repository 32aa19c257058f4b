package patina.reports.document;

/** One setting of the run; {@code unit} is empty for a pure number or a word. */
public record Setting(String name, String value, String unit) {}
