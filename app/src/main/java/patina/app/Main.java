package patina.app;

import patina.app.cli.CommandLineRun;
import patina.app.gui.Desktop;
import patina.app.session.EngineSession;

/** The program. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        CommandLineRun run = new CommandLineRun(new EngineSession(), new Desktop(), System.out, System.err);
        run.stopOnSignals();
        System.exit(run.execute(arguments));
    }
}
