package patina.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.h2.api.ErrorCode;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import patina.chunks.StorageFailure;
import patina.geometry.Extent;
import patina.geometry.VoxelSize;

/**
 * The record of one inspection: the database {@code inspection.mv.db} in its folder.
 *
 * <p>Rows come in by stage and scan: {@link #commit} replaces all rows of a stage and scan in one transaction, under a
 * key that says what they follow from, and {@link #finished} asks whether such rows still hold. A process killed at any
 * moment leaves whole transactions only. One process has an inspection open for writing at a time, and none other reads
 * it meanwhile; several may have it open for reading.
 *
 * <p>All methods may be called from several threads; one at a time is served. Every failure is an IOException of one
 * sentence.
 */
public final class Inspection implements Closeable {
    /** In place of a scan, for what concerns the whole series. */
    public static final int SERIES = -1;

    /** The newest migration in db/migration. */
    static final String SCHEMA_VERSION = "5";

    private static final String FILE = "inspection";
    private static final String UNFINISHED = FILE + ".part";
    private static final String USER = "patina";
    private static final String PASSWORD = "";

    private final Path folder;
    private final boolean readOnly;
    private final Connection connection;
    private final Handle handle;
    private final Map<String, Instant> begun = new HashMap<>();
    private boolean changed;

    private Inspection(Path folder, boolean readOnly, Connection connection) {
        this.folder = folder;
        this.readOnly = readOnly;
        this.connection = connection;
        this.handle = Jdbi.create(connection).open();
    }

    /** Takes the rows of one stage and scan, within its transaction. */
    public interface Write {
        void transforms(Collection<TransformRow> rows);

        void features(Collection<FeatureRow> rows);

        void tracks(Collection<TrackRow> rows);

        void memberVolumes(Collection<MemberVolumeRow> rows);

        void summary(Collection<SummaryRow> rows);

        void flags(Collection<FlagRow> rows);

        /** Keeps a text, usually JSON, under a name. */
        void document(String name, String content);
    }

    /** Whether there is an inspection in the folder. */
    public static boolean exists(Path folder) {
        return Files.isRegularFile(database(folder));
    }

    /** Makes a new inspection, and its folder, and opens it for writing. */
    public static Inspection create(Path folder) throws IOException {
        if (exists(folder)) {
            throw new StorageFailure(
                    "'" + folder + "' holds an inspection already. Choose another folder, or open it.");
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw StorageFailure.writing(folder, e);
        }
        if (!Files.isWritable(folder)) {
            throw new StorageFailure(
                    "'" + folder + "' could not be written: the folder does not allow it. Choose another"
                            + " folder, or ask for the right to write there.");
        }
        // Under another name until it has its tables, so that no empty database is ever taken for an inspection.
        Path unfinished = folder.resolve(UNFINISHED + ".mv.db");
        try {
            Files.deleteIfExists(unfinished);
            connect(folder, UNFINISHED, false, "").close();
            Files.move(unfinished, database(folder), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw StorageFailure.writing(database(folder), e);
        }
        return open(folder);
    }

    /** Opens an inspection for writing; one made by an earlier version is brought up to date. */
    public static Inspection open(Path folder) throws IOException {
        require(folder);
        if (!Files.isWritable(database(folder))) {
            throw new StorageFailure(
                    "'" + database(folder) + "' could not be written: the file does not allow it. Ask for"
                            + " the right to write there, or copy the folder.");
        }
        return connect(folder, FILE, false, ";IFEXISTS=TRUE");
    }

    /** Opens an inspection for reading. */
    public static Inspection openReadOnly(Path folder) throws IOException {
        require(folder);
        return connect(folder, FILE, true, ";IFEXISTS=TRUE;ACCESS_MODE_DATA=r");
    }

    private static Path database(Path folder) {
        return folder.resolve(FILE + ".mv.db");
    }

    private static void require(Path folder) throws IOException {
        if (!exists(folder)) {
            throw new StorageFailure("An inspection was wanted in '" + folder + "', but there is no " + FILE
                    + ".mv.db. Give the folder that 'patina run' wrote to.");
        }
    }

    private static Inspection connect(Path folder, String file, boolean readOnly, String options) throws IOException {
        Path path = folder.toAbsolutePath().normalize();
        if (path.toString().contains(";")) {
            throw new StorageFailure("'" + path
                    + "' cannot hold an inspection because its name has a ';'. Choose a folder" + " without one.");
        }
        String url = "jdbc:h2:file:" + path.resolve(file) + ";DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0;TRACE_LEVEL_FILE=0"
                + options;
        Connection connection = null;
        try {
            connection = DriverManager.getConnection(url, USER, PASSWORD);
            if (file.equals(UNFINISHED)) {
                migrate(url);
            } else {
                bringUpToDate(path, readOnly, connection, url);
            }
            if (!readOnly) {
                // Nobody else in this process either.
                execute(connection, "SET EXCLUSIVE 1");
            }
            return new Inspection(path, readOnly, connection);
        } catch (SQLException | RuntimeException e) {
            IOException sentence = failure(path, e);
            close(connection, sentence);
            throw sentence;
        } catch (IOException e) {
            close(connection, e);
            throw e;
        }
    }

    private static void close(@Nullable Connection connection, IOException why) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                why.addSuppressed(e);
            }
        }
    }

    private static void bringUpToDate(Path folder, boolean readOnly, Connection connection, String url)
            throws SQLException, IOException {
        Optional<String> found = schemaVersion(connection);
        if (found.isEmpty()) {
            throw new StorageFailure("'" + database(folder) + "' should be an inspection's database, but its tables are"
                    + " missing: it was damaged. Restore it from a copy, or give the run command with another folder.");
        }
        if (found.get().equals(SCHEMA_VERSION)) {
            return;
        }
        if (Integer.parseInt(found.get()) > Integer.parseInt(SCHEMA_VERSION)) {
            throw new StorageFailure("'" + folder + "' was written by a newer Patina (schema " + found.get()
                    + ", this one knows " + SCHEMA_VERSION + "). Use that version.");
        }
        if (readOnly) {
            throw new StorageFailure("'" + folder + "' was written by an earlier Patina (schema " + found.get()
                    + ", wanted " + SCHEMA_VERSION + "). Give its run command once, which brings it up to date.");
        }
        migrate(url);
    }

    private static void migrate(String url) {
        Flyway.configure(Inspection.class.getClassLoader())
                .dataSource(url, USER, PASSWORD)
                .loggers("slf4j")
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }

    private static Optional<String> schemaVersion(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet tables = statement.executeQuery(
                    "SELECT 1 FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = 'flyway_schema_history'")) {
                if (!tables.next()) {
                    return Optional.empty();
                }
            }
            try (ResultSet versions = statement.executeQuery(
                    "SELECT MAX(CAST(\"version\" AS INTEGER)) FROM \"flyway_schema_history\" WHERE \"success\"")) {
                return versions.next() ? Optional.ofNullable(versions.getString(1)) : Optional.empty();
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The folder it lies in. */
    public Path folder() {
        return folder;
    }

    public boolean isReadOnly() {
        return readOnly;
    }

    // Stages

    /** A key for {@link #finished}: the SHA-256 of all that the rows follow from, hexadecimal. */
    public static String key(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                // With its length, so that no two lists of parts read alike.
                digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    /** Notes when a stage begins, for the record of its time. */
    public synchronized void begin(String stage, int scan) {
        begun.put(stage + " " + scan, now());
    }

    /** Whether the rows of this stage and scan are there and follow from just these inputs and settings. */
    public synchronized boolean finished(String stage, int scan, String key) throws IOException {
        return ask(h -> h.select("SELECT inputs FROM stage WHERE stage = ? AND stage_scan = ?", stage, scan)
                .mapTo(String.class)
                .findOne()
                .filter(key::equals)
                .isPresent());
    }

    /** Replaces all rows of a stage and scan, in one transaction; when {@code rows} fails all stays as it was. */
    public synchronized void commit(String stage, int scan, String key, Consumer<Write> rows) throws IOException {
        Instant started = begun.getOrDefault(stage + " " + scan, now());
        change(h -> {
            h.execute("DELETE FROM stage WHERE stage = ? AND stage_scan = ?", stage, scan);
            h.execute("INSERT INTO stage VALUES (?, ?, ?, ?, ?)", stage, scan, key, utc(started), utc(now()));
            rows.accept(new Rows(h, stage, scan));
        });
        begun.remove(stage + " " + scan);
    }

    /** Removes the rows of a stage and scan. */
    public synchronized void forget(String stage, int scan) throws IOException {
        change(h -> h.execute("DELETE FROM stage WHERE stage = ? AND stage_scan = ?", stage, scan));
    }

    /** Removes all rows of all stages, the scans, what moved and the edits: a new beginning. Past runs stay on record. */
    public synchronized void clear() throws IOException {
        change(h -> {
            for (String table : List.of("stage", "scan", "moved", "edit")) {
                h.execute("DELETE FROM " + table);
            }
        });
    }

    /** The stages that are finished, by stage and scan. */
    public synchronized List<StageRow> stages() throws IOException {
        return ask(h -> h.select("SELECT * FROM stage ORDER BY stage, stage_scan")
                .map((row, context) -> new StageRow(
                        row.getString("stage"),
                        row.getInt("stage_scan"),
                        row.getString("inputs"),
                        instant(row, "started"),
                        instant(row, "finished")))
                .list());
    }

    /** The text that a finished stage kept under a name. */
    public synchronized Optional<String> document(String stage, int scan, String name) throws IOException {
        return ask(h -> h.select(
                        "SELECT content FROM document WHERE stage = ? AND stage_scan = ? AND name = ?",
                        stage,
                        scan,
                        name)
                .mapTo(String.class)
                .findOne());
    }

    // Provenance

    /** Opens a run; it stays unfinished on record until {@link #endRun}. */
    public synchronized int beginRun(String version, String java, String settings, String series) throws IOException {
        change(h -> h.execute(
                "INSERT INTO run (version, java, started, settings, series) VALUES (?, ?, ?, ?, ?)",
                version,
                java,
                utc(now()),
                settings,
                series));
        return ask(
                h -> h.select("SELECT MAX(run) FROM run").mapTo(Integer.class).one());
    }

    /** Marks a run as finished now. */
    public synchronized void endRun(int run) throws IOException {
        change(h -> h.execute("UPDATE run SET finished = ? WHERE run = ?", utc(now()), run));
    }

    /** All runs, oldest first. */
    public synchronized List<RunRow> runs() throws IOException {
        return ask(h -> h.select("SELECT * FROM run ORDER BY run")
                .map((row, context) -> new RunRow(
                        row.getInt("run"),
                        row.getString("version"),
                        row.getString("java"),
                        instant(row, "started"),
                        row.getObject("finished") == null ? null : instant(row, "finished"),
                        row.getString("settings"),
                        row.getString("series")))
                .list());
    }

    /** Replaces the record of what scans were read. */
    public synchronized void putScans(Collection<ScanRow> scans) throws IOException {
        change(h -> {
            h.execute("DELETE FROM scan");
            for (ScanRow s : scans) {
                h.execute(
                        "INSERT INTO scan VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        s.scan(),
                        s.file(),
                        s.role(),
                        s.exposure(),
                        s.extent().x(),
                        s.extent().y(),
                        s.extent().z(),
                        s.voxelSize().xUm(),
                        s.voxelSize().yUm(),
                        s.voxelSize().zUm(),
                        s.type(),
                        s.bytes(),
                        s.checksum(),
                        s.skip(),
                        s.notes());
            }
        });
    }

    /** The scans as they were read, in order. */
    public synchronized List<ScanRow> scans() throws IOException {
        return ask(h -> h.select("SELECT * FROM scan ORDER BY scan")
                .map((row, context) -> new ScanRow(
                        row.getInt("scan"),
                        row.getString("file"),
                        row.getString("role"),
                        row.getDouble("exposure"),
                        new Extent(row.getLong("extent_x"), row.getLong("extent_y"), row.getLong("extent_z")),
                        new VoxelSize(
                                row.getDouble("voxel_x_um"), row.getDouble("voxel_y_um"), row.getDouble("voxel_z_um")),
                        row.getString("type"),
                        row.getLong("bytes"),
                        row.getString("checksum"),
                        row.getString("skip"),
                        row.getString("notes")))
                .list());
    }

    // Results

    public synchronized List<TransformRow> transforms() throws IOException {
        return rows(Schema.TRANSFORMS);
    }

    /** By scan and track. */
    public synchronized List<FeatureRow> features() throws IOException {
        return rows(Schema.FEATURES);
    }

    public synchronized List<TrackRow> tracks() throws IOException {
        return rows(Schema.TRACKS);
    }

    public synchronized List<MemberVolumeRow> memberVolumes() throws IOException {
        return rows(Schema.MEMBER_VOLUMES);
    }

    public synchronized List<SummaryRow> summary() throws IOException {
        return rows(Schema.SUMMARY);
    }

    /** By rank. */
    public synchronized List<FlagRow> flags() throws IOException {
        return rows(Schema.FLAGS);
    }

    /** All tables at one moment. */
    public synchronized Tables tables() throws IOException {
        return new Tables(transforms(), features(), tracks(), memberVolumes(), summary(), flags());
    }

    // Growth

    /** Adds to the record of earlier numbers that moved; see {@link Moved#between}. */
    public synchronized void addMoved(Collection<MovedRow> moved) throws IOException {
        change(h -> {
            if (moved.isEmpty()) {
                return;
            }
            try (PreparedBatch batch = h.prepareBatch("INSERT INTO moved VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
                for (MovedRow m : moved) {
                    batch.add(m.run(), m.table(), m.scan(), m.id(), m.column(), m.before(), m.after(), m.uncertainty());
                }
                batch.execute();
            }
        });
    }

    /** Earlier numbers that moved, by run, table, scan and id. */
    public synchronized List<MovedRow> moved() throws IOException {
        return ask(h -> h.select("SELECT * FROM moved ORDER BY run, table_name, scan, id, column_name")
                .map((row, context) -> new MovedRow(
                        row.getInt("run"),
                        row.getString("table_name"),
                        row.getInt("scan"),
                        row.getInt("id"),
                        row.getString("column_name"),
                        row.getDouble("value_before"),
                        row.getDouble("value_after"),
                        row.getDouble("uncertainty")))
                .list());
    }

    // Edits

    /** Keeps an edit, made now; returns its id. */
    public synchronized int addEdit(EditRow.Kind kind, String target, String payload) throws IOException {
        change(h -> h.execute(
                "INSERT INTO edit (made, kind, target, payload, undone) VALUES (?, ?, ?, ?, FALSE)",
                utc(now()),
                kind.key(),
                target,
                payload));
        return ask(
                h -> h.select("SELECT MAX(id) FROM edit").mapTo(Integer.class).one());
    }

    /** Takes an edit back, or, with false, puts it in force again. */
    public synchronized void undoEdit(int id, boolean undone) throws IOException {
        change(h -> {
            if (h.execute("UPDATE edit SET undone = ? WHERE id = ?", undone, id) == 0) {
                throw new IllegalArgumentException("There is no edit " + id + ".");
            }
        });
    }

    /** All edits in order of time, undone ones too. */
    public synchronized List<EditRow> edits() throws IOException {
        return ask(h -> h.select("SELECT * FROM edit ORDER BY id")
                .map((row, context) -> new EditRow(
                        row.getInt("id"),
                        instant(row, "made"),
                        EditRow.Kind.of(row.getString("kind")),
                        row.getString("target"),
                        row.getString("payload"),
                        row.getBoolean("undone")))
                .list());
    }

    // Export

    /** Writes all tables as CSV, and inspection.json, into a folder; equal content gives equal bytes. */
    public void export(Path to) throws IOException {
        Export.write(this, to);
    }

    <R> List<R> rows(Table<R> table) throws IOException {
        synchronized (this) {
            return ask(h -> h.select(table.select())
                    .map((row, context) -> table.reader().read(new Cells(row)))
                    .list());
        }
    }

    private interface Question<T> {
        T ask(Handle handle);
    }

    private interface Change {
        void make(Handle handle);
    }

    private <T> T ask(Question<T> question) throws IOException {
        try {
            return question.ask(handle);
        } catch (JdbiException e) {
            throw failure(folder, e);
        }
    }

    private void change(Change change) throws IOException {
        if (readOnly) {
            throw new StorageFailure("'" + folder + "' is open for reading only. Open it for writing to change it.");
        }
        changed = true;
        try {
            handle.useTransaction(change::make);
        } catch (JdbiException e) {
            throw failure(folder, e);
        }
    }

    /** Puts rows into the tables, each marked with its stage and scan. */
    private record Rows(Handle handle, String stage, int scan) implements Write {
        @Override
        public void transforms(Collection<TransformRow> rows) {
            insert(Schema.TRANSFORMS, rows);
        }

        @Override
        public void features(Collection<FeatureRow> rows) {
            insert(Schema.FEATURES, rows);
        }

        @Override
        public void tracks(Collection<TrackRow> rows) {
            insert(Schema.TRACKS, rows);
        }

        @Override
        public void memberVolumes(Collection<MemberVolumeRow> rows) {
            insert(Schema.MEMBER_VOLUMES, rows);
        }

        @Override
        public void summary(Collection<SummaryRow> rows) {
            insert(Schema.SUMMARY, rows);
        }

        @Override
        public void flags(Collection<FlagRow> rows) {
            insert(Schema.FLAGS, rows);
        }

        @Override
        public void document(String name, String content) {
            handle.execute("INSERT INTO document VALUES (?, ?, ?, ?)", stage, scan, name, content);
        }

        private <R> void insert(Table<R> table, Collection<R> rows) {
            if (rows.isEmpty()) {
                return;
            }
            try (PreparedBatch batch = handle.prepareBatch(table.insert())) {
                for (R row : rows) {
                    batch.bind(0, stage).bind(1, scan);
                    for (int c = 0; c < table.columns().size(); c++) {
                        Object cell = boxed(table.columns().get(c).value().of(row));
                        batch.bind(c + 2, (position, statement, context) -> set(statement, position, cell));
                    }
                    batch.add();
                }
                batch.execute();
            }
        }

        private static void set(PreparedStatement statement, int position, @Nullable Object cell) throws SQLException {
            statement.setObject(position, cell);
        }

        private static @Nullable Object boxed(@Nullable Object cell) {
            if (cell instanceof List<?> list) {
                return list.toArray();
            }
            if (cell instanceof double[] reals) {
                Object[] boxes = new Object[reals.length];
                for (int i = 0; i < reals.length; i++) {
                    boxes[i] = reals[i];
                }
                return boxes;
            }
            if (cell instanceof long[] counts) {
                Object[] boxes = new Object[counts.length];
                for (int i = 0; i < counts.length; i++) {
                    boxes[i] = counts[i];
                }
                return boxes;
            }
            return cell;
        }
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, OffsetDateTime.class))
                .toInstant();
    }

    /** The sentence for what the database said. */
    private static IOException failure(Path folder, Exception e) {
        Path file = database(folder);
        if (StorageFailure.isFull(e)) {
            return StorageFailure.writing(file, e);
        }
        SQLException sql = null;
        for (Throwable t = e; t != null && sql == null; t = t.getCause()) {
            if (t instanceof SQLException found) {
                sql = found;
            }
        }
        int code = sql == null ? 0 : sql.getErrorCode();
        return switch (code) {
            case ErrorCode.DATABASE_ALREADY_OPEN_1, ErrorCode.DATABASE_IS_IN_EXCLUSIVE_MODE ->
                new StorageFailure(
                        "'" + folder + "' is in use by another Patina. Close it there, or wait until it is done.", e);
            case ErrorCode.FILE_CORRUPTED_1,
                    ErrorCode.FILE_VERSION_ERROR_1,
                    ErrorCode.WRONG_USER_OR_PASSWORD,
                    ErrorCode.UNSUPPORTED_SETTING_COMBINATION ->
                new StorageFailure(
                        "'" + file + "' should be an inspection's database, but cannot be read as one (" + said(e)
                                + "). Restore it from a copy, or give the run command with another folder.",
                        e);
            case ErrorCode.IO_EXCEPTION_1, ErrorCode.IO_EXCEPTION_2 -> StorageFailure.writing(file, e);
            default ->
                e instanceof FlywayException
                        ? new StorageFailure(
                                "'" + file + "' could not be brought up to date (" + said(e)
                                        + "). Restore it from a copy, or give the run command with another folder.",
                                e)
                        : new StorageFailure(
                                "'" + file + "' could not be used (" + said(e) + "). Close other programs that use"
                                        + " it and give the same command again.",
                                e);
        };
    }

    private static String said(Exception e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end).strip();
    }

    /** Closes the database; after changes its file is made compact first. */
    @Override
    public synchronized void close() throws IOException {
        try {
            if (connection.isClosed()) {
                return;
            }
            if (changed) {
                execute(connection, "SHUTDOWN COMPACT");
            }
            connection.close();
        } catch (SQLException e) {
            // A database that closed itself after a failure told the failure before.
            if (e.getErrorCode() != ErrorCode.DATABASE_IS_CLOSED
                    && e.getErrorCode() != ErrorCode.DATABASE_CALLED_AT_SHUTDOWN
                    && e.getErrorCode() != ErrorCode.OBJECT_CLOSED) {
                throw failure(folder, e);
            }
        }
    }
}
