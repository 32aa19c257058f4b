package patina.registration;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.VoxelSize;

/** Prints how near registration comes to the truth of a phantom series: PhantomTrial FOLDER. */
final class PhantomTrial {
    private PhantomTrial() {}

    public static void main(String[] args) throws Exception {
        for (String folder : args) {
            series(Path.of(folder));
        }
    }

    private static void series(Path folder) throws Exception {
        String truth = Files.readString(folder.resolve("truth.json"));
        List<Affine> matrices = new ArrayList<>();
        String number = "\\s*([-+0-9.eE]+)\\s*";
        Matcher m = Pattern.compile("\"matrix\"\\s*:\\s*\\[((?:\\s*\\[[^\\]]*\\]\\s*,?){3})\\s*\\]")
                .matcher(truth);
        while (m.find()) {
            Matcher n = Pattern.compile(number).matcher(m.group(1).replaceAll("[\\[\\],]", " "));
            double[] v = new double[12];
            for (int i = 0; i < 12 && n.find(); i++) {
                v[i] = Double.parseDouble(n.group(1));
            }
            matrices.add(Affine.of(v));
        }
        Matcher um = Pattern.compile("\"voxel_um\"\\s*:" + number).matcher(truth);
        double voxel = um.find() ? Double.parseDouble(um.group(1)) : 5;
        Path scratch = Files.createTempDirectory("phantomtrial");
        try (Runner runner = Runner.named("threads", 2)) {
            Registrar registrar = new Registrar(runner, RegistrationSettings.defaults(), scratch);
            Prepared fixed = registrar.prepare(read(folder.resolve("scan_00.tif"), voxel), Progress.NONE);
            for (int i = 1; i < matrices.size(); i++) {
                long t0 = System.nanoTime();
                try (Prepared moving = registrar.prepare(
                        read(folder.resolve(String.format("scan_%02d.tif", i)), voxel), Progress.NONE)) {
                    long t1 = System.nanoTime();
                    Registration r = registrar.register(fixed, moving, null, Progress.NONE);
                    long t2 = System.nanoTime();
                    Affine expected = matrices.get(0).inverse().then(matrices.get(i));
                    double q = 0;
                    for (Point p : fixed.solid().points()) {
                        Point d = r.transform().apply(p).minus(expected.apply(p));
                        q += d.dot(d);
                    }
                    System.out.printf(
                            Locale.ROOT,
                            "%s %d: error %.4f voxel, stated %.4f, %s scale %+.6f (u %.6f, true %+.6f), q %.3f, trimmed %.3f,"
                                    + " residual %.4f, gain %.4f, %.1f + %.1f s, %d steps %s%n",
                            folder.getFileName(),
                            i,
                            Math.sqrt(q / fixed.solid().points().size()) / voxel,
                            r.treUUm() / voxel,
                            r.model(),
                            r.scaleDrift(),
                            Math.sqrt(r.covariance()[48]),
                            Math.cbrt(expected.determinant()) - 1,
                            r.quality(),
                            r.trimmedFraction(),
                            r.residual(),
                            r.gain(),
                            (t1 - t0) * 1e-9,
                            (t2 - t1) * 1e-9,
                            r.iterations().size(),
                            r.notes());
                } catch (NoOverlap e) {
                    System.out.println(folder.getFileName() + " " + i + ": " + e.getMessage());
                }
            }
            fixed.close();
        }
    }

    /** Uncompressed little-endian uint16 TIFF, one strip a page; zeros outside a circle count as not seen. */
    private static ScanView read(Path file, double voxel) throws Exception {
        ByteBuffer b = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<int[]> pages = new ArrayList<>();
        int at = b.getInt(4);
        while (at != 0) {
            int count = b.getShort(at) & 0xffff;
            int[] page = new int[3];
            for (int i = 0; i < count; i++) {
                int e = at + 2 + 12 * i;
                int tag = b.getShort(e) & 0xffff;
                int value = b.getShort(e + 2) == 3 ? b.getShort(e + 8) & 0xffff : b.getInt(e + 8);
                if (tag == 256) {
                    page[0] = value;
                } else if (tag == 257) {
                    page[1] = value;
                } else if (tag == 273) {
                    page[2] = value;
                }
            }
            pages.add(page);
            at = b.getInt(at + 2 + 12 * count);
        }
        Extent e = new Extent(pages.get(0)[0], pages.get(0)[1], pages.size());
        MemoryVolume v = MemoryVolume.of(e);
        int to = 0;
        for (int[] page : pages) {
            for (int i = 0; i < page[0] * page[1]; i++, to++) {
                int g = b.getShort(page[2] + 2 * i) & 0xffff;
                v.values()[to] = g;
                v.valid()[to] = (byte) (g == 0 ? 0 : 1);
            }
        }
        return new ScanView(v, e, VoxelSize.cube(voxel), null);
    }
}
