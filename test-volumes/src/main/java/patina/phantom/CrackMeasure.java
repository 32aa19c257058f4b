package patina.phantom;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Length and area of a crack's sheets outside what was taken before them, in voxels: the pit it grew from, and of a branch
 * the opening of the sheet it leaves, as its volume counts once.
 *
 * @param length of the path along the surface, over all branches
 * @param area of the sheets
 */
record CrackMeasure(double length, double area) {
    private static final int DIVISIONS = 400;
    private static final double POINT = 1e-3;
    /** Edge of a cube as good as a point. */
    private static final double TINY = 1e-6;

    static CrackMeasure of(Shape crack, ConvexBody body, List<Feature> before) {
        List<Shape> taken = new ArrayList<>();
        before.forEach(feature -> taken.add(feature.shape()));
        if (!(crack instanceof Union union)) {
            return of(crack, body, taken);
        }
        double length = 0;
        double area = 0;
        for (Shape part : union.parts()) {
            CrackMeasure one = of(part, body, taken);
            length += one.length;
            area += one.area;
            taken.add(part);
        }
        return new CrackMeasure(length, area);
    }

    private static CrackMeasure of(Shape part, ConvexBody body, Collection<Shape> taken) {
        if (!(part instanceof Sheet sheet)) {
            throw new IllegalArgumentException(
                    "A crack is made of sheets, not of a " + part.getClass().getSimpleName() + ".");
        }
        double du = (sheet.a() - sheet.from()) / DIVISIONS;
        double dv = sheet.c() / DIVISIONS;
        double length = 0;
        double area = 0;
        for (int i = 0; i < DIVISIONS; i++) {
            double u = sheet.from() + (i + 0.5) * du;
            length += free(sheet.frame().point(u, POINT, 0), body, taken) * du;
            for (int j = 0; j < DIVISIONS; j++) {
                double v = (j + 0.5) * dv;
                if (sheet.openingAt(u, v) > 0) {
                    area += free(sheet.frame().point(u, v, 0), body, taken) * du * dv;
                }
            }
        }
        return new CrackMeasure(length, area);
    }

    private static double free(Vec p, ConvexBody body, Collection<Shape> taken) {
        if (body.depth(p) < 0) {
            return 0;
        }
        for (Shape shape : taken) {
            if (shape.coverage(p.x(), p.y(), p.z(), TINY) > 0.5) {
                return 0;
            }
        }
        return 1;
    }
}
