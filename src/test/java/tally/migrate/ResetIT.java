package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clean start, for those who have said twice that they want one. */
class ResetIT {
  @TempDir private Path folder;
  private Project project;
  private String name;

  @BeforeEach
  void makeProject() {
    project =
        new Project(folder)
            .revision(
                "001_a",
                """
                create schema app;
                create type app.mood as enum ('sad');
                create table app."A b" (id serial primary key, m app.mood, unique (id, m));
                create table app.child (id int references app."A b" (id));
                create view app.v as select * from app."A b";
                create function app.f(n int, variadic t text[]) returns int language sql as 'select 1';
                create procedure app.p() language sql as 'select 1';
                create aggregate app.sums(int) (sfunc = int4pl, stype = int);
                create domain app.few as int;
                create sequence app.s;
                insert into app."A b" default values;
                """,
                "-- migrate: irreversible never")
            .revision("002_b", "create table b (id int);", "drop table b;");
    name = project.query("select current_database()");
  }

  @Test
  void whatTheMigrationsMadeIsMadeAnew() {
    project.migrate("upgrade").exits(0);
    project.execute("insert into b values (1), (2); alter table b add by_hand int");
    project.execute("create table mine (id int)");

    project
        .migrate("reset", "--confirm", name)
        .exits(0)
        .says("app.\"A b\" (1 rows), app.child (0 rows), public.b (2 rows)")
        .says("Running upgrade  -> 001");

    assertEquals("002", project.version());
    assertEquals("b mine", project.tables());
    assertEquals("0", project.query("select count(*) from b"));
    assertEquals("1", project.query("select id from app.\"A b\""));
    assertEquals("0", project.query("select count(*) from pg_attribute where attname = 'by_hand'"));
    assertEquals(
        "up up reset up up",
        project.query("select string_agg(direction, ' ' order by id) from migrator.log"));
  }

  @Test
  void whatWasThereBeforeTheMigrationsStopsIt() {
    project.execute("create table legacy (id int); insert into legacy values (1)");
    project.migrate("upgrade").exits(0);

    project
        .migrate("reset", "--confirm", name)
        .exits(3)
        .says("Nothing was dropped: public.legacy was in the database before the migrations");

    assertEquals("002", project.version());
    assertEquals("1", project.query("select count(*) from legacy"));
  }

  @Test
  void aRestoredDatabaseStopsIt() {
    project.execute("create schema early; create table legacy (id int)");
    project.migrate("upgrade", "--version-table", "early.version").exits(0);
    // As pg_restore does: what was older becomes younger, the identity is added afterwards.
    project.execute(
        """
        create table migrator.restored (like migrator.log);
        insert into migrator.restored select * from migrator.log;
        drop table migrator.log;
        alter table migrator.restored rename to log;
        alter table migrator.log alter id add generated always as identity;
        drop table legacy;
        create table legacy (id int);
        """);

    project
        .migrate("reset", "--version-table", "early.version", "--confirm", name)
        .exits(3)
        .says("Nothing was dropped: this database was restored from a dump");

    assertEquals("b early.version legacy", project.tables());
  }

  @Test
  void aSchemaWithSomethingOfOthersStopsIt() {
    project.migrate("upgrade").exits(0);
    project.execute("create table app.mine (id int)");

    project
        .migrate("reset", "--confirm", name)
        .exits(3)
        .says("Nothing was dropped")
        .says("table app.mine depends on schema app");

    assertEquals("002", project.version());
    assertEquals("b", project.tables());
  }

  @Test
  void withoutTheRightNameNothingIsLost() {
    project.migrate("upgrade").exits(0);
    project.execute("insert into b values (1)");

    project
        .migrate("reset")
        .exits(2)
        .says("app.\"A b\" (1 rows), app.child (0 rows), public.b (1 rows)")
        .says("`migrate reset --confirm " + name + "`");
    project.migrate("reset", "--confirm", "other").exits(2);

    assertEquals("1", project.query("select count(*) from b"));
  }

  @Test
  void anEmptyDatabaseIsNotUpgradedWithoutItsRightNameEither() {
    for (String[] words :
        new String[][] {{"reset"}, {"reset", "--confirm", "other"}, {"reset", "--confirm="}}) {
      project.migrate(words).exits(2);
    }
    assertEquals("", project.tables());

    project.migrate("reset", "--confirm", name).exits(0);

    assertEquals("002", project.version());
  }

  @Test
  void whileOthersAreConnectedNothingIsLost() throws SQLException {
    project.migrate("upgrade").exits(0);
    try (var other = project.connect()) {
      project
          .migrate("reset", "--confirm", name)
          .exits(3)
          .says("others are connected")
          .says("pid ");
      assertEquals(false, other.isClosed());
    }

    assertEquals("b", project.tables());
  }

  @Test
  void whatIsNotRecordedIsNotDropped() {
    project.execute("create table b (id int)");
    project.migrate("stamp", "head").exits(0);

    project.migrate("reset", "--confirm", name).exits(3).says("is not recorded here");

    assertEquals("b", project.tables());
  }

  @Test
  void aDatabaseOfTwoProjectsIsLeftAlone() {
    project.migrate("upgrade").exits(0);
    project.migrate("stamp", "002", "--version-table", "neighbour").exits(0);

    project.migrate("reset", "--confirm", name).exits(3).says("Another project");

    assertEquals("b neighbour", project.tables());
  }

  @Test
  void anEmptyDatabaseIsJustUpgraded() {
    project.migrate("reset", "--confirm", name).exits(0);

    assertEquals("002", project.version());
  }
}
