package patina.app.cli;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicBoolean;
import patina.app.session.DesktopStarter;
import patina.app.session.Session;
import patina.app.session.Watch;

/** What commands work with: the session, where results and progress go, and whether the user wants to stop. */
record Desk(Session session, DesktopStarter desktop, PrintStream out, PrintStream err, AtomicBoolean stopped) {
    /** A line of progress, unless the user wants quiet. */
    void tell(Common common, String line) {
        if (!common.quiet) {
            err.println(line);
        }
    }

    /** Shows progress as this command's options want it. */
    ProgressLine watch(Common common) {
        return new ProgressLine(err, common.quiet, terminalColumns(), stopped);
    }

    /** The terminal's width as the launcher found it; 0 when standard error is no terminal. */
    private static int terminalColumns() {
        return Integer.getInteger("patina.terminal", 0);
    }

    /** A watch that shows nothing but can stop. */
    Watch silent() {
        return new ProgressLine(err, true, 0, stopped);
    }
}
