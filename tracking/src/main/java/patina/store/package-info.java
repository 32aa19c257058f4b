/** The record of everything: an H2 database in the inspection's folder, its rows, and the tables exported from it. */
@NullMarked
package patina.store;

import org.jspecify.annotations.NullMarked;
