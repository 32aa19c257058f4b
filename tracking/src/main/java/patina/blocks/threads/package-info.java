/** Runs kernels on the threads of this machine; nobody imports it. */
@NullMarked
package patina.blocks.threads;

import org.jspecify.annotations.NullMarked;
