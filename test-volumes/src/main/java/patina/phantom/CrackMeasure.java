package patina.phantom;

import java.util.List;

/**
 * Length and area of a crack's sheets outside what was taken before it (the pit it grew from), in voxels.
 *
 * @param length of the path along the surface, over all branches
 * @param area of the sheets
 */
record CrackMeasure(double length, double area) {
    private static final int DIVISIONS = 400;
    private static final double POINT = 1e-3;

    static CrackMeasure of(Shape crack, ConvexBody body, List<Feature> before) {
        if (crack instanceof Union union) {
            double length = 0;
            double area = 0;
            for (Shape part : union.parts()) {
                CrackMeasure one = of(part, body, before);
                length += one.length;
                area += one.area;
            }
            return new CrackMeasure(length, area);
        }
        if (!(crack instanceof Sheet sheet)) {
            throw new IllegalArgumentException(
                    "A crack is made of sheets, not of a " + crack.getClass().getSimpleName() + ".");
        }
        double du = (sheet.a() - sheet.from()) / DIVISIONS;
        double dv = sheet.c() / DIVISIONS;
        double length = 0;
        double area = 0;
        for (int i = 0; i < DIVISIONS; i++) {
            double u = sheet.from() + (i + 0.5) * du;
            length += free(sheet.frame().point(u, POINT, 0), body, before) * du;
            for (int j = 0; j < DIVISIONS; j++) {
                double v = (j + 0.5) * dv;
                if (sheet.openingAt(u, v) > 0) {
                    area += free(sheet.frame().point(u, v, 0), body, before) * du * dv;
                }
            }
        }
        return new CrackMeasure(length, area);
    }

    private static double free(Vec p, ConvexBody body, List<Feature> before) {
        if (body.depth(p) < 0) {
            return 0;
        }
        for (Feature feature : before) {
            if (feature.shape().bound(p.x(), p.y(), p.z()) < 0) {
                return 0;
            }
        }
        return 1;
    }
}
