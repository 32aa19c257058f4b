package patina.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import patina.registration.Model;
import patina.registration.RegistrationSettings;
import patina.registration.local.LocalSettings;
import patina.segmentation.SegmentationSettings;
import patina.targeting.TargetingSettings;

/** All settings of a job: defaults, overlaid by a configuration file. */
public final class Settings {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<Setting> ALL = List.of(
            new Setting(
                    "registration.model",
                    "auto",
                    "",
                    "Map between scans: rigid, similarity, affine, or auto (similarity where the interior tells the scale)."),
            new Setting(
                    "registration.metric",
                    "intensity",
                    "",
                    "How greys are compared: intensity (the same in all scans but for gain and offset), or information (another"
                            + " energy or contrast: mutual information tells what each grey stands for)."),
            new Setting(
                    "registration.qualityLimit",
                    RegistrationSettings.defaults().qualityLimit(),
                    "1",
                    "A registration whose quality (0 to 1) is below this leaves its scan out; a start transform then helps."),
            new Setting(
                    "registration.globalSearch",
                    RegistrationSettings.defaults().globalSearch(),
                    "",
                    "Whether all rotations and shifts are searched when the plain start fails."),
            new Setting(
                    "registration.pieces",
                    "given",
                    "",
                    "Whether a scan gets one map or one for each stack along z that it was stitched from: given (only where"
                            + " series.json says \"stacks\"), or auto (also where what one map leaves over jumps)."),
            new Setting(
                    "registration.loop",
                    false,
                    "",
                    "Whether each scan is also registered to the one before, to see how far the way round by the reference"
                            + " scan misses: loop consistency. About doubles the registration's time."),
            new Setting(
                    "registration.local",
                    false,
                    "",
                    "Whether displacement and strain are measured point by point (digital volume correlation), and from the"
                            + " displacement by how much the sides of cracks moved apart."),
            new Setting(
                    "registration.localSpacing",
                    (long) LocalSettings.defaults().spacingVoxels(),
                    "voxels",
                    "Distance of the points along each axis."),
            new Setting(
                    "registration.localRadius",
                    (long) LocalSettings.defaults().radiusVoxels(),
                    "voxels",
                    "Half edge of a point's subset, which has 2 radius + 1 voxels along each axis."),
            new Setting(
                    "registration.localBlur",
                    LocalSettings.defaults().blurVoxels(),
                    "voxels",
                    "Standard deviation of the Gaussian both scans are smoothed with first."),
            new Setting(
                    "registration.localLeastWeight",
                    LocalSettings.defaults().leastWeight(),
                    "1",
                    "Least share of a subset in use; points with less are dropped."),
            new Setting(
                    "registration.localLeastCorrelation",
                    LocalSettings.defaults().leastCorrelation(),
                    "1",
                    "Zero-mean normalised cross-correlation below which a point is flagged."),
            new Setting(
                    "registration.localStrainReach",
                    (long) LocalSettings.defaults().strainReach(),
                    "points",
                    "Half edge of the window of points a strain is fitted in."),
            new Setting(
                    "segmentation.seed",
                    SegmentationSettings.defaults().seed(),
                    "metal - air",
                    "Least peak of the smoothed deficit for a feature."),
            new Setting(
                    "segmentation.low",
                    SegmentationSettings.defaults().low(),
                    "metal - air",
                    "Smoothed deficit at which a feature ends."),
            new Setting(
                    "segmentation.leastVoxels",
                    SegmentationSettings.defaults().leastVoxels(),
                    "voxels",
                    "Features with fewer candidate voxels are left out."),
            new Setting(
                    "segmentation.closingVoxels",
                    SegmentationSettings.defaults().closingVoxels(),
                    "voxels",
                    "Radius of the ball that rolls over the specimen to rebuild its original surface; wider pits of the first"
                            + " scan are taken as its shape, and in an open structure it is made smaller."),
            new Setting(
                    "segmentation.deepVoxels",
                    SegmentationSettings.defaults().deepVoxels(),
                    "voxels",
                    "Depth below the original surface from which metal counts as interior."),
            new Setting(
                    "metrics.falseCalls",
                    0.05,
                    "1",
                    "Chance of one or more changes called falsely in a whole series; sets the decision threshold."),
            new Setting(
                    "growth.decisionK",
                    3.0,
                    "1",
                    "Standard uncertainties that a rate must exceed to be called growth."),
            new Setting(
                    "growth.depthLimitUm",
                    0.0,
                    "um",
                    "Depth of which it is told when a pit reaches it; 0 takes the specimen's wall thickness, where that is"
                            + " given."),
            new Setting(
                    "targeting.gaReachUm",
                    TargetingSettings.defaults().gaReachUm(),
                    "um",
                    "Largest edge and depth for Ga FIB-SEM (typical value)."),
            new Setting(
                    "targeting.xeReachUm",
                    TargetingSettings.defaults().xeReachUm(),
                    "um",
                    "Largest edge and depth for Xe plasma FIB (typical value)."),
            new Setting(
                    "targeting.gaRateUm3PerS",
                    TargetingSettings.defaults().gaRateUm3PerS(),
                    "um3/s",
                    "Removal rate of Ga FIB (typical value, order of magnitude)."),
            new Setting(
                    "targeting.xeRateUm3PerS",
                    TargetingSettings.defaults().xeRateUm3PerS(),
                    "um3/s",
                    "Removal rate of Xe plasma FIB (typical value, order of magnitude)."),
            new Setting(
                    "targeting.laserRateUm3PerS",
                    TargetingSettings.defaults().laserRateUm3PerS(),
                    "um3/s",
                    "Removal rate of a femtosecond laser (typical value, order of magnitude)."),
            new Setting(
                    "targeting.stageUm",
                    TargetingSettings.defaults().stageUm(),
                    "um",
                    "Standard uncertainty of the microscope's stage and markers."),
            new Setting(
                    "targeting.most",
                    (long) TargetingSettings.defaults().most(),
                    "1",
                    "How many places are flagged at most."));

    private final Map<String, Object> values;

    private Settings(Map<String, Object> values) {
        this.values = values;
    }

    /** Every setting with default, unit and one sentence. */
    public static List<Setting> all() {
        return ALL;
    }

    public static Settings defaults() {
        return new Settings(new TreeMap<>(ALL.stream().collect(Collectors.toMap(Setting::key, Setting::value))));
    }

    /**
     * Reads a configuration file: JSON, sections as objects or keys with dots. What it does not name keeps its default.
     *
     * @throws IOException when the file is missing or no JSON, or a key or value is not one of ours
     */
    public static Settings read(Path file) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(Files.readString(file));
        } catch (NoSuchFileException missing) {
            throw new IOException("A configuration file was wanted, but there is no " + file + ".", missing);
        } catch (JsonProcessingException broken) {
            throw new IOException(
                    file + " is no JSON (line " + broken.getLocation().getLineNr() + "): " + broken.getOriginalMessage()
                            + ". 'patina config --print' shows a whole one.",
                    broken);
        }
        if (!root.isObject()) {
            throw new IOException(file + " holds no JSON object; 'patina config --print' shows one.");
        }
        Settings settings = defaults();
        settings.take("", root, file);
        return settings;
    }

    /** The settings as they were kept with an inspection. */
    public static Settings parse(String json) throws IOException {
        Settings settings = defaults();
        settings.take("", JSON.readTree(json), Path.of("config.json"));
        return settings;
    }

    private void take(String prefix, JsonNode node, Path file) throws IOException {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String key = prefix + entry.getKey();
            JsonNode value = entry.getValue();
            if (value.isObject()) {
                take(key + ".", value, file);
            } else {
                values.put(key, convert(key, value, file));
            }
        }
    }

    private static Object convert(String key, JsonNode value, Path file) throws IOException {
        Setting setting = ALL.stream()
                .filter(s -> s.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IOException("There is no setting '" + key + "' (in " + file
                        + "). 'patina config --print' lists all of them."));
        Object kind = setting.value();
        if (kind instanceof Double && value.isNumber() && Double.isFinite(value.doubleValue())) {
            return value.doubleValue();
        }
        if (kind instanceof Long && value.isIntegralNumber()) {
            return value.longValue();
        }
        if (kind instanceof Boolean && value.isBoolean()) {
            return value.booleanValue();
        }
        if (kind instanceof String && value.isTextual()) {
            return value.textValue();
        }
        throw new IOException(
                "Setting '" + key + "' wants a value like " + kind + ", but " + file + " has " + value + ".");
    }

    /** The settings as JSON with sections, in order of their keys; equal settings give equal text. */
    public String toJson() {
        ObjectNode root = JSON.createObjectNode();
        values.forEach((key, value) -> {
            int dot = key.indexOf('.');
            String section = key.substring(0, dot);
            ObjectNode node = root.has(section) ? (ObjectNode) root.get(section) : root.putObject(section);
            node.putPOJO(key.substring(dot + 1), value);
        });
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first setting in which two texts of {@link #toJson} differ, in words. */
    static String difference(String kept, String wanted) throws IOException {
        Settings a = parse(kept);
        Settings b = parse(wanted);
        for (Setting s : ALL) {
            if (!a.text(s.key()).equals(b.text(s.key()))) {
                return s.key() + " was " + a.text(s.key()) + ", now it is " + b.text(s.key());
            }
        }
        return "they differ";
    }

    /** The value as text, for the record. */
    public String text(String key) {
        return Objects.requireNonNull(values.get(key), key).toString();
    }

    private double number(String key) {
        return ((Number) Objects.requireNonNull(values.get(key), key)).doubleValue();
    }

    Model model() throws IOException {
        String name = text("registration.model");
        try {
            return Model.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new IOException(
                    "Setting 'registration.model' is rigid, similarity, affine or auto, not '" + name + "'.", unknown);
        }
    }

    /** Whether mutual information tells what greys mean, instead of their being the same but for gain and offset. */
    boolean greysDiffer() throws IOException {
        String name = text("registration.metric");
        return switch (name) {
            case "intensity" -> false;
            case "information" -> true;
            default ->
                throw new IOException("Setting 'registration.metric' is intensity or information, not '" + name + "'.");
        };
    }

    /** Whether a scan is parted where what one map leaves over jumps. */
    boolean partsAtJumps() throws IOException {
        String name = text("registration.pieces");
        return switch (name) {
            case "given" -> false;
            case "auto" -> true;
            default -> throw new IOException("Setting 'registration.pieces' is given or auto, not '" + name + "'.");
        };
    }

    double qualityLimit() {
        return number("registration.qualityLimit");
    }

    boolean loop() {
        return Boolean.parseBoolean(text("registration.loop"));
    }

    /** How scans are registered locally, or null when they are not. */
    @Nullable
    LocalSettings local() throws IOException {
        if (!Boolean.parseBoolean(text("registration.local"))) {
            return null;
        }
        LocalSettings d = LocalSettings.defaults();
        try {
            return new LocalSettings(
                    (int) number("registration.localSpacing"),
                    (int) number("registration.localRadius"),
                    number("registration.localBlur"),
                    number("registration.localLeastWeight"),
                    number("registration.localLeastCorrelation"),
                    d.worstVoxels(),
                    (int) number("registration.localStrainReach"),
                    d.mostPasses());
        } catch (IllegalArgumentException wrong) {
            throw new IOException(wrong.getMessage(), wrong);
        }
    }

    boolean globalSearch() {
        return Boolean.parseBoolean(text("registration.globalSearch"));
    }

    SegmentationSettings segmentation() {
        SegmentationSettings d = SegmentationSettings.defaults();
        return new SegmentationSettings(
                number("segmentation.seed"),
                number("segmentation.low"),
                (long) number("segmentation.leastVoxels"),
                number("segmentation.closingVoxels"),
                number("segmentation.deepVoxels"),
                d.interiorVoxels());
    }

    double falseCalls() {
        return number("metrics.falseCalls");
    }

    double depthLimitUm() {
        return number("growth.depthLimitUm");
    }

    double decisionK() {
        return number("growth.decisionK");
    }

    TargetingSettings targeting() {
        return new TargetingSettings(
                number("targeting.gaReachUm"),
                number("targeting.xeReachUm"),
                number("targeting.gaRateUm3PerS"),
                number("targeting.xeRateUm3PerS"),
                number("targeting.laserRateUm3PerS"),
                number("targeting.stageUm"),
                (int) number("targeting.most"));
    }
}
