/**
 * The record of everything: an H2 database in the inspection's folder, its rows, and the tables exported from it.
 *
 * <pre>{@code
 * try (Inspection inspection = Inspection.exists(dir) ? Inspection.open(dir) : Inspection.create(dir)) {
 *     int run = inspection.beginRun(version, java, settingsJson, seriesJson);
 *     inspection.putScans(scans);
 *     String key = Inspection.key("register 1", checksum, settingsJson);
 *     if (!inspection.finished("register", 3, key)) {
 *         inspection.begin("register", 3);
 *         ... work ...
 *         inspection.commit("register", 3, key, to -> {
 *             to.transforms(List.of(transform));
 *             to.document("levels", json);
 *         });
 *     }
 *     inspection.export(dir.resolve("exports"));
 *     inspection.endRun(run);
 * }
 * }</pre>
 *
 * <h2>The schema, version 4</h2>
 *
 * The file is {@code inspection.mv.db} (user {@code patina}, no password); its tables are made by the migrations in
 * {@code db/migration}, which are never changed once released. Numbers carry their unit in their name; names with
 * {@code _u} are standard uncertainties (k = 1).
 *
 * <table>
 * <caption>Tables</caption>
 * <tr><td>run</td><td>what was run: version, Java, start, end, settings and series as JSON; {@code finished} is null
 *     when it was stopped</td></tr>
 * <tr><td>scan</td><td>the scans as they were read: file, size, voxel size, type, bytes, SHA-256</td></tr>
 * <tr><td>stage</td><td>one finished stage of one scan (-1 for the whole series); {@code inputs} is the hash of what
 *     its rows follow from. Every table below refers to it and loses its rows with it</td></tr>
 * <tr><td>document</td><td>a text that a stage keeps for the next ones, usually JSON</td></tr>
 * <tr><td>transform, feature, track, member_volume, summary, flag</td><td>the exported tables, column by column</td></tr>
 * <tr><td>moved</td><td>earlier numbers that moved when a scan was added, by run</td></tr>
 * <tr><td>edit</td><td>what the user changed by hand: kind, target, payload as JSON; undone ones stay</td></tr>
 * </table>
 */
@NullMarked
package patina.store;

import org.jspecify.annotations.NullMarked;
