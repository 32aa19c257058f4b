package patina.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import patina.blocks.Runner;
import patina.chunks.Folders;
import patina.chunks.StorageFailure;
import patina.series.Preflight;
import patina.series.Scan;
import patina.series.Series;
import patina.series.SeriesFiles;
import patina.store.Inspection;
import patina.store.ScanRow;
import patina.store.Tables;

/**
 * A job on a series: preflight, then the stages, then the tables.
 *
 * <p>Nothing is written before every header and checksum was read. A folder that holds an unfinished job of the same
 * series and settings is resumed, a finished one is left as it is, a series that grew is added to; any other is refused
 * unless forced, and then begun anew.
 *
 * @param series series.json
 * @param out the inspection's folder
 * @param settings all settings
 * @param last the last stage to do
 * @param threads blocks at once; 0 for as many as the machine has processors
 * @param force begin anew where the folder holds another series' or other settings' work
 * @param version of the software, for the record
 */
public record Job(Path series, Path out, Settings settings, Stage last, int threads, boolean force, String version) {
    private static final String CONFIG = "config.json";
    private static final String SERIES = "series.json";

    /** Does it, or what is left of it. */
    public Outcome run(Listener listener) throws IOException {
        listener.begin("preflight", null, 0, 0);
        Series read = SeriesFiles.read(series);
        Preflight preflight = Preflight.of(read, listener);
        Map<Integer, Preflight.ScanFile> files = new HashMap<>();
        preflight.files().forEach(f -> files.put(f.scan(), f));
        List<ScanRow> rows = rows(read, files);
        boolean fresh = !Inspection.exists(out);
        try (Inspection inspection = fresh ? Inspection.create(out) : Inspection.open(out)) {
            boolean grows = !fresh && examine(inspection, read, rows);
            try (Runner runner = Runner.named("threads", threads);
                    Pipeline pipeline = new Pipeline(
                            read, checksums(rows), preflight.surfaceSha256(), settings, inspection, runner, listener)) {
                if (pipeline.finished(last) && exported()) {
                    pipeline.tidy();
                    return new Outcome(out, true, pipeline.remarks(), pipeline.leftOut());
                }
                Tables before = grows ? inspection.tables() : null;
                int run = inspection.beginRun(
                        version, Runtime.version().toString(), settings.toJson(), Files.readString(series));
                inspection.putScans(rows);
                SeriesFacts.of(read).keep(inspection, read.manifest());
                listener.opened(inspection);
                keep(SERIES, Files.readString(read.manifest()));
                keep(CONFIG, settings.toJson());
                pipeline.run(last);
                if (before != null) {
                    inspection.addMoved(patina.store.Moved.between(run, before, inspection.tables()));
                }
                if (last == Stage.FLAG) {
                    inspection.export(out.resolve("exports"));
                    pipeline.tidy();
                }
                inspection.endRun(run);
                return new Outcome(out, false, pipeline.remarks(), pipeline.leftOut());
            }
        }
    }

    private boolean exported() {
        return last != Stage.FLAG || Files.isRegularFile(out.resolve("exports").resolve("inspection.json"));
    }

    /** Checks that the folder's work is of this series and these settings; whether the series grew. */
    private boolean examine(Inspection inspection, Series read, List<ScanRow> rows) throws IOException {
        String why = refusal(inspection, read, rows);
        if (why == null) {
            return rows.size() > inspection.scans().size();
        }
        if (!force) {
            throw new IOException(why + " Give another --out, or --force to begin anew there.");
        }
        inspection.clear();
        for (String name : List.of("aligned", "labels", "local", "work", "exports")) {
            Folders.delete(out.resolve(name));
        }
        return false;
    }

    private @Nullable String refusal(Inspection inspection, Series read, List<ScanRow> rows) throws IOException {
        List<ScanRow> old = inspection.scans();
        for (int i = 0; i < old.size(); i++) {
            ScanRow was = old.get(i);
            ScanRow is = i < rows.size() ? rows.get(i) : null;
            if (is == null) {
                return "'" + out + "' was made from a series of " + old.size() + " scans, but '" + read.name()
                        + "' has " + rows.size() + ".";
            }
            if (!same(was, is)) {
                return "'" + out + "' was made from another series: its scan " + was.scan() + " is '" + was.file()
                        + "' (checksum " + brief(was.checksum()) + "), that of '" + read.name() + "' is '" + is.file()
                        + "' (checksum " + brief(is.checksum()) + ").";
            }
        }
        Path config = out.resolve(CONFIG);
        if (!old.isEmpty() && Files.exists(config)) {
            String kept = Settings.parse(Files.readString(config)).toJson();
            if (!kept.equals(settings.toJson())) {
                return "'" + out + "' was made with other settings: " + Settings.difference(kept, settings.toJson())
                        + ".";
            }
        }
        return null;
    }

    private static boolean same(ScanRow a, ScanRow b) {
        return a.checksum().equals(b.checksum())
                && a.role().equals(b.role())
                && a.exposure() == b.exposure()
                && a.voxelSize().equals(b.voxelSize())
                && a.extent().equals(b.extent());
    }

    private static String brief(String checksum) {
        return checksum.length() > 8 ? checksum.substring(0, 8) : checksum;
    }

    private static List<ScanRow> rows(Series read, Map<Integer, Preflight.ScanFile> files) {
        List<ScanRow> rows = new ArrayList<>();
        for (Scan scan : read.scans()) {
            Preflight.ScanFile file = files.get(scan.index());
            rows.add(new ScanRow(
                    scan.index(),
                    scan.file(),
                    scan.role().key(),
                    scan.exposure(),
                    scan.extent(),
                    scan.voxelSize(),
                    scan.type(),
                    file == null ? 0 : file.bytes(),
                    file == null ? "" : file.sha256() + file.othersSha256(),
                    scan.skip(),
                    Documents.write(new TreeMap<>(scan.notes()))));
        }
        return rows;
    }

    private static Map<Integer, String> checksums(List<ScanRow> rows) {
        Map<Integer, String> checksums = new HashMap<>();
        rows.forEach(r -> checksums.put(r.scan(), r.checksum()));
        return checksums;
    }

    /** Writes a small file of the inspection under a temporary name first. */
    private void keep(String name, String content) throws IOException {
        Path file = out.resolve(name);
        if (Files.exists(file) && Files.readString(file).equals(content)) {
            return;
        }
        Path part = out.resolve(name + ".part");
        try {
            Files.writeString(part, content, StandardCharsets.UTF_8);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw StorageFailure.writing(file, e);
        }
    }
}
