package patina.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import patina.app.session.ExtremeRequest;
import patina.app.session.ExtremeResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patina statistics extreme-value}. */
@Command(
        name = "extreme-value",
        description =
                "Fit the distribution of largest values (Gumbel or GEV, maximum likelihood, censored below a limit) to a "
                        + "column of any CSV, such as the deepest pit of each patch; result on one line of JSON.")
final class ExtremeValueCommand implements Callable<Integer> {
    private final Desk desk;

    @Mixin
    Common common = new Common();

    @Mixin
    Help help = new Help();

    @Parameters(paramLabel = "FILE.csv", description = "A table with a head row; commas, dots.")
    Path file = Path.of(".");

    @Option(names = "--column", required = true, paramLabel = "NAME", description = "The column of largest values.")
    String column = "";

    @Option(
            names = "--censor-below",
            paramLabel = "X",
            description = "Values below are only counted, as below the detection limit.")
    @Nullable
    Double censorBelow;

    @Option(
            names = "--return-period",
            paramLabel = "T",
            description = "The component's area over the area one value stands for; default ${DEFAULT-VALUE}.")
    double returnPeriod = 100;

    @Option(
            names = "--wall",
            paramLabel = "W",
            description = "A wall thickness, in the column's unit: the chance that it is pierced within the period.")
    @Nullable
    Double wall;

    @Option(names = "--model", paramLabel = "auto|gumbel|gev", description = "Default ${DEFAULT-VALUE}.")
    Choice model = Choice.AUTO;

    @Option(
            names = "--resamples",
            paramLabel = "N",
            description = "Of the bootstrap; 0 for profile likelihood alone; default ${DEFAULT-VALUE}.")
    int resamples = 500;

    @Option(names = "--seed", paramLabel = "N", description = "Of the bootstrap; default ${DEFAULT-VALUE}.")
    long seed = 1;

    @Option(names = "--text", description = "A table for people instead of JSON.")
    boolean text;

    enum Choice {
        AUTO,
        GUMBEL,
        GEV
    }

    ExtremeValueCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws IOException {
        ExtremeResult result = desk.session()
                .extremeValues(new ExtremeRequest(
                        file,
                        column,
                        censorBelow,
                        returnPeriod,
                        wall,
                        model == Choice.AUTO ? null : ExtremeRequest.Model.valueOf(model.name()),
                        resamples,
                        seed));
        if (text) {
            print(result);
        } else {
            desk.out().println(Json.line(tree(result)));
        }
        return CommandLineRun.DONE;
    }

    private static Map<String, Object> tree(ExtremeResult result) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("model", result.model());
        tree.put("location", result.location());
        tree.put("scale", result.scale());
        tree.put("shape", result.shape());
        tree.put("n", result.n());
        tree.put("censored", result.censored());
        tree.put("empty", result.empty());
        tree.put("log_likelihood", result.logLikelihood());
        tree.put("gumbel_p", result.gumbelChance());
        tree.put("return_period", result.returnPeriod());
        Map<String, Object> profile = new LinkedHashMap<>();
        Map<String, Object> bootstrap = new LinkedHashMap<>();
        for (ExtremeResult.Quantity q : result.quantities()) {
            tree.putIfAbsent(q.name(), q.value());
            profile.put(q.name(), Arrays.asList(Json.finite(q.low()), Json.finite(q.high())));
            if (q.bootstrapLow() != null) {
                bootstrap.put(q.name(), Arrays.asList(Json.finite(q.bootstrapLow()), Json.finite(q.bootstrapHigh())));
            }
        }
        tree.put("confidence", 0.95);
        tree.put("intervals", profile);
        if (!bootstrap.isEmpty()) {
            tree.put("bootstrap_intervals", bootstrap);
        }
        return tree;
    }

    private void print(ExtremeResult result) {
        desk.out()
                .println(String.format(
                        Locale.ROOT,
                        "%s distribution of %d values, %d of them only known to be below the limit; Gumbel's shape has p = %.3g",
                        result.model().equals("gev") ? "Generalised extreme value" : "Gumbel",
                        result.n(),
                        result.censored(),
                        result.gumbelChance()));
        desk.out().println("                        value    95 % by profile likelihood    95 % by bootstrap");
        for (ExtremeResult.Quantity q : result.quantities()) {
            desk.out()
                    .println(String.format(
                            Locale.ROOT,
                            "%-19s %10.5g    %s    %s",
                            q.name().replace('_', ' '),
                            q.value(),
                            interval(q.low(), q.high()),
                            q.bootstrapLow() == null || q.bootstrapHigh() == null
                                    ? ""
                                    : interval(q.bootstrapLow(), q.bootstrapHigh())));
        }
        desk.out()
                .println(String.format(
                        Locale.ROOT,
                        "return period       %10.5g cells, to which level and chance belong",
                        result.returnPeriod()));
    }

    private static String interval(double low, double high) {
        return String.format(
                Locale.ROOT,
                "%11s to %-11s",
                Double.isFinite(low) ? String.format(Locale.ROOT, "%.5g", low) : "no bound",
                Double.isFinite(high) ? String.format(Locale.ROOT, "%.5g", high) : "no bound");
    }
}
