package tally.db;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.sqlobject.transaction.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Jdbi's SQL objects with what Jdbi finds out for each call found out once: its own take as long to
 * prepare a short statement as PostgreSQL takes to run it. Of its annotations those are known that
 * {@link SqlMethod} names, and {@code @Transaction} on a default method.
 */
final class SqlObjects implements InvocationHandler {
  private static final Object[] NOTHING = {};

  private final Jdbi jdbi;
  private final Map<Method, Call> calls = new HashMap<>();

  private SqlObjects(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** What a method does. */
  private interface Call {
    @Nullable Object on(Object proxy, Object[] arguments) throws Throwable;
  }

  /**
   * An implementation that takes a connection for each statement, or for each transaction.
   *
   * @throws IllegalArgumentException if a method is not understood
   */
  static <T> T of(Class<T> type, Jdbi jdbi) {
    var handler = new SqlObjects(jdbi);
    for (var method : type.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers())) {
        handler.calls.put(method, handler.call(type, method));
      }
    }
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    var call = calls.get(method);
    if (call == null) {
      // Of Object.
      return method.getName().equals("equals")
          ? proxy == Objects.requireNonNull(arguments)[0]
          : method.invoke(this, arguments);
    }
    return call.on(proxy, arguments == null ? NOTHING : arguments);
  }

  private Call call(Class<?> type, Method method) {
    if (!method.isDefault()) {
      var statement = new SqlMethod(method);
      return (proxy, arguments) -> jdbi.withHandle(handle -> statement.call(handle, arguments));
    }
    var body = body(type, method);
    if (!method.isAnnotationPresent(Transaction.class)) {
      return (proxy, arguments) -> body.invokeExact(proxy, arguments);
    }
    // Jdbi has the statements within take the connection of the transaction.
    return (proxy, arguments) ->
        jdbi.inTransaction(
            handle -> {
              try {
                return body.invokeExact(proxy, arguments);
              } catch (RuntimeException | Error e) {
                throw e;
              } catch (Throwable e) {
                throw new IllegalStateException("a SQL object throws no checked exception", e);
              }
            });
  }

  private static MethodHandle body(Class<?> type, Method method) {
    try {
      return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
          .unreflectSpecial(method, type)
          .asSpreader(Object[].class, method.getParameterCount())
          .asType(MethodType.methodType(Object.class, Object.class, Object[].class));
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(method + " cannot be called", e);
    }
  }
}
