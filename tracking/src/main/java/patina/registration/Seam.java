package patina.registration;

/**
 * Where what a map leaves over seems to jump along z, as where the moving scan was stitched.
 *
 * @param planes so many of the moving scan's planes lie below
 * @param told whether it is no chance, so that the registration's note and uncertainty tell of it
 */
public record Seam(double planes, boolean told) {}
