package patina.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import patina.blocks.ArrayVolume;
import patina.blocks.Grid;
import patina.blocks.Runner;
import patina.blocks.Source;
import patina.geometry.Extent;

class MeasureLabelsTest {
    private static final Extent EXTENT = new Extent(70, 45, 40);

    @Test
    void labelsMeasureAsTheComponentsTheyWereMadeOf() throws IOException {
        Source grey = ArrayVolume.of(EXTENT, Volumes.blobs(EXTENT, 4)).source();
        Grid grid = new Grid(EXTENT, 32, 32, 32);
        Classifier bright = Classifier.above(grey, 1);
        try (Runner runner = Runner.sequential()) {
            Labelling labelling = runner.run(new LabelKernel(bright, Connectivity.CORNERS, grid), grid);
            ArrayVolume labels = ArrayVolume.ofLabels(EXTENT);
            runner.run(labelling.relabel(labels.sink()), grid);
            Components expected = labelling.components();
            assertTrue(expected.count() > 3);
            Components found = runner.run(new MeasureLabels(labels.source(), expected.count(), 1, bright, grid), grid)
                    .components();
            assertEquals(expected.list(), found.list());
        }
    }
}
