package patina.registration;

import java.io.IOException;
import patina.geometry.Affine;

/** What came of a fit at the finest level. */
record Found(Fit fit, Registration registration) {
    /** Less than this share of what carries gradient is a patch. */
    private static final double PATCH = 0.5;

    double quality() {
        return registration.quality();
    }

    boolean trusted() {
        return registration.trusted();
    }

    boolean surfaceAlone(Prepared fixed) {
        return Double.isNaN(fit.quality(fixed.levels().get(0)).interior());
    }

    Found with(Registration other) {
        return new Found(fit, other);
    }

    private Agreement agreement(Level finest, double noise) throws IOException {
        return fit.agreement(finest, noise);
    }

    /** From a place in this map's fixed frame to where the other map has it. */
    Affine to(Found other) {
        return registration.transform().then(other.registration.transform().inverse());
    }

    /** Whether the surface alone tells where the scan lies, and little of it: two corners of a body, at what angle ever, fit. */
    boolean isPatch(Prepared fixed) {
        return surfaceAlone(fixed) && fit.explained() < PATCH;
    }

    /** Whether the two have the specimen at different places. */
    boolean isApartFrom(Found other, Prepared fixed) {
        return fixed.rmsUm(to(other)) > 2 * fixed.view().voxelSize().meanUm();
    }

    /** Whether this explains clearly more of the fixed scan. */
    boolean isClearlyBetterThan(Found other, Prepared fixed) throws IOException {
        Level finest = fixed.levels().get(0);
        double noise = Math.min(fit.deviation(), other.fit.deviation());
        return agreement(finest, noise).beats(other.agreement(finest, noise));
    }
}
