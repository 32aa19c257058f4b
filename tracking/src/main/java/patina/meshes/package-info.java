/** Meshes as files for other programs: STL and PLY. */
@NullMarked
package patina.meshes;

import org.jspecify.annotations.NullMarked;
