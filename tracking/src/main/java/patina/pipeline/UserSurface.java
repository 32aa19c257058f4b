package patina.pipeline;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import patina.geometry.Point;
import patina.meshes.MeshDistance;
import patina.meshes.MeshFile;
import patina.segmentation.GivenSurface;
import patina.series.Surface;

/** The original surface that series.json asks for, ready to measure from. */
record UserSurface(Surface surface) {
    /** Null when it is to be found. */
    @Nullable
    GivenSurface read() throws IOException {
        if (surface instanceof Surface.Plane) {
            return new GivenSurface.Planes();
        }
        if (surface instanceof Surface.Cylinder) {
            return new GivenSurface.Cylinders();
        }
        if (surface instanceof Surface.Mask mask) {
            return new GivenSurface.Mask(mask.source());
        }
        return surface instanceof Surface.Stl stl ? new GivenSurface.Body(closed(stl)) : null;
    }

    private static MeshDistance closed(Surface.Stl stl) throws IOException {
        MeshDistance mesh = MeshDistance.of(MeshFile.readStl(stl.file()), stl.toSpecimen());
        if (mesh.openEdges() > 0 || mesh.triangles() == 0) {
            Point low = mesh.low();
            Point high = mesh.high();
            throw new IOException(String.format(
                    Locale.ROOT,
                    "'%s' was to be the closed surface of the undamaged specimen, but of its %d triangles (from %.1f, %.1f,"
                            + " %.1f to %.1f, %.1f, %.1f um) %d edges do not join two that face the same way. Close it where"
                            + " it was drawn, or give a mask.",
                    stl.file(),
                    mesh.triangles(),
                    low.x(),
                    low.y(),
                    low.z(),
                    high.x(),
                    high.y(),
                    high.z(),
                    mesh.openEdges()));
        }
        return mesh;
    }
}
