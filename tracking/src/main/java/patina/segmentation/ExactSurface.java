package patina.segmentation;

import java.io.Serializable;
import patina.meshes.MeshDistance;

/** A surface whose distance is known at every place without a grid. */
sealed interface ExactSurface extends Serializable {
    /** Asks for distances; for one thread. */
    Probe probe();

    /** Micrometres in the specimen frame to the signed distance in micrometres, positive inside. */
    @FunctionalInterface
    interface Probe {
        double inside(double x, double y, double z);
    }

    /** A closed mesh. */
    record Body(MeshDistance mesh) implements ExactSurface {
        @Override
        public Probe probe() {
            return mesh.probe()::inside;
        }
    }

    /** What lies inside of every face: within it the distance is exact, for the nearest face is the nearest surface. */
    record Faces(java.util.List<Face> faces) implements ExactSurface {
        @Override
        public Probe probe() {
            Face[] all = faces.toArray(Face[]::new);
            return (x, y, z) -> {
                double least = Double.MAX_VALUE;
                for (Face face : all) {
                    least = Math.min(least, face.inside(x, y, z));
                }
                return least;
            };
        }
    }
}
