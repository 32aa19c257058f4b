package patina.store;

/** An earlier number that moved when a scan was added: which, from what, to what, and in which run. */
public record MovedRow(
        int run, String table, int scan, int id, String column, double before, double after, double uncertainty) {}
