package patina.tracks;

import java.util.ArrayList;
import java.util.List;
import patina.segmentation.Family;

/**
 * One feature's life over the scans.
 *
 * @param id stays for good once given, also when scans are added
 * @param family features of one family only continue each other
 * @param firstScan where it was first seen
 * @param lastScan where it was last seen
 * @param lastVoxels its size there
 */
public record Track(
        int id,
        Family family,
        int firstScan,
        int lastScan,
        long lastVoxels,
        Began began,
        Ended ended,
        List<Integer> parents,
        List<Integer> children) {
    public Track {
        parents = List.copyOf(parents);
        children = List.copyOf(children);
    }

    /** What a track goes by wherever one reads of it: T3. */
    public static String name(int id) {
        return "T" + id;
    }

    static Track begin(int id, Feature feature, Began began, List<Integer> parents) {
        return new Track(
                id,
                feature.family(),
                feature.scan(),
                feature.scan(),
                feature.voxels(),
                began,
                Ended.PRESENT,
                parents,
                List.of());
    }

    Track seen(Feature feature) {
        return new Track(
                id, family, firstScan, feature.scan(), feature.voxels(), began, Ended.PRESENT, parents, children);
    }

    Track grown(long more) {
        return new Track(id, family, firstScan, lastScan, lastVoxels + more, began, ended, parents, children);
    }

    Track end(Ended how) {
        return new Track(id, family, firstScan, lastScan, lastVoxels, began, how, parents, children);
    }

    Track withChild(int child) {
        List<Integer> more = new ArrayList<>(children);
        more.add(child);
        return new Track(id, family, firstScan, lastScan, lastVoxels, began, ended, parents, more);
    }
}
