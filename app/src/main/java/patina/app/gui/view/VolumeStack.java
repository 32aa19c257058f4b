package patina.app.gui.view;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.swing.SwingUtilities;
import org.jspecify.annotations.Nullable;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.blocks.Volume;
import patina.chunks.OmeZarr;
import patina.chunks.StorageFailure;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.Region;
import patina.geometry.ScanMap;
import patina.geometry.VoxelSize;
import patina.pipeline.Remeasure;
import patina.pipeline.SeriesFacts;
import patina.reports.document.Numbers;
import patina.series.Scan;
import patina.series.Series;
import patina.series.SeriesFiles;
import patina.store.FeatureRow;
import patina.store.FlagRow;
import patina.store.Inspection;
import patina.store.Placement;
import patina.store.ScanRow;
import patina.store.Tables;
import patina.store.TrackRow;

/**
 * What there is to see: the scans in the specimen frame, track numbers of every voxel, and the rows that go with them.
 *
 * <p>Of an inspection the registered volumes and labels are shown, whose pyramids the run has written. Of a bare series
 * the scans are shown as they are; their pyramids are made by {@link #prepare} once, into a folder {@code view} beside
 * series.json (in the temporary folder where that cannot be written), which may be deleted at any time.
 *
 * <p>Opening and preparing read files: not on the event thread. All else may be called from any thread. Bricks of all
 * volumes share one cache, a fifth of the heap.
 */
public final class VolumeStack implements AutoCloseable {
    private static final String CACHE = "view";

    private final String name;
    private final String exposureUnit;
    private final int reference;
    private final List<StackScan> scans;
    private final Extent extent;
    private final VoxelSize voxelSize;
    private final Map<Integer, BrickVolume> greys = new ConcurrentHashMap<>();
    private final Map<Integer, BrickVolume> labels = new ConcurrentHashMap<>();
    private final Map<Integer, Scan> unprepared = new ConcurrentHashMap<>();
    private final Map<Integer, GreyHistogram> histograms = new ConcurrentHashMap<>();
    private final List<Runnable> changeListeners = new CopyOnWriteArrayList<>();
    private final Path cacheFolder;
    private final boolean registered;
    private final BrickCache cache = new BrickCache(Runtime.getRuntime().maxMemory() / 5);
    private final Workers workers = new Workers();
    private volatile Rows rows;

    /** Rows and what is looked up in them. */
    private record Rows(
            Tables tables,
            TrackColours colours,
            Map<Long, FeatureRow> features,
            Map<Integer, Map<Integer, Integer>> renamed) {
        static Rows of(Tables tables, Map<Integer, Map<Integer, Integer>> renamed) {
            Map<Long, FeatureRow> features = new HashMap<>();
            for (FeatureRow row : tables.features()) {
                features.putIfAbsent(key(row.scan(), row.trackId()), row);
            }
            return new Rows(tables, new TrackColours(tables.tracks()), features, renamed);
        }

        static long key(int scan, int track) {
            return (long) scan << 32 | track;
        }
    }

    /**
     * What an inspection's record says, for those who have it open already.
     *
     * @param exposureUnit of the scans' exposures
     * @param renamed by scan, from track ids in the volumes of labels to those of the tables, where edits made them differ;
     *     0 for what was rejected
     */
    public record Content(
            String name,
            String exposureUnit,
            int reference,
            List<ScanRow> scans,
            Tables tables,
            Map<Integer, Map<Integer, Integer>> renamed) {
        /** Reads it. */
        public static Content of(Inspection inspection) throws IOException {
            SeriesFacts facts = SeriesFacts.of(inspection);
            return new Content(
                    facts.name(),
                    facts.exposure().unit(),
                    facts.reference(),
                    inspection.scans(),
                    inspection.tables(),
                    Remeasure.renamed(inspection));
        }
    }

    private VolumeStack(
            String name,
            String exposureUnit,
            int reference,
            List<StackScan> scans,
            Extent extent,
            VoxelSize voxelSize,
            Path cacheFolder,
            boolean registered,
            Rows rows) {
        this.name = name;
        this.exposureUnit = exposureUnit;
        this.reference = reference;
        this.scans = List.copyOf(scans);
        this.extent = extent;
        this.voxelSize = voxelSize;
        this.cacheFolder = cacheFolder;
        this.registered = registered;
        this.rows = rows;
    }

    /**
     * Opens an inspection's folder, or a series.json or the folder that holds one.
     *
     * @throws IOException one sentence: what was wanted, what was found, what to do next
     */
    public static VolumeStack open(Path path) throws IOException {
        if (Inspection.exists(path)) {
            Content content;
            try (Inspection inspection = Inspection.openReadOnly(path)) {
                content = Content.of(inspection);
            }
            return of(path, content);
        }
        return of(SeriesFiles.read(path));
    }

    /** Opens an inspection's volumes, with its record as it is given. */
    public static VolumeStack of(Path folder, Content content) throws IOException {
        Path aligned = folder.resolve("aligned");
        List<Integer> times = OmeZarr.exists(aligned) ? OmeZarr.open(aligned).times() : List.of();
        if (times.isEmpty()) {
            throw new StorageFailure("Registered scans were wanted in '" + aligned + "', but there are none yet. Give"
                    + " 'patina run' again; what is missing is made anew.");
        }
        OmeZarr grey = OmeZarr.open(aligned);
        Map<Integer, Placement> placements = Placement.of(content.tables().transforms());
        List<StackScan> scans = new ArrayList<>();
        for (ScanRow row : content.scans()) {
            if (times.contains(row.scan())) {
                Placement placement = placements.get(row.scan());
                scans.add(new StackScan(
                        row.scan(),
                        row.file(),
                        row.exposure(),
                        row.role(),
                        placement == null ? ScanMap.of(Affine.IDENTITY) : placement.map(),
                        placement == null ? 0 : placement.treUUm()));
            }
        }
        VolumeStack stack = new VolumeStack(
                content.name(),
                content.exposureUnit(),
                content.reference(),
                scans,
                grey.extent(),
                grey.voxelSize(),
                folder.resolve(CACHE),
                true,
                Rows.of(content.tables(), content.renamed()));
        Affine toVoxel = grey.voxelSize().toMicrometres().inverse();
        Path labelled = folder.resolve("labels");
        OmeZarr labels = OmeZarr.exists(labelled) ? OmeZarr.open(labelled) : null;
        for (StackScan scan : scans) {
            stack.greys.put(scan.index(), new BrickVolume(grey, scan.index(), toVoxel, stack.cache));
            if (labels != null && labels.has(scan.index())) {
                stack.labels.put(scan.index(), new BrickVolume(labels, scan.index(), toVoxel, stack.cache));
            }
        }
        return stack;
    }

    /** Opens the scans of a series as they are; those whose pyramid is not there yet are shown after {@link #prepare}. */
    public static VolumeStack of(Series series) throws IOException {
        return bare(series, series.referenceScan(), series.used());
    }

    /** Opens one scan of a series in its own frame, as if it were the series. */
    public static VolumeStack alone(Series series, int scan) throws IOException {
        Scan one = series.used().stream()
                .filter(s -> s.index() == scan)
                .findFirst()
                .orElseThrow(() -> new IOException("A scan " + scan + " was wanted in '" + series.manifest()
                        + "', but it has none in use. Open it again."));
        return bare(series, one, List.of(one));
    }

    /** @param frame the scan in whose frame and extent all are shown */
    private static VolumeStack bare(Series series, Scan frame, List<Scan> shown) throws IOException {
        Path folder = series.manifest().toAbsolutePath().getParent();
        boolean writable = folder != null && Files.isWritable(folder);
        Path cacheFolder = folder != null && writable
                ? folder.resolve(CACHE)
                : Path.of(System.getProperty("java.io.tmpdir"))
                        .resolve("patina-view-"
                                + Integer.toHexString(
                                        series.manifest().toString().hashCode()));
        List<StackScan> scans = new ArrayList<>();
        for (Scan scan : shown) {
            scans.add(new StackScan(
                    scan.index(), scan.file(), scan.exposure(), scan.role().key(), ScanMap.of(toScan(frame, scan)), 0));
        }
        VolumeStack stack = new VolumeStack(
                series.name(),
                series.exposure().unit(),
                frame.index(),
                scans,
                frame.extent(),
                frame.voxelSize(),
                cacheFolder,
                false,
                Rows.of(new Tables(List.of(), List.of(), List.of(), List.of(), List.of(), List.of()), Map.of()));
        for (Scan scan : shown) {
            if (stack.isCached(scan)) {
                stack.show(scan);
            } else {
                stack.unprepared.put(scan.index(), scan);
            }
        }
        return stack;
    }

    /** What the user gave; the scan in whose frame things are shown lies in it. */
    private static Affine toScan(Scan frame, Scan scan) {
        Affine given = scan.transform();
        return given == null || scan.index() == frame.index() ? Affine.IDENTITY : given;
    }

    // Pyramids of a bare series

    /** Whether the scans lie on one grid, as a run brought them there. */
    public boolean isRegistered() {
        return registered;
    }

    /** Whether all scans can be shown. */
    public boolean isPrepared() {
        return unprepared.isEmpty();
    }

    /** Whether this scan can be shown. */
    public boolean isShown(int scan) {
        return greys.containsKey(scan);
    }

    /**
     * Makes the pyramids that are missing, scan after scan, the reference scan's first; each can be shown when it is
     * finished. For a background thread.
     *
     * @param threads how many blocks are worked on at once
     * @param finished is told of each scan that can now be shown
     */
    public void prepare(int threads, Progress progress, java.util.function.IntConsumer finished) throws IOException {
        List<Scan> todo = new ArrayList<>(unprepared.values());
        todo.sort(Comparator.comparing((Scan scan) -> scan.index() != reference).thenComparing(Scan::index));
        try (Runner runner = Runner.named("threads", threads)) {
            for (Scan scan : todo) {
                Files.createDirectories(cacheFolder);
                Files.deleteIfExists(note(scan));
                OmeZarr volume = OmeZarr.create(
                        pyramid(scan),
                        scan.extent(),
                        scan.voxelSize(),
                        OmeZarr.Type.UINT16,
                        OmeZarr.levelsFor(scan.extent()));
                double[] scale = scale(scan);
                volume.copy(0, scan.source(), scale[0], scale[1], runner, progress);
                Files.writeString(note(scan), fingerprint(scan));
                show(scan);
                unprepared.remove(scan.index());
                finished.accept(scan.index());
                tellViews();
            }
        } catch (IOException e) {
            throw StorageFailure.isFull(e) ? StorageFailure.writing(cacheFolder, e) : e;
        }
    }

    private void show(Scan scan) throws IOException {
        // A bare scan has one map.
        Affine toVoxel = scan(scan.index())
                .map(s -> s.toScan().at(Point.ORIGIN))
                .orElse(Affine.IDENTITY)
                .then(scan.voxelSize().toMicrometres().inverse());
        greys.put(scan.index(), new BrickVolume(OmeZarr.open(pyramid(scan)), 0, toVoxel, cache));
    }

    private Path pyramid(Scan scan) {
        return cacheFolder.resolve(String.format(Locale.ROOT, "scan-%04d-%s", scan.index(), size(scan)));
    }

    private static String size(Scan scan) {
        Extent e = scan.extent();
        return e.x() + "x" + e.y() + "x" + e.z();
    }

    private Path note(Scan scan) {
        return cacheFolder.resolve(String.format(Locale.ROOT, "scan-%04d.txt", scan.index()));
    }

    private boolean isCached(Scan scan) throws IOException {
        return Files.isRegularFile(note(scan))
                && Files.readString(note(scan)).equals(fingerprint(scan))
                && OmeZarr.exists(pyramid(scan))
                && OmeZarr.open(pyramid(scan)).has(0);
    }

    /** A scan that changed on disk, or of which another part is taken or hidden, is prepared anew. */
    private static String fingerprint(Scan scan) throws IOException {
        return scan.path().toAbsolutePath() + "\n" + size(scan) + "\n" + scan.voxelSize() + "\n"
                + Files.getLastModifiedTime(scan.path()) + "\n" + Files.size(scan.path()) + "\n"
                + scan.notes().getOrDefault("cut", "") + (scan.hidden().isEmpty() ? "" : scan.hidden());
    }

    /** Offset and slope that keep whole greys as they are, and spread other samples over what a few planes hold. */
    private static double[] scale(Scan scan) throws IOException {
        switch (scan.type()) {
            case "uint8", "uint16" -> {
                return new double[] {-1, 1};
            }
            case "int8", "int16" -> {
                return new double[] {-32769, 1};
            }
            default -> {
                return rangeOfPlanes(scan);
            }
        }
    }

    private static double[] rangeOfPlanes(Scan scan) throws IOException {
        Extent e = scan.extent();
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        try (Volume volume = scan.source().open()) {
            long step = Math.max(1, e.z() / 12);
            for (long z = step / 2; z < e.z(); z += step) {
                Region plane = new Region(0, 0, z, (int) e.x(), (int) e.y(), 1);
                float[] values = new float[plane.voxels()];
                byte[] valid = new byte[plane.voxels()];
                volume.read(plane, values, valid);
                for (int i = 0; i < values.length; i++) {
                    if (valid[i] != 0) {
                        low = Math.min(low, values[i]);
                        high = Math.max(high, values[i]);
                    }
                }
            }
        }
        if (!(high > low)) {
            return new double[] {low - 1, 1};
        }
        double margin = 0.1 * (high - low);
        double slope = (high - low + 2 * margin) / 65534;
        return new double[] {low - margin - slope, slope};
    }

    // What there is

    public String name() {
        return name;
    }

    /** The unit of the scans' exposures: h, d, 1 for cycles, m ... */
    public String exposureUnit() {
        return exposureUnit;
    }

    /** Index of the reference scan, in whose frame everything lies. */
    public int reference() {
        return reference;
    }

    /** The scans that are not skipped, in order. */
    public List<StackScan> scans() {
        return scans;
    }

    /** The scan of that position in series.json. */
    public Optional<StackScan> scan(int index) {
        return scans.stream().filter(s -> s.index() == index).findFirst();
    }

    /** A scan in a few words: its number and exposure. */
    public String title(int index) {
        return scan(index)
                .map(s -> "Scan " + index + " · " + exposure(s.exposure()))
                .orElse("Scan " + index);
    }

    /** An exposure with its unit. */
    public String exposure(double value) {
        return Numbers.asGiven(value) + "\u00a0" + (exposureUnit.equals("1") ? "cycles" : exposureUnit);
    }

    /** The size of the reference grid, on which the specimen frame lies. */
    public Extent extent() {
        return extent;
    }

    public VoxelSize voxelSize() {
        return voxelSize;
    }

    /** From the first voxel's centre to the last one's, micrometres. */
    public Point sizeUm() {
        return new Point(
                (extent.x() - 1) * voxelSize.xUm(),
                (extent.y() - 1) * voxelSize.yUm(),
                (extent.z() - 1) * voxelSize.zUm());
    }

    /** The rows as they were last given. */
    public Tables tables() {
        return rows.tables();
    }

    /**
     * Takes other rows, after an edit or when a run went on; the views show them.
     *
     * @param renamed as in {@link Content}
     */
    public void update(Tables tables, Map<Integer, Map<Integer, Integer>> renamed) {
        rows = Rows.of(tables, renamed);
        tellViews();
    }

    /** The tracks of labels as they stand in a volume, for volumes keep tracks as they were linked; 0 for none. */
    void name(int scan, int[] labels) {
        Map<Integer, Integer> names = rows.renamed().getOrDefault(scan, Map.of());
        if (names.isEmpty()) {
            return;
        }
        int last = 0;
        int name = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] != last) {
                last = labels[i];
                name = names.getOrDefault(last, last);
            }
            labels[i] = name;
        }
    }

    /** The same of one label. */
    int name(int scan, int label) {
        return rows.renamed().getOrDefault(scan, Map.of()).getOrDefault(label, label);
    }

    /** Is told on the event thread when there are other rows, or another scan can be shown. */
    void addChangeListener(Runnable listener) {
        changeListeners.add(listener);
    }

    void removeChangeListener(Runnable listener) {
        changeListeners.remove(listener);
    }

    private void tellViews() {
        SwingUtilities.invokeLater(() -> changeListeners.forEach(Runnable::run));
    }

    public List<FlagRow> flags() {
        return rows.tables().flags();
    }

    /** The row of a track in a scan. */
    public Optional<FeatureRow> feature(int scan, int track) {
        return Optional.ofNullable(rows.features().get(Rows.key(scan, track)));
    }

    /** The row of a track. */
    public Optional<TrackRow> track(int id) {
        return rows.tables().tracks().stream().filter(t -> t.trackId() == id).findFirst();
    }

    /** The rows of a track, a scan each. */
    public SortedMap<Integer, FeatureRow> history(int track) {
        TreeMap<Integer, FeatureRow> history = new TreeMap<>();
        for (FeatureRow row : rows.tables().features()) {
            if (row.trackId() == track) {
                history.putIfAbsent(row.scan(), row);
            }
        }
        return history;
    }

    public TrackColours colours() {
        return rows.colours();
    }

    // For the package's views

    @Nullable
    BrickVolume greys(int scan) {
        return greys.get(scan);
    }

    @Nullable
    BrickVolume labels(int scan) {
        return labels.get(scan);
    }

    /** Reads a scan's histogram, once. Not on the event thread. */
    GreyHistogram histogram(int scan) throws IOException {
        GreyHistogram there = histograms.get(scan);
        BrickVolume volume = greys.get(scan);
        if (there == null && volume != null) {
            there = GreyHistogram.of(volume);
            histograms.put(scan, there);
        }
        if (there == null) {
            throw new IOException("Scan " + scan + " cannot be shown yet: its pyramid is still being made.");
        }
        return there;
    }

    /**
     * How much of a voxel of that grey is solid, between the scan's own dark and bright; empty before its greys were counted.
     * Registered scans have the greys of the reference scan.
     */
    OptionalDouble solidFraction(int scan, float grey) {
        GreyHistogram known = histograms.get(registered ? reference : scan);
        if (known == null) {
            return OptionalDouble.empty();
        }
        GreyHistogram.Means means = known.means();
        return OptionalDouble.of((grey - means.dark()) / Math.max(1e-9, means.bright() - means.dark()));
    }

    Workers workers() {
        return workers;
    }

    BrickCache cache() {
        return cache;
    }

    /** Stops the workers and, when they have finished, lets go of the files; returns at once. */
    @Override
    public void close() {
        workers.close(() -> {
            greys.values().forEach(BrickVolume::close);
            labels.values().forEach(BrickVolume::close);
        });
    }
}
