package patina.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The fast transform against the sum that defines it. */
final class FourierTest {
    private static final int N = 8;
    private static final int ALL = N * N * N;

    private final double[] re = new double[ALL];
    private final double[] im = new double[ALL];

    FourierTest() {
        Random random = new Random(7);
        for (int i = 0; i < ALL; i++) {
            re[i] = random.nextGaussian();
            im[i] = random.nextGaussian();
        }
    }

    @Test
    void isTheSumOverAllVoxelsOfValueTimesWave() {
        double[] foundRe = re.clone();
        double[] foundIm = im.clone();
        new Fourier(N).transform(foundRe, foundIm);
        for (int k = 0; k < ALL; k++) {
            double sumRe = 0;
            double sumIm = 0;
            for (int at = 0; at < ALL; at++) {
                int turns = k % N * (at % N) + k / N % N * (at / N % N) + k / N / N * (at / N / N);
                double phase = -2 * Math.PI * turns / N;
                sumRe += re[at] * Math.cos(phase) - im[at] * Math.sin(phase);
                sumIm += re[at] * Math.sin(phase) + im[at] * Math.cos(phase);
            }
            assertEquals(sumRe, foundRe[k], 1e-10);
            assertEquals(sumIm, foundIm[k], 1e-10);
        }
    }

    @Test
    void goesBackWhenRealAndImaginaryPartAreExchanged() {
        double[] foundRe = re.clone();
        double[] foundIm = im.clone();
        Fourier fourier = new Fourier(N);
        fourier.transform(foundRe, foundIm);
        fourier.transform(foundIm, foundRe);
        for (int i = 0; i < ALL; i++) {
            assertEquals(re[i], foundRe[i] / ALL, 1e-12);
            assertEquals(im[i], foundIm[i] / ALL, 1e-12);
        }
    }
}
