package patina.app.gui.model;

/** A row that can be chosen: it stands for a track, at a scan or at none. */
public interface Line {
    /** In place of a track or a scan where there is none. */
    int NONE = -1;

    /** The track it is about, or {@link #NONE}. */
    int trackId();

    /** The scan it is about, or {@link #NONE}. */
    int scan();
}
