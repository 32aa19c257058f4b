package patina.app.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The session as the engine does it: the one file where wishes meet the engine's packages. */
public final class EngineSession implements Session {
    @Override
    public List<String> importSeries(ImportRequest request) throws IOException {
        throw missing("import");
    }

    @Override
    public VolumeInfo info(Path path, List<Double> voxelSizeUm) throws IOException {
        throw missing("info");
    }

    @Override
    public RunResult run(RunRequest request, Watch watch) throws IOException {
        throw missing("run");
    }

    @Override
    public PairResult registerPair(PairRequest request, Watch watch) throws IOException {
        throw missing("register-pair");
    }

    @Override
    public List<Path> export(Path inspection, Path to) throws IOException {
        throw missing("export");
    }

    @Override
    public List<Path> report(Path inspection, Set<ReportFormat> formats, Path to) throws IOException {
        throw missing("report");
    }

    @Override
    public List<Phantom> phantoms() {
        return List.of();
    }

    @Override
    public Path phantom(PhantomRequest request, Watch watch) throws IOException {
        throw missing("phantom");
    }

    @Override
    public Score score(Path inspection, Path truth) throws IOException {
        Truth.read(truth);
        throw missing("score");
    }

    @Override
    public List<String> kernels() {
        return List.of();
    }

    @Override
    public void bench(List<String> kernels, Path volume, int repeat, int threads, Consumer<BenchResult> results)
            throws IOException {
        throw missing("bench");
    }

    @Override
    public List<Setting> settings() {
        return List.of();
    }

    private static IOException missing(String wish) {
        return new IOException("This build of Patina has no '" + wish + "' yet.");
    }
}
