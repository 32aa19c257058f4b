package patina.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import patina.blocks.ArrayVolume;
import patina.blocks.Runner;
import patina.geometry.Extent;

class BenchTest {
    @Test
    void measuresABrightBallAsItIs() throws IOException {
        Extent extent = new Extent(48, 50, 52);
        float[] values = new float[(int) extent.voxels()];
        int inside = 0;
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            double x = i % 48 - 23.3;
            double y = i / 48 % 50 - 25.1;
            double z = i / 48 / 50 - 24.7;
            values[i] = (float) (32768 + 1000 * (15 - Math.sqrt(x * x + y * y + z * z)));
            sum += values[i];
            inside += values[i] > 32768 ? 1 : 0;
        }
        List<Bench.Measurement> heard = new ArrayList<>();
        List<Bench.Measurement> all;
        try (Runner runner = Runner.sequential()) {
            all = Bench.run(
                    ArrayVolume.of(extent, values).source(), List.of(Bench.Timed.values()), 1, runner, heard::add);
        }
        assertEquals(all, heard);
        double mean = sum / values.length;
        for (Bench.Measurement measurement : all) {
            double value = measurement.value();
            switch (Bench.Timed.named(measurement.kernel())) {
                case READ -> assertEquals(mean, value, 1e-3);
                case GAUSSIAN -> assertEquals(mean, value, 20);
                case MEDIAN -> assertEquals(mean, value, 50);
                case LABEL6, LABEL26 -> assertEquals(1, value);
                // Over a ball of radius r the mean distance to its surface is r / 4; voxel centres add half a voxel or
                // so.
                case EDT -> assertEquals(15 / 4.0 + 0.5, value / inside, 0.3);
                case MEASURE -> assertEquals(inside, value);
                case SURFACE -> assertEquals(4 * Math.PI * 225, value, 8);
                // A cone's grey curves inwards only: its largest eigenvalue is near 0 but at the tip.
                case HESSIAN -> assertTrue(Math.abs(value / values.length) < 5);
            }
            assertTrue(measurement.seconds() > 0 && measurement.bandwidthShare() > 0);
        }
    }

    @Test
    void anUnknownKernelIsRefusedByName() {
        String message = assertThrows(IllegalArgumentException.class, () -> Bench.Timed.named("fft"))
                .getMessage();
        assertTrue(message.contains("'fft'") && message.contains("label26"), message);
    }
}
