package patina.registration;

import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.geometry.Affine;
import patina.geometry.ScanMap;
import patina.series.Stack;

/**
 * A scan of one piece, or one stack of a scan that was stitched from several, and how it lies.
 *
 * @param stack its planes of the scan
 * @param planes of the whole scan
 * @param view the stack alone, as if it were a scan of its own
 * @param registration fixed frame to that view's frame, which begins at the stack's first plane
 * @param holder a grip in the stack
 */
public record Piece(
        Stack stack,
        long planes,
        ScanView view,
        Registration registration,
        @Nullable Holder holder) {
    /** A scan that is one piece. */
    public static Piece whole(ScanView view, Registration registration, @Nullable Holder holder) {
        long planes = view.extent().z();
        return new Piece(new Stack(0, planes), planes, view, registration, holder);
    }

    /** Whether this is all of the scan. */
    public boolean isWhole() {
        return stack.to() - stack.from() == planes;
    }

    /** Fixed frame to the whole scan's frame. */
    public Affine transform() {
        return isWhole()
                ? registration.transform()
                : registration
                        .transform()
                        .then(Affine.translation(
                                0, 0, stack.from() * view.voxelSize().zUm()));
    }

    /** Where the stack ends along the whole scan's z, micrometres: half a voxel before its first plane. */
    public double fromUm() {
        return (stack.from() - 0.5) * view.voxelSize().zUm();
    }

    /** Half a voxel beyond its last plane. */
    public double toUm() {
        return (stack.to() - 0.5) * view.voxelSize().zUm();
    }

    /** The map of a scan of these pieces. */
    public static ScanMap map(List<Piece> pieces) {
        return pieces.get(0).isWhole()
                ? ScanMap.of(pieces.get(0).transform())
                : new ScanMap(pieces.stream()
                        .map(p -> new ScanMap.Stack(p.fromUm(), p.toUm(), p.transform()))
                        .toList());
    }
}
