package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Databases that others have brought to a revision of the project's own files. */
class ForeignSchemaIT {
  private static final String VERSION =
      """
      create table alembic_version (
        version_num varchar(32) not null, constraint alembic_version_pkc primary key (version_num))
      """;

  private final Project project = new Project(Path.of("sql"));

  /** Without our log: what another tool would have left that ran the same statements. */
  private void broughtTo(String revision) {
    project.migrate("upgrade", revision).exits(0);
    project.execute("drop schema migrator cascade");
  }

  @Test
  void oneOfTheSameShapeGoesOnFromEveryRevision() {
    project.migrate("upgrade", "head").exits(0);
    var head = project.query("select version_num from alembic_version");
    for (String revision : new String[] {"001", "002", "003", "004", "005", "009", head}) {
      var other = new Project(Path.of("sql"));
      other.migrate("upgrade", revision).exits(0);
      other.execute("drop schema migrator cascade");

      other.migrate("upgrade", "head").exits(0);

      assertEquals(head, other.query("select version_num from alembic_version"));
    }
  }

  @Test
  void anOlderSystemsColumnIsRecognisedBeforeAnythingRuns() {
    broughtTo("001");
    project.execute("alter table tasks rename column owner_id to user_id");

    var run = project.migrate("upgrade", "head").exits(3);

    assertTrue(run.err().contains("tasks lacks owner_id and has user_id"), run.err());
    assertEquals("001", project.query("select version_num from alembic_version"));
    assertEquals("", project.query("select nspname from pg_namespace where nspname = 'migrator'"));
  }

  @Test
  void tablesOfOtherNamesAreRecognisedBeforeAnythingRuns() {
    project.execute(VERSION);
    project.execute("insert into alembic_version values ('002')");
    project.execute("create table \"user\" (id uuid); create table task (id uuid)");

    var run = project.migrate("upgrade", "head").exits(3);

    assertTrue(run.err().contains("there is no table users"), run.err());
    assertTrue(run.err().contains("there is no table tasks"), run.err());
    assertEquals("002", project.query("select version_num from alembic_version"));
  }

  @Test
  void atHeadItIsRecognisedToo() {
    broughtTo("head");
    project.execute("alter table messages drop column position");

    var run = project.migrate().exits(3);

    assertTrue(run.err().contains("messages lacks position"), run.err());
  }

  @Test
  void onceAdoptedItGoesOn() {
    broughtTo("001");
    project.execute("alter table tasks rename column owner_id to user_id");
    project.migrate().exits(3);
    project.execute("alter table tasks rename column user_id to owner_id");

    project.migrate().exits(0);
  }

  @Test
  void whatOurOwnLogKnowsIsNotAskedAgain() {
    project.migrate("upgrade", "001").exits(0);
    project.execute("alter table tasks rename column title to headline");

    project.migrate("upgrade", "002").exits(0);
  }
}
