/** The command line: words into wishes, results onto standard output, progress and complaints onto standard error. */
@NullMarked
package patina.app.cli;

import org.jspecify.annotations.NullMarked;
