/** Meshes as files, STL and PLY, and the signed distance to a closed one. */
@NullMarked
package patina.meshes;

import org.jspecify.annotations.NullMarked;
