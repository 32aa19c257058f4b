package patina.series;

import org.jspecify.annotations.Nullable;

/** What is scanned, as far as the manifest says; null where it does not. */
public record Specimen(
        @Nullable String id,
        @Nullable String material,
        @Nullable Double densityGPerCm3,
        @Nullable Double wallThicknessMm,
        @Nullable Double normalLoadN,
        @Nullable String loadAxis) {}
