/** Raw samples whose size and type are told by series.json or by the file's name; nobody imports it. */
@NullMarked
package patina.series.formats.raw;

import org.jspecify.annotations.NullMarked;
