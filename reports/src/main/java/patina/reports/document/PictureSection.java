package patina.reports.document;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import patina.geometry.VoxelSize;
import patina.reports.document.Document.Figures;
import patina.reports.document.Document.Part;
import patina.reports.document.Document.Section;
import patina.reports.document.Pictures.Plane;
import patina.reports.document.Pictures.Request;
import patina.reports.document.SlicePicture.Outline;
import patina.store.FeatureRow;
import patina.store.FlagRow;
import patina.store.ScanRow;
import patina.store.TrackRow;
import patina.tracks.Track;

/** The worst features before and after, cut along their depth. */
final class PictureSection {
    private static final int PAIRS = 4;
    private static final int LEAST_FIELD_VOXELS = 48;
    private static final double LANDSCAPE = 0.68;

    private PictureSection() {}

    static List<Section> of(Findings findings, Pictures pictures) throws IOException {
        ScanRow reference = findings.scan(findings.facts.reference());
        if (reference == null) {
            return List.of();
        }
        List<Part> parts = new ArrayList<>();
        for (FeatureRow feature : worst(findings)) {
            if (parts.isEmpty()) {
                overview(findings, pictures, feature, reference).ifPresent(parts::add);
            }
            pair(findings, pictures, feature, reference).ifPresent(parts::add);
        }
        return parts.isEmpty() ? List.of() : List.of(new Section("Pictures", false, parts));
    }

    /** Flagged first, then by rank; each as it was seen last. */
    private static List<FeatureRow> worst(Findings findings) {
        Set<Integer> ids = new LinkedHashSet<>();
        findings.facts.flags().stream()
                .sorted((a, b) -> Integer.compare(a.rank(), b.rank()))
                .map(FlagRow::trackId)
                .forEach(ids::add);
        findings.ranked.stream().map(TrackRow::trackId).forEach(ids::add);
        List<FeatureRow> chosen = new ArrayList<>();
        for (int id : ids) {
            FeatureRow last = findings.last(id);
            TrackRow track = findings.track(id);
            if (last != null && track != null && findings.isPresent(track) && chosen.size() < PAIRS) {
                chosen.add(last);
            }
        }
        return chosen;
    }

    private static Optional<Figures> overview(
            Findings findings, Pictures pictures, FeatureRow feature, ScanRow reference) throws IOException {
        Plane plane = plane(pictures, reference.scan(), feature, reference.voxelSize());
        int scan = feature.scan();
        Optional<SlicePicture> picture = pictures.slice(
                request(feature, scan, plane, new double[] {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY}));
        return picture.map(cut -> slice(findings, feature, scan, plane, cut))
                .map(found -> new Figures(
                        List.of(found),
                        "Whole slice through " + Track.name(feature.trackId()) + " at "
                                + findings.moment(feature.scan()) + ", " + at(feature, plane)
                                + ". Outlined: what was found, with its track." + hatch()));
    }

    private static Optional<Figures> pair(Findings findings, Pictures pictures, FeatureRow feature, ScanRow reference)
            throws IOException {
        Plane plane = plane(pictures, reference.scan(), feature, reference.voxelSize());
        double[] field = field(feature, plane, reference.voxelSize());
        List<Request> requests = new ArrayList<>();
        if (feature.scan() != findings.facts.reference()) {
            requests.add(request(feature, findings.facts.reference(), plane, field));
        }
        requests.add(request(feature, feature.scan(), plane, field));
        List<Optional<SlicePicture>> cuts = pictures.slices(requests);
        if (cuts.get(cuts.size() - 1).isEmpty()) {
            return Optional.empty();
        }
        List<Graphic> graphics = new ArrayList<>();
        for (int i = 0; i < cuts.size(); i++) {
            int scan = requests.get(i).scan();
            cuts.get(i).map(cut -> slice(findings, feature, scan, plane, cut)).ifPresent(graphics::add);
        }
        String what = LineageEvents.capital(Findings.called(feature.kind())) + " " + Track.name(feature.trackId());
        String caption = graphics.size() > 1
                ? what + " before (" + findings.moment(findings.facts.reference()) + ") and after ("
                        + findings.moment(feature.scan()) + "), the same place in the specimen frame: "
                        + at(feature, plane)
                : what + " at " + findings.moment(feature.scan()) + ": " + at(feature, plane);
        return Optional.of(new Figures(graphics, caption + "."));
    }

    private static String hatch() {
        return " Hatched, where there is any: not seen.";
    }

    private static Request request(FeatureRow feature, int scan, Plane plane, double[] field) {
        return new Request(scan, plane, feature.xUm(), feature.yUm(), feature.zUm(), field[0], field[1]);
    }

    private static Slice slice(Findings findings, FeatureRow feature, int scan, Plane plane, SlicePicture picture) {
        Set<Integer> outlined = new TreeSet<>();
        picture.outlines().stream().map(Outline::trackId).forEach(outlined::add);
        String seen = outlined.isEmpty() ? "nothing is outlined" : "outlined: " + Findings.names(List.copyOf(outlined));
        return new Slice(
                "Scan " + scan + ", " + findings.moment(scan),
                "Grey slice of scan " + scan + ", " + at(feature, plane) + "; " + seen + ".",
                picture,
                findings.colours);
    }

    private static String at(FeatureRow feature, Plane plane) {
        double[] place = {feature.xUm(), feature.yUm(), feature.zUm()};
        return plane.name().toLowerCase(java.util.Locale.ROOT) + " plane at " + "xyz".charAt(plane.normal()) + " = "
                + Numbers.fixed(place[plane.normal()], 0) + "\u00a0µm";
    }

    /** The plane that holds the depth and the longer side of the feature. */
    private static Plane plane(Pictures pictures, int scan, FeatureRow feature, VoxelSize voxel) throws IOException {
        int depth = feature.box().length < 6 ? 2 : pictures.depthAxis(scan, feature.box());
        double[] edge = edges(feature, voxel);
        int along = depth == 0 ? 1 : 0;
        for (int axis = 0; axis < 3; axis++) {
            if (axis != depth && edge[axis] > edge[along]) {
                along = axis;
            }
        }
        int normal = 3 - depth - along;
        return normal == 0 ? Plane.YZ : normal == 1 ? Plane.XZ : Plane.XY;
    }

    private static double[] edges(FeatureRow feature, VoxelSize voxel) {
        long[] box = feature.box();
        return box.length < 6
                ? new double[] {0, 0, 0}
                : new double[] {box[3] * voxel.xUm(), box[4] * voxel.yUm(), box[5] * voxel.zUm()};
    }

    /** Width and height: as much again beside the feature, a landscape where its depth allows, and never a handful of voxels. */
    private static double[] field(FeatureRow feature, Plane plane, VoxelSize voxel) {
        double[] edge = edges(feature, voxel);
        double least = LEAST_FIELD_VOXELS * voxel.meanUm();
        double across = Math.max(least, Math.max(2 * edge[plane.across()], 1.3 * edge[plane.down()]));
        double down = Math.max(LANDSCAPE * across, 1.8 * edge[plane.down()]);
        return new double[] {across, down};
    }
}
