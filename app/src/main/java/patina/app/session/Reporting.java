package patina.app.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import patina.app.session.Session.ReportFormat;
import patina.blocks.SideBySide;
import patina.blocks.Source;
import patina.chunks.OmeZarr;
import patina.chunks.StorageFailure;
import patina.geometry.VoxelSize;
import patina.pipeline.FillingRecords;
import patina.pipeline.GivenRecords;
import patina.pipeline.GrowthRecords;
import patina.pipeline.SeriesFacts;
import patina.pipeline.Settings;
import patina.reports.document.Document;
import patina.reports.document.InspectionFacts;
import patina.reports.document.InspectionReport;
import patina.reports.document.Pictures;
import patina.reports.document.RunFacts;
import patina.reports.document.VolumePictures;
import patina.reports.html.HtmlReport;
import patina.reports.pdf.PdfReport;
import patina.store.Inspection;
import patina.store.RunRow;

/** From an inspection's record and volumes to its report. */
final class Reporting {
    private static final List<String> STANDARDS = List.of(
            "Pits are described in the manner of ASTM G46: depth from the original surface along its normal, mouth area,"
                    + " density over the examined area, pitting factor.",
            "Corrosion rates follow the volume form of ASTM G1: 8760 h/y × lost volume / (examined area × hours).",
            "Wear rates follow ASTM G99 and G133: lost volume / (normal load × distance).");

    private static final List<String> METHODS = List.of(
            "Each scan was registered to the reference scan by robust Gauss-Newton on smoothed intensities over a pyramid,"
                    + " with gain and offset estimated, damaged places left out, and the scale told from the interior"
                    + " alone.",
            "Grey was brought to solid fraction by the levels of void and of sound interior metal, a quadratic over the"
                    + " volume each; the original surface was rebuilt from the reference scan.",
            "Volumes are sums of lost solid fractions over a zone around each feature, so that blur and partial volume do"
                    + " not bias them.",
            "Features of successive scans were linked by the place they share; merges, splits and branches are events.",
            "Standard uncertainties (k = 1) join noise, with its correlation, the registration's covariance, the voxel"
                    + " scale and the boundary model.");

    private Reporting() {}

    static List<Path> write(Path folder, Set<ReportFormat> formats, Path to) throws IOException {
        Document document;
        try (Inspection inspection = Inspection.openReadOnly(folder)) {
            document = InspectionReport.of(facts(inspection), pictures(inspection));
        }
        try {
            Files.createDirectories(to);
        } catch (IOException e) {
            throw StorageFailure.writing(to, e);
        }
        List<SideBySide.Work<Path>> files = new ArrayList<>();
        if (formats.contains(ReportFormat.HTML)) {
            files.add(() -> {
                Path file = to.resolve("report.html");
                HtmlReport.write(document, file);
                return file;
            });
        }
        if (formats.contains(ReportFormat.PDF)) {
            files.add(() -> {
                Path file = to.resolve("report.pdf");
                PdfReport.write(document, file);
                return file;
            });
        }
        return SideBySide.all(files, files.size());
    }

    private static Pictures pictures(Inspection inspection) throws IOException {
        Map<Integer, Source> aligned = volumes(inspection.folder().resolve("aligned"));
        Map<Integer, Source> labels = volumes(inspection.folder().resolve("labels"));
        if (aligned.isEmpty()) {
            return Pictures.NONE;
        }
        VoxelSize voxel = OmeZarr.open(inspection.folder().resolve("aligned")).voxelSize();
        return new VolumePictures(aligned, labels, voxel);
    }

    private static Map<Integer, Source> volumes(Path folder) throws IOException {
        Map<Integer, Source> sources = new HashMap<>();
        if (OmeZarr.exists(folder)) {
            OmeZarr volume = OmeZarr.open(folder);
            for (int t : volume.times()) {
                sources.put(t, volume.source(t));
            }
        }
        return sources;
    }

    private static InspectionFacts facts(Inspection inspection) throws IOException {
        SeriesFacts series = SeriesFacts.of(inspection);
        List<RunRow> runs = inspection.runs();
        RunRow last = runs.get(runs.size() - 1);
        Instant finished = last.finished();
        Settings settings = Settings.parse(last.settings());
        List<String> methods = new ArrayList<>(METHODS);
        methods.addAll(GivenRecords.of(inspection));
        List<String> limits = new ArrayList<>();
        inspection.transforms().stream()
                .filter(t -> !t.note().isEmpty())
                .forEach(t -> limits.add(String.format(Locale.ROOT, "Scan %d: %s", t.scan(), t.note())));
        limits.addAll(FillingRecords.of(inspection));
        return new InspectionFacts(
                series.name(),
                series.specimen(),
                series.exposure(),
                series.reference(),
                series.voxelScaleUncertainty(),
                new RunFacts(
                        last.run(),
                        last.version(),
                        last.java(),
                        last.started(),
                        finished == null ? last.started() : finished),
                Settings.all().stream()
                        .map(s -> new patina.reports.document.Setting(s.key(), settings.text(s.key()), s.unit()))
                        .toList(),
                STANDARDS,
                methods,
                limits,
                inspection.scans(),
                inspection.transforms(),
                inspection.features(),
                inspection.tracks(),
                inspection.summary(),
                inspection.flags(),
                inspection.memberVolumes(),
                inspection.moved(),
                GrowthRecords.of(inspection));
    }
}
