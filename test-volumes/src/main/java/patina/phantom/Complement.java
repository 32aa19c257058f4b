package patina.phantom;

/** Everything but a shape. */
record Complement(Shape shape) implements Shape {
    @Override
    public double bound(double x, double y, double z) {
        return -shape.bound(x, y, z);
    }

    @Override
    public double coverage(double x, double y, double z, double edge) {
        return 1 - shape.coverage(x, y, z, edge);
    }
}
