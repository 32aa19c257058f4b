package patina.phantom;

import java.util.List;

/** What lies in any of several shapes. */
record Union(List<Shape> parts) implements Shape {
    Union {
        parts = List.copyOf(parts);
    }

    static Union of(Shape... parts) {
        return new Union(List.of(parts));
    }

    @Override
    public double bound(double x, double y, double z) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < parts.size(); i++) {
            least = Math.min(least, parts.get(i).bound(x, y, z));
        }
        return least;
    }

    @Override
    public double coverage(double x, double y, double z, double edge) {
        double outside = 1;
        for (int i = 0; i < parts.size() && outside > 0; i++) {
            outside *= 1 - parts.get(i).coverage(x, y, z, edge);
        }
        return 1 - outside;
    }
}
