package patina.registration.local;

/**
 * By how much the two sides of a crack moved apart since the reference scan, in the mean over its sheet.
 *
 * @param label of the crack
 * @param opening along the sheet's normal, in voxels; negative where it closed
 * @param u its standard uncertainty (k = 1)
 */
public record Jump(int label, double opening, double u) {}
