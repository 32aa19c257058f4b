package patina.app.gui.view;

import patina.geometry.ScanMap;

/**
 * One scan that can be looked at.
 *
 * @param index 0-based position in series.json
 * @param exposure in the series' unit
 * @param role as in series.json
 * @param toScan specimen frame to this scan's frame, micrometres
 * @param placeUUm standard uncertainty of a place in it, micrometres; 0 when not known
 */
public record StackScan(int index, String file, double exposure, String role, ScanMap toScan, double placeUUm) {}
