package tally.db;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a column's value becomes one of Java's. */
@FunctionalInterface
interface Column {
  /** The value in that column of the row that the result is at; null for SQL's null. */
  @Nullable Object read(ResultSet row, int column) throws SQLException;

  /**
   * For values of a type.
   *
   * @throws IllegalArgumentException if no column is read as one
   */
  static Column as(Type type) {
    if (type == UUID.class) {
      return (row, column) -> row.getObject(column, UUID.class);
    }
    if (type == String.class) {
      return ResultSet::getString;
    }
    if (type == Instant.class) {
      return Column::instant;
    }
    if (type == boolean.class || type == Boolean.class) {
      return (row, column) -> orNull(row, row.getBoolean(column));
    }
    if (type == int.class || type == Integer.class) {
      return (row, column) -> orNull(row, row.getInt(column));
    }
    if (type == long.class || type == Long.class) {
      return (row, column) -> orNull(row, row.getLong(column));
    }
    if (type == double.class || type == Double.class) {
      return (row, column) -> orNull(row, row.getDouble(column));
    }
    if (type instanceof Class<?> constants && constants.isEnum()) {
      return (row, column) -> constant(constants, row.getString(column));
    }
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      return Column::list;
    }
    throw new IllegalArgumentException("no column is read as " + type);
  }

  private static @Nullable Object orNull(ResultSet row, Object value) throws SQLException {
    return row.wasNull() ? null : value;
  }

  /** The driver's own way goes through the JVM's zone. */
  private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    var time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static @Nullable Object constant(Class<?> constants, @Nullable String name) {
    for (Object constant : constants.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    if (name == null) {
      return null;
    }
    throw new IllegalArgumentException(constants + " has no " + name);
  }

  private static @Nullable List<?> list(ResultSet row, int column) throws SQLException {
    var array = row.getArray(column);
    return array == null ? null : Arrays.asList((Object[]) array.getArray());
  }
}
