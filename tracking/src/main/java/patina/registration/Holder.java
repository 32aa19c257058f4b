package patina.registration;

import patina.blocks.Kernel;
import patina.blocks.Sink;
import patina.blocks.Source;
import patina.geometry.Affine;

/** A denser body than the specimen that a scan shows, a grip, with a rim about it. */
public final class Holder {
    private final Zones zones;

    Holder(Zones zones) {
        this.zones = zones;
    }

    /**
     * A registered scan without this: what lies in it counts as not seen, for a holder need not move with the specimen, and a
     * surface that touches it does not show.
     *
     * @param registered the scan on the reference grid
     * @param gridToScan voxel coordinates of the reference grid to those of the scan that shows the holder
     */
    public Kernel<Kernel.None> without(Source registered, Affine gridToScan, Sink out) {
        return new WithoutHolder(registered, zones, gridToScan, out);
    }
}
