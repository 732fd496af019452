package tally.db;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.jdbi.v3.sqlobject.customizer.SqlStatementCustomizer;
import org.jdbi.v3.sqlobject.customizer.SqlStatementCustomizerFactory;
import org.jdbi.v3.sqlobject.customizer.SqlStatementCustomizingAnnotation;
import org.postgresql.PGStatement;

/**
 * A statement whose best plan depends on its values. It is planned with them each time; others get
 * a plan for all values once they have run often.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@SqlStatementCustomizingAnnotation(PlannedAnew.Customizing.class)
public @interface PlannedAnew {
  /** Has the driver keep no prepared statement. */
  final class Customizing implements SqlStatementCustomizerFactory, StatementCustomizer {
    @Override
    public SqlStatementCustomizer createForMethod(
        java.lang.annotation.Annotation annotation, Class<?> type, Method method) {
      return statement -> statement.addCustomizer(this);
    }

    @Override
    public void beforeExecution(PreparedStatement statement, StatementContext ctx)
        throws SQLException {
      statement.unwrap(PGStatement.class).setPrepareThreshold(0);
    }
  }
}
