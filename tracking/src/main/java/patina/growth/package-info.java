/** Values over exposure to growth laws and rates, with the covariance that a shared reference scan makes. */
@NullMarked
package patina.growth;

import org.jspecify.annotations.NullMarked;
