package patina.app.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A distribution of extreme values.
 *
 * @param model gumbel or gev
 * @param shape xi of the general distribution, 0 for Gumbel's
 * @param n values, with the censored ones
 * @param censored how many of them are below the limit
 * @param empty cells of the column that hold nothing, left out
 * @param gumbelChance the chance of so much better a fit by the general distribution if Gumbel's held
 * @param quantities with their intervals: location, scale, shape, return_level, perforation_chance
 */
public record ExtremeResult(
        String model,
        double location,
        double scale,
        double shape,
        int n,
        int censored,
        int empty,
        double logLikelihood,
        double gumbelChance,
        double returnPeriod,
        List<Quantity> quantities) {
    public ExtremeResult {
        quantities = List.copyOf(quantities);
    }

    /**
     * A number and its 95 % intervals; an unbounded end is infinite.
     *
     * @param bootstrapLow null without bootstrap
     */
    public record Quantity(
            String name,
            double value,
            double low,
            double high,
            @Nullable Double bootstrapLow,
            @Nullable Double bootstrapHigh) {}
}
