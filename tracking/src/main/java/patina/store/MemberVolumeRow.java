package patina.store;

/** What a merged track's member holds in one scan: a row of member_volumes.csv. */
public record MemberVolumeRow(int scan, int trackId, int memberTrackId, double volumeUm3) {}
