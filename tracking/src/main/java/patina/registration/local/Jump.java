package patina.registration.local;

import patina.geometry.Point;

/**
 * By how much the two sides of a crack moved apart at a place on it: upper side less lower side, along the fixed frame's
 * axes.
 *
 * @param placeUm on the sheet
 * @param jumpUm displacement of the upper side less that of the lower
 * @param openingUm its part along the sheet's normal; negative where it closed
 * @param openingUUm standard uncertainty (k = 1)
 */
public record Jump(Point placeUm, Point jumpUm, double openingUm, double openingUUm) {}
