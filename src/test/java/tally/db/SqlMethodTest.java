package tally.db;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.junit.jupiter.api.Test;

class SqlMethodTest {
  /** A server looks at each only when it is first called. */
  @Test
  void everyStatementOfTheServerIsUnderstood() {
    List<Method> statements =
        new ClassFileImporter()
            .importPackages("tally").stream()
                .filter(type -> type.isInterface() && type.getSimpleName().endsWith("Dao"))
                .map(JavaClass::reflect)
                .flatMap(type -> Stream.of(type.getMethods()))
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .toList();

    assertTrue(statements.size() > 50, statements::toString);
    for (var statement : statements) {
      assertDoesNotThrow(() -> new SqlMethod(statement), statement::toString);
    }
  }

  @Test
  void whatAnUpdateCannotReturnIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new SqlMethod(Unclear.class.getMethods()[0]));
  }

  /** One that asks for what an update cannot tell. */
  public interface Unclear {
    @SqlUpdate("update users set is_active = true")
    long activate();
  }
}
