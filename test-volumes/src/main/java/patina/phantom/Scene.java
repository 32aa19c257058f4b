package patina.phantom;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The scenes by name; what they look like is drawn in {@link Scenes}. */
enum Scene {
    GROWING_PITS(2, Quantity.TIME, "Four pits of different form and growth law on three faces."),
    MERGING_PITS(3, Quantity.TIME, "Two pits grow into one; a third stays alone."),
    CRACKED_PIT(3, Quantity.TIME, "A crack grows from a pit and branches."),
    WEAR(2, Quantity.DISTANCE, "A wear scar deepens on one face."),
    THINNING(2, Quantity.TIME, "Every surface recedes alike; the textured inside stays."),
    GROWING_PORES(2, Quantity.TIME, "Enclosed pores grow, two are born, two rest."),
    NULL(2, Quantity.TIME, "Nothing changes: inclusions, poses, noise and drift, but no damage."),
    PRE_EXISTING_PIT(2, Quantity.TIME, "Two pits are there in the first scan; one grows, one rests, a third comes."),
    SHIFTED_VIEW(2, Quantity.TIME, "The view shifts by 30 % in the later scans, with a circle of fill around."),
    GRIPPED_ROD(2, Quantity.TIME, "A pitted rod turns in a dense grip that stays."),
    PRODUCT(3, Quantity.TIME, "Pits full of product at 30, 50 and 65 % of the metal, cleaned in one scan."),
    WET(3, Quantity.TIME, "The filled pits in an electrolyte, with bubbles that move."),
    ALL_AT_ONCE(3, Quantity.TIME, "Merging pits, a cracked pit, wear and pores together."),
    REPEAT(2, Quantity.TIME, "The growing pits, with the first and the last moment scanned twice."),
    MANY_FEATURES(5, Quantity.TIME, "Sixty pits on six faces, with eight merges and four splits; ask for ten steps."),
    THIN_CRACK(2, Quantity.CYCLES, "A crack with an elliptic opening of prescribed size."),
    OPENING_CRACK(2, Quantity.CYCLES, "A crack in metal full of grains opens as its sides move apart."),
    INTERGRANULAR(
            3, Quantity.TIME, "Fissures creep along the boundaries of grains under one face; a pit grows beside."),
    SUB_VOXEL_WEAR(2, Quantity.DISTANCE, "A wide patch of one face recedes by 0.15 voxel."),
    SUB_VOXEL_THINNING(2, Quantity.TIME, "Every surface recedes by 0.1 voxel."),
    UNTIDY(2, Quantity.TIME, "The growing pits in scans of different size, voxel, crop and field of view."),
    SINGLE(1, Quantity.TIME, "One scan alone, of a block with pits and pores.");

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

    int fewestSteps() {
        return fewestSteps;
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
            case MERGING_PITS -> Scenes.mergingPits(stage);
            case CRACKED_PIT -> Scenes.crackedPit(stage);
            case WEAR -> Scenes.wear(stage);
            case THINNING -> Scenes.thinning(stage, options.thinningVoxels());
            case GROWING_PORES -> Scenes.growingPores(stage);
            case NULL -> Scenes.nothing(stage);
            case PRE_EXISTING_PIT -> Scenes.preExistingPit(stage);
            case SHIFTED_VIEW -> Scenes.shiftedView(stage);
            case GRIPPED_ROD -> Scenes.grippedRod(stage);
            case PRODUCT -> Scenes.product(stage);
            case WET -> Scenes.wet(stage);
            case ALL_AT_ONCE -> Scenes.allAtOnce(stage);
            case REPEAT -> Scenes.repeat(stage);
            case MANY_FEATURES -> Scenes.manyFeatures(stage);
            case THIN_CRACK -> Scenes.thinCrack(stage);
            case OPENING_CRACK -> Scenes.openingCrack(stage);
            case INTERGRANULAR -> Scenes.intergranular(stage);
            case SUB_VOXEL_WEAR -> Scenes.subVoxelWear(stage);
            case SUB_VOXEL_THINNING -> Scenes.thinning(stage, 0.1);
            case UNTIDY -> Scenes.untidy(stage);
            case SINGLE -> Scenes.single(stage);
        };
    }
}
