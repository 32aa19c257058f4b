package patina.metrics;

import java.util.List;

/** Every metric, declared before it is computed: what it is called, its unit, where it comes from, what its u is made of. */
public enum Metric {
    VOLUME(
            "volume_um3",
            "volume lost since the reference scan",
            "um3",
            3,
            "sum of lost solid fractions over the zone",
            List.of("noise", "registration", "voxel scale", "edge model")),
    VOLUME_TOTAL(
            "volume_total_um3",
            "volume lost from the original surface",
            "um3",
            3,
            "sum of missing solid fractions over the zone",
            List.of("noise", "registration", "voxel scale", "edge model")),
    PRODUCT(
            "product_um3",
            "volume of corrosion product, or another second phase, in place of the lost metal",
            "um3",
            3,
            "share of the place that shows less than void, times what it lost",
            List.of("volume lost", "level of the filling")),
    DEPTH(
            "depth_um",
            "depth below the original surface along its normal",
            "um",
            1,
            "ASTM G46",
            List.of("boundary position", "registration", "voxel scale")),
    DEPTH_LOCAL("depth_local_um", "depth below the receded surface around", "um", 1, "ASTM G46", List.of()),
    MOUTH_AREA("mouth_area_um2", "original surface that is missing", "um2", 2, "ASTM G46", List.of()),
    LENGTH("length_um", "length along the crack's trace on the surface", "um", 1, "ASTM E647", List.of("voxel")),
    OPENING(
            "opening_mean_um",
            "grey deficit across the crack over its area",
            "um",
            1,
            "grey-level integral",
            List.of("noise", "registration")),
    OPENING_JUMP(
            "opening_jump_um",
            "by how much a crack's sides moved apart since the reference scan, in the mean over its sheet",
            "um",
            1,
            "displacement of the metal above the sheet less that below, along its normal",
            List.of("noise", "scatter of the subsets about the sides' displacement", "voxel scale")),
    LOST(
            "lost_um3",
            "all metal lost since the reference scan",
            "um3",
            3,
            "sum of the features' losses, and of the general loss where it is resolved",
            List.of("noise", "registration", "voxel scale", "grey levels")),
    GENERAL_LOSS(
            "general_loss_um3",
            "metal lost along the original surface outside all features",
            "um3",
            3,
            "sum of lost solid fractions along the surface",
            List.of("noise", "registration", "voxel scale", "grey levels")),
    MEAN_LOSS("mean_loss_um", "lost volume over examined area", "um", 1, "ASTM G1", List.of("lost_um3")),
    PIT_DENSITY("pit_density_per_m2", "pits over examined area", "1/m2", -2, "ASTM G46", List.of()),
    PITTING_FACTOR("pitting_factor", "deepest penetration over mean loss", "1", 0, "ASTM G46", List.of()),
    CORROSION_RATE("corrosion_rate_mm_per_y", "8760 dV / (A T)", "mm/y", 1, "ASTM G1", List.of("lost_um3")),
    WEAR_RATE("wear_rate_mm3_per_n_m", "V / (F s)", "mm3/(N m)", 3, "ASTM G99, G133", List.of("lost_um3"));

    private final String key;
    private final String title;
    private final String unit;
    private final int lengthPower;
    private final String source;
    private final String uncertaintyTerms;

    Metric(String key, String title, String unit, int lengthPower, String source, List<String> uncertaintyTerms) {
        this.key = key;
        this.title = title;
        this.unit = unit;
        this.lengthPower = lengthPower;
        this.source = source;
        this.uncertaintyTerms = String.join(";", uncertaintyTerms);
    }

    /** The column's name in the exported tables. */
    public String key() {
        return key;
    }

    public String title() {
        return title;
    }

    public String unit() {
        return unit;
    }

    /** With which power of the voxel size it scales. */
    public int lengthPower() {
        return lengthPower;
    }

    /** The standard or formula it follows. */
    public String source() {
        return source;
    }

    public List<String> uncertaintyTerms() {
        return uncertaintyTerms.isEmpty() ? List.of() : List.of(uncertaintyTerms.split(";"));
    }
}
