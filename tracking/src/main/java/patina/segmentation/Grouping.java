package patina.segmentation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import patina.fields.Component;
import patina.fields.Components;

/**
 * Puts components together to features: a thin component that is a sheet going into the metal is a crack of its own;
 * any other thin component (a shallow scar, a crumb) belongs to what it touches most, and makes one of all it touches
 * unless it is a bridge or goes around the specimen; what has no peak above the seed level is no feature.
 *
 * @param featureOf feature label of each component (index 0 unused); 0 for none
 * @param families of each feature, by label (index 0 unused)
 * @param attachedTo label of the bulk feature a crack grows out of, or 0
 */
record Grouping(int[] featureOf, Family[] families, int[] attachedTo) {
    /** What a component must reach to be a feature. */
    record Limits(double seed, long leastVoxels) {}

    /** A thick part with a smaller share of the voxels of a crack is where the crack is wide. */
    private static final double ISLET = 0.15;
    /** A thin part with a smaller share of the voxels of what it touches is a bridge between two. */
    private static final double BRIDGE = 0.5;

    /** What is thin and at its narrowest so many times as wide as the longest edge of what it touches goes around that. */
    private static final int AROUND = 2;

    /** What is in touch with others over more faces, per voxel, is their shell. */
    private static final double SHEET_CONTACT = 0.15;

    /** Voxels of the ball that fits into what is thick: fewer are what a wide ball left over. */
    private static final int NARROWEST = 27;

    /** By label, whether a crack leaves the feature: its thick parts then tell where it is deepest. */
    static boolean[] cracked(int[] attachedTo) {
        boolean[] cracked = new boolean[attachedTo.length];
        for (int host : attachedTo) {
            cracked[host] |= host != 0;
        }
        return cracked;
    }

    /** The labels of the cracks that leave a feature. */
    List<Integer> cracksOf(int host) {
        List<Integer> cracks = new ArrayList<>();
        for (int label = 1; label < attachedTo.length; label++) {
            if (attachedTo[label] == host) {
                cracks.add(label);
            }
        }
        return cracks;
    }

    int features() {
        return families.length - 1;
    }

    /** Whether a component belongs to a crack. */
    boolean isCrack(int component) {
        return families[featureOf[component]] == Family.SHEET;
    }

    /**
     * @param neighbours which components touch, and over how many faces
     * @param near the same across the rim of a thick one
     */
    static Grouping of(
            Components components, Map<Long, Long> neighbours, Map<Long, Long> near, Limits limits, double voxelUm) {
        int n = components.count();
        int[] parent = new int[n + 1];
        boolean[] sheet = new boolean[n + 1];
        boolean[] seeded = new boolean[n + 1];
        List<Component> list = components.list();
        long[] touched = new long[n + 1];
        neighbours.forEach((pair, faces) -> {
            int a = (int) (pair >>> 32);
            int b = (int) (long) pair;
            if (!isFaint(list, a) && !isFaint(list, b)) {
                touched[a] += faces;
                touched[b] += faces;
            }
        });
        for (int c = 1; c <= n; c++) {
            parent[c] = c;
            Component component = list.get(c - 1);
            seeded[c] = component.weights().get(DamageClasses.WEIGHT_SMOOTH).most() >= limits.seed;
            sheet[c] = component.category() != DamageClasses.GAINED
                    && component.category() != DamageClasses.FAINT
                    && seeded[c]
                    && touched[c] <= SHEET_CONTACT * component.voxels()
                    && isSheet(component, voxelUm);
        }
        boolean[] dropped = faint(list, neighbours, sheet, seeded, parent, voxelUm);
        neighbours = without(dropped, neighbours);
        near = without(dropped, near);
        List<Map.Entry<Long, Long>> contacts = strongestFirst(neighbours);
        narrow(list, contacts, strongestFirst(near), sheet, parent, voxelUm);
        // What is thin and no sheet belongs to what it touches most; what else it touches is one with that only when
        // the thin part is no mere bridge.
        int[] host = new int[n + 1];
        for (Map.Entry<Long, Long> contact : contacts) {
            int a = (int) (contact.getKey() >>> 32);
            int b = (int) (long) contact.getKey();
            belong(list, sheet, parent, host, a, b);
            belong(list, sheet, parent, host, b, a);
        }
        // A crumb that only the rim parts from something thick is of that.
        for (Map.Entry<Long, Long> contact : strongestFirst(near)) {
            int a = (int) (contact.getKey() >>> 32);
            int b = (int) (long) contact.getKey();
            crumb(list, sheet, parent, host, a, b);
            crumb(list, sheet, parent, host, b, a);
        }
        // Cracks out of one pit are one feature: a crack that branches stays whole.
        Map<Integer, Integer> trunk = new TreeMap<>();
        Map<Integer, Map<Integer, Long>> touching = new TreeMap<>();
        for (Map.Entry<Long, Long> contact : strongestFirst(near)) {
            int a = (int) (contact.getKey() >>> 32);
            int b = (int) (long) contact.getKey();
            if (sheet[a] != sheet[b] && root(parent, a) != root(parent, b)) {
                int split = root(parent, sheet[a] ? a : b);
                int bulk = root(parent, sheet[a] ? b : a);
                if (list.get(bulk - 1).category() != DamageClasses.GAINED) {
                    touching.computeIfAbsent(split, k -> new TreeMap<>()).merge(bulk, contact.getValue(), Long::sum);
                }
            }
        }
        touching.forEach((crack, bulks) -> trunk.put(
                crack,
                bulks.entrySet().stream()
                        .max(Map.Entry.<Integer, Long>comparingByValue()
                                .thenComparing(Map.Entry.<Integer, Long>comparingByKey()
                                        .reversed()))
                        .orElseThrow()
                        .getKey()));
        Map<Integer, Integer> firstOfTrunk = new TreeMap<>();
        trunk.forEach((crack, bulk) -> {
            Integer first = firstOfTrunk.putIfAbsent(bulk, crack);
            if (first != null) {
                join(parent, first, crack);
            }
        });
        // Groups that have a peak and are large enough, numbered by their first component.
        long[] voxels = new long[n + 1];
        boolean[] real = new boolean[n + 1];
        boolean[] anySheet = new boolean[n + 1];
        boolean[] thick = new boolean[n + 1];
        for (int c = 1; c <= n; c++) {
            if (dropped[c]) {
                continue;
            }
            voxels[root(parent, c)] += components.voxels(c);
            real[root(parent, c)] |= seeded[c];
            int category = list.get(c - 1).category();
            thick[root(parent, c)] |= category == DamageClasses.THICK
                    || category == DamageClasses.NARROW && components.voxels(c) >= NARROWEST;
            anySheet[root(parent, c)] |= sheet[c];
        }
        int[] featureOf = new int[n + 1];
        List<Family> families = new ArrayList<>(List.of(Family.BULK));
        Map<Integer, Integer> featureOfRoot = new TreeMap<>();
        for (int c = 1; c <= n; c++) {
            int r = root(parent, c);
            // A thick part ends at its wall and is large enough with the one ball that fits into it.
            if (!dropped[c] && real[r] && (thick[r] || voxels[r] >= limits.leastVoxels)) {
                Integer label = featureOfRoot.get(r);
                if (label == null) {
                    label = families.size();
                    featureOfRoot.put(r, label);
                    families.add(
                            list.get(c - 1).category() == DamageClasses.GAINED
                                    ? Family.GAIN
                                    : anySheet[r] ? Family.SHEET : Family.BULK);
                }
                featureOf[c] = label;
            }
        }
        int[] attachedTo = new int[families.size()];
        trunk.forEach((crack, bulk) -> {
            int label = featureOf[crack];
            if (label != 0 && featureOf[bulk] != 0) {
                attachedTo[label] = featureOf[bulk];
            }
        });
        return new Grouping(featureOf, families.toArray(Family[]::new), attachedTo);
    }

    /**
     * Components that the user labelled are features as they are; a sheet that goes into the metal is a crack, of the bulk
     * feature that it meets most.
     *
     * @param near which components are near to each other, and over how many faces
     * @param low a feature that lacks less than minus this in the mean is gained
     */
    static Grouping given(Components components, Map<Long, Long> near, double low, double voxelUm) {
        int n = components.count();
        int[] featureOf = new int[n + 1];
        Family[] families = new Family[n + 1];
        families[0] = Family.BULK;
        for (int c = 1; c <= n; c++) {
            Component component = components.component(c);
            featureOf[c] = c;
            double mean = component.weights().get(DamageClasses.WEIGHT_DEFICIT).sum() / component.voxels();
            families[c] = mean < -low ? Family.GAIN : isSheet(component, voxelUm) ? Family.SHEET : Family.BULK;
        }
        int[] attachedTo = new int[n + 1];
        for (Map.Entry<Long, Long> contact : strongestFirst(near)) {
            int a = (int) (contact.getKey() >>> 32);
            int b = (int) (long) contact.getKey();
            int crack = families[a] == Family.SHEET ? a : b;
            int bulk = crack == a ? b : a;
            if (families[crack] == Family.SHEET && families[bulk] == Family.BULK && attachedTo[crack] == 0) {
                attachedTo[crack] = bulk;
            }
        }
        return new Grouping(featureOf, families, attachedTo);
    }

    private static List<Map.Entry<Long, Long>> strongestFirst(Map<Long, Long> contacts) {
        List<Map.Entry<Long, Long>> list = new ArrayList<>(contacts.entrySet());
        list.sort(Map.Entry.<Long, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()));
        return list;
    }

    private static void belong(List<Component> list, boolean[] sheet, int[] parent, int[] host, int part, int other) {
        Component thin = list.get(part - 1);
        Component touched = list.get(other - 1);
        boolean islet = sheet[other] && thin.voxels() < ISLET * touched.voxels();
        if (thin.category() == DamageClasses.GAINED
                || thin.category() == DamageClasses.FAINT
                || (DamageClasses.isThick(thin.category()) && !islet)
                || sheet[part]
                || touched.category() == DamageClasses.GAINED
                || goesAround(thin, touched)) {
            return;
        }
        if (host[part] == 0) {
            host[part] = other;
            join(parent, part, other);
        } else if (!sheet[other] && !sheet[host[part]]) {
            long least = Math.min(touched.voxels(), list.get(host[part] - 1).voxels());
            if (thin.voxels() >= BRIDGE * least) {
                join(parent, part, other);
            }
        }
    }

    private static void crumb(List<Component> list, boolean[] sheet, int[] parent, int[] host, int part, int other) {
        Component thin = list.get(part - 1);
        Component beside = list.get(other - 1);
        if (thin.category() == DamageClasses.THIN
                && host[part] == 0
                && !sheet[part]
                && !sheet[other]
                && DamageClasses.isThick(beside.category())
                && thin.voxels() < BRIDGE * beside.voxels()) {
            host[part] = other;
            join(parent, part, other);
        }
    }

    /** Whether something thin goes around the specimen, as a uniform loss does, and is no rim of what it touches. */
    private static boolean goesAround(Component thin, Component touched) {
        Component.Voxel low = thin.low();
        Component.Voxel high = thin.high();
        long shortest = Math.min(high.x() - low.x(), Math.min(high.y() - low.y(), high.z() - low.z())) + 1;
        Component.Voxel from = touched.low();
        Component.Voxel to = touched.high();
        long longest = Math.max(to.x() - from.x(), Math.max(to.y() - from.y(), to.z() - from.z())) + 1;
        return shortest >= AROUND * longest;
    }

    private static boolean isFaint(List<Component> list, int c) {
        return list.get(c - 1).category() == DamageClasses.FAINT;
    }

    /**
     * Faint components that together with what is thin in them make a sheet are parts of a crack, with all they touch of
     * it; others are the rims of something else.
     *
     * @return which components are no more than rims
     */
    private static boolean[] faint(
            List<Component> list,
            Map<Long, Long> neighbours,
            boolean[] sheet,
            boolean[] seeded,
            int[] parent,
            double voxelUm) {
        int n = list.size();
        boolean[] rim = new boolean[n + 1];
        Map<Integer, TreeMap<Integer, Long>> within = new TreeMap<>();
        neighbours.forEach((pair, faces) -> {
            int a = (int) (pair >>> 32);
            int b = (int) (long) pair;
            if (isFaint(list, a) != isFaint(list, b)) {
                int core = isFaint(list, a) ? b : a;
                if (list.get(core - 1).category() != DamageClasses.GAINED) {
                    within.computeIfAbsent(isFaint(list, a) ? a : b, k -> new TreeMap<>())
                            .put(core, faces);
                }
            }
        });
        for (int c = 1; c <= n; c++) {
            if (!isFaint(list, c)) {
                continue;
            }
            TreeMap<Integer, Long> cores = within.getOrDefault(c, new TreeMap<>());
            Form form = Form.of(list.get(c - 1), voxelUm);
            boolean thick = false;
            boolean cracked = true;
            for (int core : cores.keySet()) {
                form = form.with(Form.of(list.get(core - 1), voxelUm));
                thick |= DamageClasses.isThick(list.get(core - 1).category());
                cracked &= sheet[core];
            }
            if (!cores.isEmpty() && cracked || !thick && form.isThinSheet()) {
                sheet[c] = true;
                seeded[c] = true;
                for (int core : cores.keySet()) {
                    sheet[core] = true;
                    join(parent, c, core);
                }
            } else {
                rim[c] = true;
            }
        }
        return rim;
    }

    /**
     * What is narrow is the crack's where it is a sheet, alone or with one that it goes on in, with all sheets across its rim;
     * else it is one with all that is thick about it.
     */
    private static void narrow(
            List<Component> list,
            List<Map.Entry<Long, Long>> contacts,
            List<Map.Entry<Long, Long>> near,
            boolean[] sheet,
            int[] parent,
            double voxelUm) {
        for (Map.Entry<Long, Long> contact : contacts) {
            int a = (int) (contact.getKey() >>> 32);
            int b = (int) (long) contact.getKey();
            if (isNarrow(list, a) && !sheet[a] && sheet[b] || isNarrow(list, b) && !sheet[b] && sheet[a]) {
                boolean one = Form.of(list.get(a - 1), voxelUm)
                        .with(Form.of(list.get(b - 1), voxelUm))
                        .isSheet();
                sheet[a] |= one;
                sheet[b] |= one;
            }
        }
        for (Map.Entry<Long, Long> contact : contacts) {
            int a = (int) (contact.getKey() >>> 32);
            int b = (int) (long) contact.getKey();
            boolean thick = DamageClasses.isThick(list.get(a - 1).category())
                    && DamageClasses.isThick(list.get(b - 1).category());
            if ((isNarrow(list, a) || isNarrow(list, b)) && thick && !sheet[a] && !sheet[b]) {
                join(parent, a, b);
            }
        }
        for (Map.Entry<Long, Long> contact : near) {
            int a = (int) (contact.getKey() >>> 32);
            int b = (int) (long) contact.getKey();
            if ((isNarrow(list, a) || isNarrow(list, b)) && sheet[a] && sheet[b]) {
                join(parent, a, b);
            }
        }
    }

    private static boolean isNarrow(List<Component> list, int c) {
        return list.get(c - 1).category() == DamageClasses.NARROW;
    }

    private static Map<Long, Long> without(boolean[] dropped, Map<Long, Long> contacts) {
        TreeMap<Long, Long> rest = new TreeMap<>();
        contacts.forEach((pair, faces) -> {
            if (!dropped[(int) (pair >>> 32)] && !dropped[(int) (long) pair]) {
                rest.put(pair, faces);
            }
        });
        return rest;
    }

    private static boolean isSheet(Component c, double voxelUm) {
        return Form.of(c, voxelUm).isSheet();
    }

    static int root(int[] parent, int c) {
        int r = c;
        while (parent[r] != r) {
            parent[r] = parent[parent[r]];
            r = parent[r];
        }
        return r;
    }

    private static void join(int[] parent, int a, int b) {
        int ra = root(parent, a);
        int rb = root(parent, b);
        parent[Math.max(ra, rb)] = Math.min(ra, rb);
    }
}
