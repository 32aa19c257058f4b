package patina.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import patina.app.session.BenchResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patina bench}. */
@Command(name = "bench", description = "Time kernels on a volume; one line of JSON each.")
final class BenchCommand implements Callable<Integer> {
    private final Desk desk;

    @Mixin
    Common common = new Common();

    @Mixin
    Help help = new Help();

    @Parameters(
            arity = "0..*",
            paramLabel = "KERNEL",
            description = "read, gaussian, median, label6, label26, edt, measure, surface, hessian; without any, all.")
    List<String> kernels = List.of();

    @Option(names = "--input", paramLabel = "VOL.tif", description = "The volume.")
    @Nullable
    Path input;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            description = "How often each is run; the best counts (default: for two seconds, three times at least).")
    @Nullable
    Integer repeat;

    @Option(names = "--threads", paramLabel = "N", description = "How many blocks are worked on at once.")
    int threads;

    BenchCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws IOException {
        Path volume = input;
        if (volume == null) {
            throw new UsageException("--input wants the volume that the kernels are timed on.");
        }
        List<String> all = desk.session().kernels();
        for (String kernel : kernels) {
            if (!all.contains(kernel)) {
                throw new UsageException(
                        "No kernel is called '" + kernel + "'; there are " + String.join(", ", all) + ".");
            }
        }
        if (repeat != null && repeat < 1) {
            throw new UsageException("--repeat wants a number of 1 or more, not " + repeat + ".");
        }
        desk.session()
                .bench(kernels.isEmpty() ? all : kernels, volume, repeat == null ? 0 : repeat, threads, this::print);
        return CommandLineRun.DONE;
    }

    private void print(BenchResult result) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("kernel", result.kernel());
        tree.put("seconds", Math.round(result.seconds() * 1e4) / 1e4);
        tree.put("mvox_per_s", Math.round(result.megavoxelsPerSecond() * 100) / 100.0);
        tree.put("value", Json.finite(result.value()));
        tree.put("bandwidth_share", Math.round(result.bandwidthShare() * 1000) / 1000.0);
        desk.out().println(Json.line(tree));
        desk.out().flush();
    }
}
