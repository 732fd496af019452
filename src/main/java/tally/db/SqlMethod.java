package tally.db;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.qualifier.QualifiedType;
import org.jdbi.v3.core.result.ResultIterable;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.sqlobject.customizer.AllowUnusedBindings;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** One statement of a SQL object, with all that can be known of it before it is called. */
final class SqlMethod {
  private final String template;
  private final boolean bindsAll;
  private final boolean isPlannedAnew;
  private final Execution execution;
  private final List<Parameter> defined = new ArrayList<>();
  private final List<Parameter> bound = new ArrayList<>();

  /** The statements by what stands in the template's gaps, which is never what a client sent. */
  private final Map<List<Object>, Text> texts = new ConcurrentHashMap<>();

  SqlMethod(Method method) {
    var query = method.getAnnotation(SqlQuery.class);
    var update = method.getAnnotation(SqlUpdate.class);
    if (query == null && update == null) {
      throw new IllegalArgumentException(method + " has no SQL");
    }
    template = query != null ? query.value() : update.value();
    bindsAll = !method.isAnnotationPresent(AllowUnusedBindings.class);
    isPlannedAnew = method.isAnnotationPresent(PlannedAnew.class);
    execution =
        query != null
            ? querying(method.getReturnType(), mapper(method.getGenericReturnType()))
            : updating(method.getReturnType());
    for (int i = 0; i < method.getParameterCount(); i++) {
      var parameter = method.getParameters()[i];
      var list = parameter.isAnnotationPresent(Define.class) ? defined : bound;
      list.add(
          new Parameter(
              i,
              parameter.getName(),
              parameter.isAnnotationPresent(BindMethods.class),
              QualifiedType.of(parameter.getParameterizedType())));
    }
  }

  private record Parameter(int index, String name, boolean isByMethods, QualifiedType<?> type) {}

  /** What is done with the statement, and made of its result. */
  private interface Execution {
    @Nullable Object run(Handle handle, Text text, Object[] arguments);
  }

  /** A statement without gaps, and what is bound to it. */
  private record Text(String sql, List<Parameter> bound) {}

  /** Runs it on a connection. */
  @Nullable Object call(Handle handle, Object[] arguments) {
    return execution.run(handle, text(arguments), arguments);
  }

  private Execution querying(Class<?> returned, RowMapper<?> rows) {
    Function<ResultIterable<?>, @Nullable Object> answer;
    if (returned == List.class) {
      answer = ResultIterable::list;
    } else if (returned == Set.class) {
      answer = ResultIterable::set;
    } else if (returned == Optional.class) {
      answer = ResultIterable::findOne;
    } else {
      answer = ResultIterable::one;
    }
    return (handle, text, arguments) -> {
      try (var query = handle.createQuery(text.sql)) {
        prepare(query, text, arguments);
        return answer.apply(query.map(rows));
      }
    };
  }

  private Execution updating(Class<?> returned) {
    IntFunction<@Nullable Object> answer;
    if (returned == boolean.class) {
      answer = count -> count > 0;
    } else if (returned == int.class) {
      answer = count -> count;
    } else if (returned == void.class) {
      answer = count -> null;
    } else {
      throw new IllegalArgumentException(returned + " is no answer to an update");
    }
    return (handle, text, arguments) -> {
      try (var update = handle.createUpdate(text.sql)) {
        prepare(update, text, arguments);
        return answer.apply(update.execute());
      }
    };
  }

  private void prepare(SqlStatement<?> statement, Text text, Object[] arguments) {
    for (var parameter : text.bound) {
      var value = arguments[parameter.index];
      if (parameter.isByMethods) {
        statement.bindMethods(value);
      } else {
        statement.bindByType(parameter.name, value, parameter.type);
      }
    }
    if (isPlannedAnew) {
      statement.addCustomizer(new PlannedAnew.Customizing());
    }
  }

  private Text text(Object[] arguments) {
    var values = new ArrayList<Object>(defined.size());
    for (var parameter : defined) {
      values.add(arguments[parameter.index]);
    }
    var known = texts.get(values);
    return known == null ? texts.computeIfAbsent(values, this::filled) : known;
  }

  private Text filled(List<Object> values) {
    var sql = template;
    for (int i = 0; i < values.size(); i++) {
      sql = sql.replace("<" + defined.get(i).name + ">", values.get(i).toString());
    }
    var full = sql;
    return new Text(
        full, bound.stream().filter(each -> bindsAll || isNamed(each.name, full)).toList());
  }

  private static boolean isNamed(String parameter, String sql) {
    return Pattern.compile("(?<!:):" + Pattern.quote(parameter) + "\\b").matcher(sql).find();
  }

  private static RowMapper<?> mapper(Type returned) {
    var type =
        returned instanceof ParameterizedType several
            ? several.getActualTypeArguments()[0]
            : returned;
    if (type instanceof Class<?> record && record.isRecord()) {
      return new RecordMapper(record);
    }
    var column = Column.as(type);
    return (row, ctx) -> column.read(row, 1);
  }
}
