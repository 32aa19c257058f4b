/**
 * Values over exposure to growth laws and rates, with the covariance that a shared reference scan makes; largest values to
 * their distribution and what larger areas must expect.
 *
 * <pre>{@code
 * Growth growth = new GrowthFitter(3).fit(new Evolution(hours, depthsUm, uUm, sharedUUm));
 * growth.rateInterval();                                       // 95 %, whichever law holds
 * ExtremeFit deepest = ExtremeFit.chosen(Extremes.censoredBelow(12, depthsUm));
 * deepest.returnLevelInterval(200);                            // of an area 200 times a cell's
 * }</pre>
 */
@NullMarked
package patina.growth;

import org.jspecify.annotations.NullMarked;
