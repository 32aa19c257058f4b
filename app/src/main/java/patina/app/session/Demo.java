package patina.app.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;

/** The demonstration: a phantom with everything in it, the whole job on it, and its report. */
public final class Demo {
    private static final String PHANTOM = "all-at-once";
    private static final int SIZE = 128;
    private static final int STEPS = 5;
    private static final double PHANTOM_SHARE = 0.15;
    private static final double RUN_SHARE = 0.95;

    private Demo() {}

    /** Where the demonstration's inspection is, made or to be made. */
    public static Path inspection(Path out) {
        return out.resolve("inspection");
    }

    /**
     * Makes the series in {@code out/series} and the inspection in {@code out/inspection}; what is there already is kept.
     *
     * @return the report to open
     */
    public static Path make(Session session, Path out, Watch watch) throws IOException {
        Path folder = out.resolve("series");
        Path series = folder.resolve("series.json");
        if (!Files.exists(series)) {
            session.phantom(
                    new PhantomRequest(PHANTOM, folder, SIZE, STEPS, null, null), new PartOf(watch, 0, PHANTOM_SHARE));
        }
        Path inspection = inspection(out);
        session.run(
                new RunRequest(series, inspection, null, Stage.FLAG, 0, false),
                new PartOf(watch, PHANTOM_SHARE, RUN_SHARE));
        watch.begin("report", null, RUN_SHARE, 1);
        session.export(inspection, inspection.resolve("exports"));
        List<Path> written = session.report(inspection, EnumSet.allOf(Session.ReportFormat.class), inspection);
        return written.get(0);
    }
}
