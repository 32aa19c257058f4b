package patina.reports.document;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cases worked by hand. In the texts _ stands for the space that does not break and ' for the narrow one. */
class NumbersTest {
    private static String shown(String text) {
        return text.replace('\u00a0', '_').replace('\u202f', '~');
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.23456 | 0.01249 | 1.235_±_0.012",
                "1.2 | 0.02 | 1.200_±_0.020",
                "0.5 | 0.0996 | 0.50_±_0.10",
                "9.996 | 0.0996 | 10.00_±_0.10",
                "6451321 | 91234 | 6~451~000_±_91~000",
                "12345 | 1 | 12~345.0_±_1.0",
                "118.04 | 1.78 | 118.0_±_1.8",
                "-0.0004 | 0.0013 | −0.0004_±_0.0013",
                "0.0123456 | 0.00012 | 0.012~35_±_0.000~12",
                "0.0000123 | 0.0000012 | (1.23_±_0.12)_×_10⁻⁵",
                "72900000 | 1200000 | (7.29_±_0.12)_×_10⁷",
                "3 | 250 | 0_±_250",
                "48 | 0.5 | 48.00_±_0.50",
            })
    void roundsTheUncertaintyToTwoDigitsAndTheValueToItsPlace(double value, double u, String wanted) {
        assertEquals(wanted, shown(Numbers.measured(value, u)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "31000 | 3 | 31~000",
                "5 | 3 | 5.00",
                "6366567 | 3 | 6~370~000",
                "0.0004999 | 2 | 0.000~50",
                "0.00001 | 2 | 1.0_×_10⁻⁵",
                "0.0000099999 | 2 | 1.0_×_10⁻⁵",
                "99.96 | 3 | 100",
                "-12.5 | 2 | −12",
                "0 | 3 | 0",
                "1234 | 3 | 1230",
            })
    void keepsSoManySignificantDigits(double value, int digits, String wanted) {
        assertEquals(wanted, shown(Numbers.significant(value, digits)));
    }

    @Test
    void leavesOutWhatIsNotKnown() {
        assertEquals("–", Numbers.measured(null, 1.0));
        assertEquals("–", Numbers.measured(Double.NaN, 1.0, "µm"));
        assertEquals("3.00", Numbers.measured(3.0, null));
        assertEquals("3.00_µm", shown(Numbers.measured(3.0, 0.0, "µm")));
        assertEquals("–", Numbers.significant(Double.POSITIVE_INFINITY, 3, "mm"));
    }

    @Test
    void writesExposuresAsGiven() {
        assertEquals("96", Numbers.asGiven(96));
        assertEquals("0.5", Numbers.asGiven(0.5));
        assertEquals("10~000", shown(Numbers.asGiven(1e4)));
    }

    @Test
    void writesUnitsWithTheirSigns() {
        assertEquals("µm³/h", Numbers.unit("um3/h"));
        assertEquals("mm³/(N m)", Numbers.unit("mm3/(N m)"));
        assertEquals("µm/cycle", Numbers.unit("um/cycle"));
        assertEquals("1/m²", Numbers.unit("1/m2"));
    }

    @Test
    void choosesOneUnitForAColumn() {
        assertEquals("µm³", Scale.volume(9.9e6).unit());
        assertEquals("mm³", Scale.volume(1e7).unit());
        assertEquals("0.012~35_±_0.000~12_mm³", shown(Scale.volume(1e7).written(12_345_678.0, 120_000.0)));
        assertEquals("mm", Scale.length(2e4).unit());
        assertEquals("mm²", Scale.area(4.8e6).unit());
    }
}
