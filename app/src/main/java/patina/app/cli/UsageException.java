package patina.app.cli;

/** The user asked wrongly, in a way that no option's type can tell: one sentence, exit code 2. */
final class UsageException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    UsageException(String sentence) {
        super(sentence);
    }
}
