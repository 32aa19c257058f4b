package patina.segmentation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import patina.fields.Component;
import patina.fields.Components;

/**
 * The places that lost metal: components that touch, or have no more than the rim of a thick one between them, share one.
 * A crack next to a thick component is a place of its own.
 *
 * @param of number of each component's place (index 0 unused), 0 where nothing is lost
 * @param list the places; the first has number 1
 */
record Places(int[] of, List<Place> list) {
    /**
     * One place.
     *
     * @param voxels how many candidate voxels, faint ones left out
     * @param flat of them, where the smoothed deficit is flat
     * @param flatDeficit sum of the smoothed deficit there
     * @param flatFilled of the flat ones, those that show less than all metal is missing
     * @param cracked whether it is a crack
     */
    record Place(double voxels, double flat, double flatDeficit, double flatFilled, boolean cracked) {}

    /**
     * @param near which components are within {@link Zones#REACH} of each other
     * @param grouping in which thin components may be parts of a crack that alone are no sheet
     */
    static Places of(Components components, Map<Long, Long> near, Grouping grouping, double voxelUm) {
        int n = components.count();
        int[] parent = new int[n + 1];
        boolean[] lost = new boolean[n + 1];
        boolean[] sheet = new boolean[n + 1];
        for (Component c : components.list()) {
            parent[c.number()] = c.number();
            lost[c.number()] = DamageClasses.isThick(c.category()) || c.category() == DamageClasses.THIN;
            sheet[c.number()] = lost[c.number()]
                    && (grouping.isCrack(c.number()) || Form.of(c, voxelUm).isSheet());
        }
        near.keySet().forEach(pair -> {
            int a = (int) (pair >>> 32);
            int b = (int) (long) pair;
            if (lost[a] && lost[b] && sheet[a] == sheet[b]) {
                int ra = Grouping.root(parent, a);
                int rb = Grouping.root(parent, b);
                parent[Math.max(ra, rb)] = Math.min(ra, rb);
            }
        });
        TreeMap<Integer, List<Component>> parts = new TreeMap<>();
        for (Component c : components.list()) {
            if (lost[c.number()]) {
                parts.computeIfAbsent(Grouping.root(parent, c.number()), r -> new ArrayList<>())
                        .add(c);
            }
        }
        List<Place> list = new ArrayList<>();
        TreeMap<Integer, Integer> numbers = new TreeMap<>();
        parts.forEach((root, all) -> {
            list.add(place(all, sheet[root]));
            numbers.put(root, list.size());
        });
        int[] of = new int[n + 1];
        for (int c = 1; c <= n; c++) {
            of[c] = numbers.getOrDefault(Grouping.root(parent, c), 0);
        }
        return new Places(of, list);
    }

    private static Place place(List<Component> parts, boolean cracked) {
        double voxels = 0;
        double flat = 0;
        double flatDeficit = 0;
        double flatFilled = 0;
        for (Component c : parts) {
            voxels += c.voxels();
            flat += c.weights().get(DamageClasses.WEIGHT_FLAT).sum();
            flatDeficit += c.weights().get(DamageClasses.WEIGHT_FLAT_DEFICIT).sum();
            flatFilled += c.weights().get(DamageClasses.WEIGHT_FLAT_FILLED).sum();
        }
        return new Place(voxels, flat, flatDeficit, flatFilled, cracked);
    }
}
