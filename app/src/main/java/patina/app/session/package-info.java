/** What a user can ask of Patina, whether by command line or on the desktop: one method a wish, no Swing, no printing. */
@NullMarked
package patina.app.session;

import org.jspecify.annotations.NullMarked;
