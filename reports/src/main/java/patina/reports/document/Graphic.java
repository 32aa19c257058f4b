package patina.reports.document;

/** What can be drawn: a plot or a picture of a slice. */
public sealed interface Graphic permits Plot, Slice {
    /** A short title above the drawing. */
    String title();

    /** What is to be seen, in words, for those who cannot see it. */
    String alternative();
}
