package tally.db;

import java.lang.reflect.Type;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.RowMapperFactory;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.spi.JdbiPlugin;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;

/** Between SQL and Java: rows are records, and a time is an {@link Instant}, in every zone. */
final class Mappings implements JdbiPlugin {
  @Override
  public void customizeJdbi(Jdbi jdbi) {
    // An exception that repeats its statement's arguments would bring them into the log.
    jdbi.configure(
        StatementExceptions.class, config -> config.setMessageRendering(MessageRendering.NONE));
    jdbi.registerRowMapper(new Records());
    jdbi.registerColumnMapper(Instant.class, (ColumnMapper<Instant>) Mappings::instant);
    jdbi.registerArgument(new Instants());
  }

  // Not null: Jdbi's interfaces carry no annotations, and its callers know that a column may be.
  @SuppressWarnings("NullAway")
  private static Instant instant(ResultSet row, int column, StatementContext ctx)
      throws SQLException {
    var time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /** Every record is made by its constructor, from the columns with its components' names. */
  private static final class Records implements RowMapperFactory {
    @Override
    public Optional<RowMapper<?>> build(Type type, ConfigRegistry config) {
      return type instanceof Class<?> record && record.isRecord()
          ? Optional.of(ConstructorMapper.of(record))
          : Optional.empty();
    }
  }

  /** The driver's own way for an Instant goes through the JVM's zone. */
  private static final class Instants extends AbstractArgumentFactory<Instant> {
    Instants() {
      super(Types.TIMESTAMP_WITH_TIMEZONE);
    }

    @Override
    protected Argument build(Instant value, ConfigRegistry config) {
      return (position, statement, ctx) ->
          statement.setObject(position, value.atOffset(ZoneOffset.UTC));
    }
  }
}
