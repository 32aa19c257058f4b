package patina.store;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The cells of one row, by column name. */
record Cells(ResultSet row) {
    int integer(String column) throws SQLException {
        return row.getInt(column);
    }

    @Nullable
    Integer integerOrNull(String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }

    long count(String column) throws SQLException {
        return row.getLong(column);
    }

    double real(String column) throws SQLException {
        return row.getDouble(column);
    }

    @Nullable
    Double realOrNull(String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }

    boolean truth(String column) throws SQLException {
        return row.getBoolean(column);
    }

    String text(String column) throws SQLException {
        return Objects.requireNonNull(row.getString(column), column);
    }

    @Nullable
    String textOrNull(String column) throws SQLException {
        return row.getString(column);
    }

    List<Integer> integers(String column) throws SQLException {
        List<Integer> values = new ArrayList<>();
        for (Object value : array(column)) {
            values.add(((Number) value).intValue());
        }
        return List.copyOf(values);
    }

    long[] counts(String column) throws SQLException {
        Object[] values = array(column);
        long[] counts = new long[values.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = ((Number) values[i]).longValue();
        }
        return counts;
    }

    double[] reals(String column) throws SQLException {
        Object[] values = array(column);
        double[] reals = new double[values.length];
        for (int i = 0; i < reals.length; i++) {
            reals[i] = ((Number) values[i]).doubleValue();
        }
        return reals;
    }

    private Object[] array(String column) throws SQLException {
        Array array = row.getArray(column);
        return (Object[]) array.getArray();
    }
}
