package patina.phantom;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The scenes by name; what they look like is drawn in {@link Scenes}. */
enum Scene {
    GROWING_PITS(2, Quantity.TIME, "Four pits of different form and growth law on three faces."),
    NULL(2, Quantity.TIME, "Nothing changes: inclusions, poses, noise and drift, but no damage.");

    private final int fewestSteps;
    private final Quantity quantity;
    private final String sentence;

    Scene(int fewestSteps, Quantity quantity, String sentence) {
        this.fewestSteps = fewestSteps;
        this.quantity = quantity;
        this.sentence = sentence;
    }

    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String sentence() {
        return sentence;
    }

    Quantity quantity() {
        return quantity;
    }

    static Scene named(String name) {
        for (Scene scene : values()) {
            if (scene.key().equals(name)) {
                return scene;
            }
        }
        throw new IllegalArgumentException("There is no phantom named '" + name + "'; there are "
                + Arrays.stream(values()).map(Scene::key).collect(Collectors.joining(", ")) + ".");
    }

    /** Everything that happens, for a view and a number of steps. */
    Script script(PhantomOptions options) {
        if (options.steps() < fewestSteps) {
            throw new IllegalArgumentException("The phantom '" + key() + "' needs at least " + fewestSteps
                    + " steps, but was asked for " + options.steps() + ".");
        }
        Stage stage = new Stage(options, quantity);
        return switch (this) {
            case GROWING_PITS -> Scenes.growingPits(stage);
            case NULL -> Scenes.nothing(stage);
        };
    }
}
