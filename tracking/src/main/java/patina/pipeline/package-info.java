/** Series and settings to a finished inspection that can be resumed and can grow. */
@NullMarked
package patina.pipeline;

import org.jspecify.annotations.NullMarked;
