/** Where the program starts. */
@NullMarked
package patina.app;

import org.jspecify.annotations.NullMarked;
