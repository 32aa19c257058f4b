package patina.app.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import patina.app.session.ExtremeResult.Quantity;
import patina.growth.ExtremeFit;
import patina.growth.ExtremeModel;
import patina.growth.Extremes;
import patina.growth.Interval;

/** Extreme values of a table's column. */
final class ExtremeStatistics {
    private ExtremeStatistics() {}

    static ExtremeResult of(ExtremeRequest request) throws IOException {
        if (!(request.returnPeriod() > 1)) {
            throw new IllegalArgumentException("A return period above 1 was wanted, not " + request.returnPeriod()
                    + "; it is the area asked for over the area of one cell.");
        }
        if (request.resamples() != 0 && request.resamples() < 100) {
            throw new IllegalArgumentException(
                    "A bootstrap needs at least 100 resamples, not " + request.resamples() + "; 0 leaves it out.");
        }
        CsvColumn column = CsvColumn.read(request.file(), request.column());
        Double limit = request.censorBelow();
        Extremes data = limit == null ? Extremes.of(column.values()) : Extremes.censoredBelow(limit, column.values());
        ExtremeRequest.Model model = request.model();
        ExtremeFit fit = model == null
                ? ExtremeFit.chosen(data)
                : ExtremeFit.of(data, model == ExtremeRequest.Model.GEV ? ExtremeModel.GEV : ExtremeModel.GUMBEL);
        double period = request.returnPeriod();
        List<Quantity> quantities = new ArrayList<>();
        quantities.add(quantity(request, fit, "location", fit.locationInterval(), ExtremeFit::location));
        quantities.add(quantity(request, fit, "scale", fit.scaleInterval(), ExtremeFit::scale));
        quantities.add(quantity(request, fit, "shape", fit.shapeInterval(), ExtremeFit::shape));
        quantities.add(
                quantity(request, fit, "return_level", fit.returnLevelInterval(period), f -> f.returnLevel(period)));
        Double wall = request.wall();
        if (wall != null) {
            quantities.add(quantity(
                    request,
                    fit,
                    "perforation_chance",
                    fit.perforationInterval(wall, period),
                    f -> f.perforationChance(wall, period)));
        }
        ExtremeFit gumbel = ExtremeFit.of(data, ExtremeModel.GUMBEL);
        return new ExtremeResult(
                fit.model().key(),
                fit.location(),
                fit.scale(),
                fit.shape(),
                data.size(),
                data.censored(),
                column.empty(),
                fit.logLikelihood(),
                ExtremeFit.of(data, ExtremeModel.GEV).gumbelChance(gumbel),
                period,
                quantities);
    }

    private static Quantity quantity(
            ExtremeRequest request, ExtremeFit fit, String name, Interval profile, ToDoubleFunction<ExtremeFit> of) {
        Interval bootstrap = request.resamples() == 0 ? null : fit.bootstrap(request.resamples(), request.seed(), of);
        return new Quantity(
                name,
                of.applyAsDouble(fit),
                profile.low(),
                profile.high(),
                bootstrap == null ? null : bootstrap.low(),
                bootstrap == null ? null : bootstrap.high());
    }
}
