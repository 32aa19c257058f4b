package patina.app.gui.view;

import java.nio.file.Path;

/** Runs {@link ViewerBench} by hand: arguments are an inspection or series.json, and seconds for each thing. */
final class ViewerBenchRun {
    private ViewerBenchRun() {}

    public static void main(String[] arguments) throws Exception {
        ViewerBench.run(Path.of(arguments[0]), Double.parseDouble(arguments[1]), System.out::println);
        System.exit(0);
    }
}
