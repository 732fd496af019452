package tally.db;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
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

  private final Class<?> type;
  private final Jdbi jdbi;

  /** Each is made when it is first called: the start waits for none of them. */
  private final Map<Method, Call> calls = new ConcurrentHashMap<>();

  private SqlObjects(Class<?> type, Jdbi jdbi) {
    this.type = type;
    this.jdbi = jdbi;
  }

  /** What a method does. */
  private interface Call {
    @Nullable Object on(Object proxy, Object[] arguments) throws Throwable;
  }

  /**
   * An implementation that takes a connection for each statement, or for each transaction. A method
   * that is not understood throws {@link IllegalArgumentException} when it is called.
   */
  static <T> T of(Class<T> type, Jdbi jdbi) {
    var handler = new SqlObjects(type, jdbi);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return method.getName().equals("equals")
          ? proxy == Objects.requireNonNull(arguments)[0]
          : method.invoke(this, arguments);
    }
    var known = calls.get(method);
    var call = known == null ? calls.computeIfAbsent(method, this::call) : known;
    return call.on(proxy, arguments == null ? NOTHING : arguments);
  }

  private Call call(Method method) {
    if (!method.isDefault()) {
      var statement = new SqlMethod(method);
      return (proxy, arguments) -> jdbi.withHandle(handle -> statement.call(handle, arguments));
    }
    var body = body(method);
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

  private MethodHandle body(Method method) {
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
