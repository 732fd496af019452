package tally.db;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.stream.Stream;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Makes a record of each row, by its constructor, from the columns with its components' names:
 * {@code owner_id} is {@code ownerId}. They are looked for once in a result, not once in a row.
 */
final class RecordMapper implements RowMapper<Object> {
  private final String[] names;
  private final Column[] readers;
  private final MethodHandle constructor;

  /**
   * @throws IllegalArgumentException if there is a component of a type that no column is read as
   */
  RecordMapper(Class<?> record) {
    var components = record.getRecordComponents();
    names = Stream.of(components).map(RecordMapper::columnName).toArray(String[]::new);
    readers =
        Stream.of(components)
            .map(component -> Column.as(component.getGenericType()))
            .toArray(Column[]::new);
    constructor = constructor(record, components);
  }

  @Override
  public RowMapper<Object> specialize(ResultSet rows, StatementContext ctx) throws SQLException {
    int[] columns = new int[names.length];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = rows.findColumn(names[i]);
    }
    return (row, context) -> record(row, columns);
  }

  @Override
  public Object map(ResultSet row, StatementContext ctx) throws SQLException {
    return specialize(row, ctx).map(row, ctx);
  }

  private Object record(ResultSet row, int[] columns) throws SQLException {
    var values = new Object[columns.length];
    for (int i = 0; i < columns.length; i++) {
      values[i] = readers[i].read(row, columns[i]);
    }
    try {
      return constructor.invokeExact(values);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a record's constructor throws no checked exception", e);
    }
  }

  private static String columnName(RecordComponent component) {
    return component.getName().replaceAll("[A-Z]", "_$0").toLowerCase(Locale.ROOT);
  }

  private static MethodHandle constructor(Class<?> record, RecordComponent[] components) {
    var types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return MethodHandles.privateLookupIn(record, MethodHandles.lookup())
          .findConstructor(record, MethodType.methodType(void.class, types))
          .asSpreader(Object[].class, types.length)
          .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(record + " cannot be made", e);
    }
  }
}
