package tally.migrate.failure;

import org.jspecify.annotations.Nullable;

/** Something that must not or cannot be done, and what to do instead. */
public final class Refusal extends MigrationException {
  private static final long serialVersionUID = 1;

  private final @Nullable String alembic;

  public Refusal(Exit exit, String message) {
    this(exit, message, null, null);
  }

  public Refusal(Exit exit, String message, @Nullable Throwable cause) {
    this(exit, message, null, cause);
  }

  private Refusal(Exit exit, String message, @Nullable String alembic, @Nullable Throwable cause) {
    super(exit, message, cause);
    this.alembic = alembic;
  }

  /**
   * A refusal that Alembic knows too.
   *
   * @param alembic what it prints after {@code FAILED:} on standard output, where scripts look
   * @param advice what to do next, a sentence of its own
   */
  public static Refusal asAlembic(Exit exit, String alembic, String advice) {
    String end = alembic.endsWith(".") ? " " : ". ";
    return new Refusal(exit, alembic + end + advice, alembic, null);
  }

  /** What stands after {@code FAILED:} on standard output; null where Alembic has no such line. */
  public @Nullable String alembic() {
    return alembic;
  }
}
