package patina.registration.local;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import patina.blocks.Sink;
import patina.blocks.Volume;
import patina.chunks.OmeZarr;
import patina.geometry.Extent;
import patina.geometry.Region;
import patina.geometry.VoxelSize;

/**
 * Local fields of a series as chunked volumes: in one folder an OME-Zarr volume for each quantity of {@link
 * LocalField#COLUMNS} from the fourth on, named so, and one named {@code state}; times are scans, voxels are points, NaN (and
 * state 0) is where nothing was found. The state's volume comes last and decides whether a scan is there.
 *
 * @param folder of all of them
 */
public record LocalVolumes(Path folder) {
    private static final String STATE = "state";
    private static final int SLAB = 64;

    private static List<String> names() {
        List<String> names = new ArrayList<>(LocalField.COLUMNS.subList(3, LocalField.COLUMNS.size()));
        names.add(STATE);
        return names;
    }

    /** Keeps a scan's field; replaces what was there of that scan. */
    public void write(int scan, LocalField field) throws IOException {
        List<float[]> quantities = new ArrayList<>(field.quantities());
        float[] state = new float[field.state().length];
        for (int p = 0; p < state.length; p++) {
            state[p] = field.state()[p] == LocalField.NONE ? Float.NaN : field.state()[p];
        }
        quantities.add(state);
        double s = field.spacing();
        VoxelSize size = new VoxelSize(
                s * field.voxelSize().xUm(),
                s * field.voxelSize().yUm(),
                s * field.voxelSize().zUm());
        Extent points = field.points();
        for (int q = 0; q < quantities.size(); q++) {
            OmeZarr volume = OmeZarr.create(
                    folder.resolve(names().get(q)), points, size, OmeZarr.Type.FLOAT32, OmeZarr.levelsFor(points));
            write(quantities.get(q), state, points, volume.sink(scan));
            volume.commit(scan);
        }
    }

    private static void write(float[] values, float[] state, Extent points, Sink sink) throws IOException {
        int plane = Math.toIntExact(points.x() * points.y());
        try (Sink.Writer writer = sink.open()) {
            for (int z = 0; z < points.z(); z += SLAB) {
                int planes = (int) Math.min(SLAB, points.z() - z);
                float[] part = Arrays.copyOfRange(values, z * plane, (z + planes) * plane);
                byte[] valid = new byte[part.length];
                for (int i = 0; i < part.length; i++) {
                    boolean told = !Float.isNaN(state[z * plane + i]) && !Float.isNaN(part[i]);
                    valid[i] = (byte) (told ? 1 : 0);
                    part[i] = told ? part[i] : 0;
                }
                writer.write(new Region(0, 0, z, (int) points.x(), (int) points.y(), planes), part, valid);
            }
        }
    }

    /** Whether a scan's field is there. */
    public boolean has(int scan) throws IOException {
        Path last = folder.resolve(STATE);
        return OmeZarr.exists(last) && OmeZarr.open(last).has(scan);
    }

    /** Whether there is any field. */
    public boolean exists() throws IOException {
        return OmeZarr.exists(folder.resolve(STATE))
                && !OmeZarr.open(folder.resolve(STATE)).times().isEmpty();
    }

    /** Writes the table of all scans: a column {@code scan}, then those of {@link LocalField}; a plane of points at a time. */
    public void writeCsv(Path file) throws IOException {
        OmeZarr state = OmeZarr.open(folder.resolve(STATE));
        try (Writer out = Files.newBufferedWriter(file)) {
            out.write("scan," + LocalField.header());
            for (int scan : state.times()) {
                List<Volume> open = new ArrayList<>();
                try {
                    for (String name : names()) {
                        open.add(OmeZarr.open(folder.resolve(name)).source(scan).open());
                    }
                    write(open, state, scan, out);
                } finally {
                    for (Volume v : open) {
                        v.close();
                    }
                }
            }
        }
    }

    private static void write(List<Volume> volumes, OmeZarr state, int scan, Writer out) throws IOException {
        Extent e = state.extent();
        int plane = Math.toIntExact(e.x() * e.y());
        List<float[]> quantities = new ArrayList<>();
        byte[] valid = new byte[plane];
        for (int z = 0; z < e.z(); z++) {
            quantities.clear();
            for (Volume v : volumes) {
                float[] values = new float[plane];
                v.read(new Region(0, 0, z, (int) e.x(), (int) e.y(), 1), values, valid);
                for (int i = 0; i < plane; i++) {
                    values[i] = valid[i] == 0 ? Float.NaN : values[i];
                }
                quantities.add(values);
            }
            float[] states = quantities.remove(quantities.size() - 1);
            for (int i = 0; i < plane; i++) {
                if (!Float.isNaN(states[i])) {
                    out.write(scan
                            + ","
                            + LocalField.row(
                                    i % e.x() * state.voxelSize().xUm(),
                                    i / e.x() * state.voxelSize().yUm(),
                                    z * state.voxelSize().zUm(),
                                    quantities,
                                    i,
                                    (int) states[i]));
                }
            }
        }
    }
}
