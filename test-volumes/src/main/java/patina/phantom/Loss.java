package patina.phantom;

/**
 * How much one feature took, from the original surface on, in voxels of the reference scan.
 *
 * @param volume of metal that only this feature took
 * @param moment the volume times its centroid, in the body's frame
 * @param mouth area of the original surface it took
 * @param seen the part of the volume within all views asked for
 */
record Loss(double volume, Vec moment, double mouth, double seen) {
    static final Loss NONE = new Loss(0, new Vec(0, 0, 0), 0, 0);

    Loss plus(Loss other) {
        return new Loss(volume + other.volume, moment.plus(other.moment), mouth + other.mouth, seen + other.seen);
    }

    /** Without what was gone before. */
    Loss minus(Loss before) {
        return new Loss(
                volume - before.volume, moment.plus(before.moment.times(-1)), mouth - before.mouth, seen - before.seen);
    }
}
