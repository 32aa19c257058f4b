package patina.series.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import patina.geometry.Affine;

/**
 * ITK's text form of transforms ("#Insight Transform File V1.0"), in three dimensions, of double or float: AffineTransform,
 * MatrixOffsetTransformBase, Euler3DTransform, VersorRigid3DTransform, Similarity3DTransform, TranslationTransform and
 * CompositeTransform of these.
 *
 * <p>All map x to M (x - c) + c + t with the fixed parameters as centre c (ITK Software Guide, book 2, 3.9). Of a composite
 * the last listed is applied first. Lengths there are millimetres, here micrometres.
 */
final class ItkTransform {
    private static final double UM_PER_MM = 1000;

    private ItkTransform() {}

    static String text(Affine um) {
        double[] m = um.toArray();
        StringBuilder text = new StringBuilder("#Insight Transform File V1.0\n#Transform 0\n");
        text.append("Transform: AffineTransform_double_3_3\nParameters:");
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 3; c++) {
                text.append(' ').append(m[4 * r + c]);
            }
        }
        for (int r = 0; r < 3; r++) {
            text.append(' ').append(m[4 * r + 3] / UM_PER_MM);
        }
        return text.append("\nFixedParameters: 0 0 0\n").toString();
    }

    static Affine read(String text, Path file) throws IOException {
        String[] lines = text.split("\\R");
        if (!lines[0].strip().equals("#Insight Transform File V1.0")) {
            throw new IOException("'" + file + "' was to begin with '#Insight Transform File V1.0', but begins with '"
                    + lines[0].strip() + "'. Write it with ITK, or give a matrix as .csv or .json.");
        }
        List<Map<String, String>> parts = new ArrayList<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (line.startsWith("#") || colon < 0) {
                continue;
            }
            String key = line.substring(0, colon).strip();
            if (key.equals("Transform")) {
                parts.add(new HashMap<>());
            }
            if (parts.isEmpty()) {
                throw new IOException("'" + file + "' has '" + key + "' before any 'Transform'.");
            }
            parts.get(parts.size() - 1).put(key, line.substring(colon + 1).strip());
        }
        Affine all = Affine.IDENTITY;
        int read = 0;
        for (int i = parts.size() - 1; i >= 0; i--) {
            String type = parts.get(i).getOrDefault("Transform", "");
            if (type.startsWith("CompositeTransform") && i == 0) {
                continue;
            }
            all = all.then(part(type, numbers(parts.get(i), "Parameters", file), parts.get(i), file));
            read++;
        }
        if (read == 0) {
            throw new IOException("'" + file + "' holds no transform.");
        }
        if (read > 1 && !parts.get(0).getOrDefault("Transform", "").startsWith("CompositeTransform")) {
            throw new IOException("'" + file + "' holds " + read
                    + " transforms that are no CompositeTransform, so their order is not told. Give one.");
        }
        return all;
    }

    private static double[] numbers(Map<String, String> part, String key, Path file) throws IOException {
        String text = part.getOrDefault(key, "");
        if (text.isEmpty()) {
            return new double[0];
        }
        String[] words = text.split("\\s+");
        double[] numbers = new double[words.length];
        for (int i = 0; i < words.length; i++) {
            numbers[i] = TransformFiles.number(words[i], file);
        }
        return numbers;
    }

    private static Affine part(String type, double[] p, Map<String, String> part, Path file) throws IOException {
        String kind = type.replaceFirst("_(double|float)_3_3$", "");
        double[] fixed = numbers(part, "FixedParameters", file);
        switch (kind) {
            case "AffineTransform", "MatrixOffsetTransformBase" -> {
                wants(12, p, type, file);
                return about(
                        new double[] {p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7], p[8]}, p[9], p[10], p[11], fixed);
            }
            case "Euler3DTransform" -> {
                wants(6, p, type, file);
                boolean zyx = fixed.length > 3 && fixed[3] != 0;
                return about(euler(p[0], p[1], p[2], zyx), p[3], p[4], p[5], fixed);
            }
            case "VersorRigid3DTransform" -> {
                wants(6, p, type, file);
                return about(versor(p[0], p[1], p[2], 1), p[3], p[4], p[5], fixed);
            }
            case "Similarity3DTransform" -> {
                wants(7, p, type, file);
                return about(versor(p[0], p[1], p[2], p[6]), p[3], p[4], p[5], fixed);
            }
            case "TranslationTransform" -> {
                wants(3, p, type, file);
                return Affine.translation(p[0] * UM_PER_MM, p[1] * UM_PER_MM, p[2] * UM_PER_MM);
            }
            default ->
                throw new IOException(
                        "'" + file + "' holds a " + type
                                + "; read are AffineTransform, Euler3DTransform, VersorRigid3DTransform, Similarity3DTransform,"
                                + " TranslationTransform and CompositeTransform of these, in three dimensions. Convert it with ITK.");
        }
    }

    private static void wants(int n, double[] p, String type, Path file) throws IOException {
        if (p.length != n) {
            throw new IOException(String.format(
                    Locale.ROOT, "A %s has %d parameters, but '%s' gives it %d.", type, n, file, p.length));
        }
    }

    private static Affine about(double[] m, double tx, double ty, double tz, double[] centre) {
        double cx = centre.length > 2 ? centre[0] : 0;
        double cy = centre.length > 2 ? centre[1] : 0;
        double cz = centre.length > 2 ? centre[2] : 0;
        return new Affine(
                m[0],
                m[1],
                m[2],
                UM_PER_MM * (tx + cx - m[0] * cx - m[1] * cy - m[2] * cz),
                m[3],
                m[4],
                m[5],
                UM_PER_MM * (ty + cy - m[3] * cx - m[4] * cy - m[5] * cz),
                m[6],
                m[7],
                m[8],
                UM_PER_MM * (tz + cz - m[6] * cx - m[7] * cy - m[8] * cz));
    }

    /** Rz Rx Ry, or Rz Ry Rx where ComputeZYX is set (itkEuler3DTransform). */
    private static double[] euler(double x, double y, double z, boolean zyx) {
        Affine rx = Affine.rotation(x, 0, 0);
        Affine ry = Affine.rotation(0, y, 0);
        Affine rz = Affine.rotation(0, 0, z);
        Affine r = zyx ? rx.then(ry).then(rz) : ry.then(rx).then(rz);
        return new double[] {r.m00(), r.m01(), r.m02(), r.m10(), r.m11(), r.m12(), r.m20(), r.m21(), r.m22()};
    }

    /** A versor is a rotation's axis times the sine of half its angle. */
    private static double[] versor(double x, double y, double z, double scale) {
        double sine = Math.sqrt(x * x + y * y + z * z);
        double factor = sine < 1e-12 ? 2 : 2 * Math.asin(Math.min(1, sine)) / sine;
        Affine r = Affine.rotation(x * factor, y * factor, z * factor);
        return new double[] {
            scale * r.m00(), scale * r.m01(), scale * r.m02(),
            scale * r.m10(), scale * r.m11(), scale * r.m12(),
            scale * r.m20(), scale * r.m21(), scale * r.m22()
        };
    }
}
