package tally.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tally.TestPostgres;

/** `verify` proves every down, and leaves nothing behind. */
class VerifyIT {
  private static final String SCRATCH =
      "select count(*) from pg_database where datname like 'migrate\\_verify\\_%'";

  /** Scratch databases with the lock that goes with their name. */
  private static final String HELD =
      """
      select count(*) from pg_database d join pg_locks l
        on (l.classid::bigint << 32 | l.objid::bigint) =
          ('x' || substr(d.datname, length('migrate_verify_') + 1, 16))::bit(64)::bigint
      where d.datname like 'migrate\\_verify\\_%' and l.locktype = 'advisory'
      """;

  @TempDir private Path folder;
  private Project project;
  private String scratchBefore;

  @BeforeEach
  void makeProject() {
    project = new Project(folder);
    scratchBefore = project.query(SCRATCH);
  }

  @AfterEach
  void nothingIsLeft() {
    assertEquals(scratchBefore, project.query(SCRATCH));
    assertEquals("", project.tables());
  }

  @Test
  void theProjectsOwnFilesCanBeUndone() {
    var own = new Project(Path.of("sql"));

    List<String> lines = own.migrate("verify").exits(0).out().lines().toList();

    assertEquals("001  initial models: up, down, up", lines.get(0));
    assertEquals("003  delete orphan tasks: up only, irreversible", lines.get(2));
  }

  @Test
  void whatADownLeavesBehindOrForgetsIsNamedAndTheNextOnesAreTriedAllTheSame() {
    project
        .revision("001_a", "create table a (id int, b int default 1);", "drop table a;")
        .revision(
            "002_b",
            "create table b (id int); alter table a drop b; create table c (id int);",
            "drop table b; alter table a add b int;")
        .revision("003_d", "create table d (id int);", "drop table d;")
        .revision("004_e", "create type e as enum ('x');", "select 1;");

    project
        .migrate("verify")
        .exits(9)
        .prints(
            """
            001  a: up, down, up
            002  b: FAILED
              after the down: default of column public.a.b is gone, was 1
              after the down: table public.c was added
              the second up failed: 002_b.up.sql:1:48: ERROR 42P07 relation "c" already exists
            003  d: up, down, up
            004  e: FAILED
              after the down: enum public.e was added
              the second up failed: 004_e.up.sql:1:1: ERROR 42710 type "e" already exists""")
        .says("Not verified: 002, 004");
  }

  @Test
  void aSecondUpThatMakesSomethingElseIsFound() {
    project.revision(
        "001_a",
        """
        create table a (id int);
        do $$ begin
          if to_regclass('migrator.log') is not null
              and (select count(*) from migrator.log) > 0 then
            alter table a add again int;
          end if;
        end $$;
        """,
        "drop table a;");

    project
        .migrate("verify")
        .exits(9)
        .prints("001  a: FAILED\n  after the second up: column public.a.again was added");
  }

  @Test
  void aDownThatFailsIsFoundAndTheNextOnesAreTried() {
    project
        .revision("001_a", "create table a (id int);", "drop table nothing;")
        .revision("002_b", "create table b (id int);", "drop table b;");

    project
        .migrate("verify")
        .exits(9)
        .prints(
            """
            001  a: FAILED
              the down failed: 001_a.down.sql:1:1: ERROR 42P01 table "nothing" does not exist
            002  b: up, down, up""");
  }

  @Test
  void anUpThatFailsEndsIt() {
    project
        .revision("001_a", "create table a (id int);", "drop table a;")
        .revision("002_b", "create table b (id nothing);", "drop table b;")
        .revision("003_c", "create table c (id int);", "drop table c;");

    project
        .migrate("verify")
        .exits(9)
        .prints(
            """
            001  a: up, down, up
            002  b: FAILED
              the up failed: 002_b.up.sql:1:20: ERROR 42704 type "nothing" does not exist""")
        .says("Not verified: 002; what comes after was not tried");
  }

  @Test
  void filesWithoutATransactionGoTheSameWay() {
    project
        .revision("001_a", "create table a (id int);", "drop table a;")
        .revision(
            "002_b",
            "-- migrate: no-transaction\ncreate index concurrently ix on a (id);",
            "-- migrate: no-transaction\ndrop index concurrently ix;")
        .revision(
            "003_c",
            "-- migrate: no-transaction\ncreate index concurrently ix2 on a (id);",
            "-- migrate: no-transaction\ndrop index concurrently nope;");

    Run run = project.migrate("verify").exits(9);

    assertTrue(run.out().contains("002  b: up, down, up\n003  c: FAILED\n  the down failed: "));
  }

  @Test
  void asJsonEachRevisionHasItsResult() {
    project
        .revision("001_a", "create table a (id int);", "select 1;")
        .revision("002_b", "create table b (id int);", "-- migrate: irreversible no way");

    Run run = project.migrate("verify", "--json").exits(9);

    assertEquals(
        """
        {"revisions":[{"revision":"001","description":"a","result":"failed","faults":[\
        "after the down: table public.a was added",\
        "the second up failed: 001_a.up.sql:1:1: ERROR 42P07 relation \\"a\\" already exists"]},\
        {"revision":"002","description":"b","result":"irreversible","faults":[]}],\
        "verified":false,"untried":0}
        """,
        run.out());
  }

  @Test
  void aGivenDatabaseIsUsedAndLeftAtHead() {
    project.threeTables();
    String given = TestPostgres.emptyDatabase();

    project.migrate("verify", "--scratch", given).exits(0);

    project.migrate("check", "--database-url", given).exits(0);
  }

  @Test
  void whereTheGivenDatabaseIsNotThereItsOptionIsNamed() {
    project.threeTables();

    Run run =
        project
            .migrate("verify", "--wait", "0", "--scratch", "postgresql://ann@127.0.0.1:1/none")
            .exits(1)
            .says("and the address in --scratch\n");

    assertFalse(run.err().contains("--database-url"), run.err());
  }

  @Test
  void aGivenDatabaseCannotBeMadeAnewSoThatTheFirstFailureIsTheLast() {
    project
        .revision("001_a", "create table a (id int);", "select 1;")
        .revision("002_b", "create table b (id int);", "drop table b;");

    project
        .migrate("verify", "--scratch", TestPostgres.emptyDatabase())
        .exits(9)
        .says("Not verified: 001; what comes after was not tried");
  }

  @Test
  void aGivenDatabaseWithSomethingInItIsNotTouched() {
    project.threeTables();
    var other = new Project(folder);
    other.execute("create table precious (id int)");

    project.migrate("verify", "--scratch", other.url()).exits(3).says("is not empty");

    assertEquals("precious", other.tables());
  }

  @Test
  void terminatedItTakesItsDatabaseAlong() {
    project
        .revision("001_a", "create table a (id int);", "drop table a;")
        .revision("002_b", "select pg_sleep(60);", "select 1;");
    RunningMigration running = project.start("verify");
    running.waitFor("001  a");

    assertEquals(143, running.terminate().end().status());
  }

  @Test
  void whatAKilledOneHasLeftTheNextOneDropsAndNothingElse() throws InterruptedException {
    project
        .revision("001_a", "create table a (id int);", "drop table a;")
        .revision("002_b", "select pg_sleep(60);", "select 1;");
    RunningMigration killed = project.start("verify");
    killed.waitFor("001  a");
    assertEquals("1", project.query(HELD));
    killed.kill();
    project.threeTables();
    String somebodysOwn = "migrate_verify_" + "0".repeat(32);
    project.execute("create database " + somebodysOwn);
    // Killed before it could write the comment.
    String bare = "migrate_verify_0123456789abcdef01234567";
    bare += project.query("select left(encode(sha256('" + bare + "'), 'hex'), 8)");
    project.execute("create database " + bare);
    try {
      awaitNobodyInScratchDatabases();
      project
          .migrate("verify")
          .exits(0)
          .says(", which a `migrate verify` that was killed had left")
          .says("Dropped " + bare);
      assertEquals(somebodysOwn, project.query(SCRATCH.replace("count(*)", "datname")));
    } finally {
      project.execute("drop database " + somebodysOwn);
    }
  }

  @Test
  void whatWouldChangeTheServerIsRefusedButWhereAServerIsNamedForIt() {
    String role = "verified_" + project.query("select current_database()");
    project.execute("create role " + role);
    try {
      project.revision("001_a", "select 1;", "select 2;\ndrop role " + role + ";");

      project
          .migrate("verify")
          .exits(8)
          .says("001_a.down.sql:2: DROP ROLE changes more than its database");
      assertEquals(
          "1", project.query("select count(*) from pg_roles where rolname = '" + role + "'"));
      project.migrate("verify", "--scratch", TestPostgres.emptyDatabase()).exits(0);
      assertEquals(
          "0", project.query("select count(*) from pg_roles where rolname = '" + role + "'"));
    } finally {
      project.execute("drop role if exists " + role);
    }
  }

  @Test
  void thatOfAnotherThatRunsIsLeftAloneAlsoWhereNobodyIsConnectedToIt() throws SQLException {
    project.threeTables();
    String name = "migrate_verify_00112233445566778899aabbccddeeff";
    project.execute("create database " + name);
    project.execute(
        "comment on database "
            + name
            + " is 'scratch database of `migrate verify`: it drops it at its end, or the next one"
            + " does'");
    try (Connection running = project.connect();
        Statement statement = running.createStatement()) {
      statement.execute("select pg_advisory_lock(" + 0x0011223344556677L + ")");
      project.migrate("verify").exits(0);
      assertEquals(name, project.query(SCRATCH.replace("count(*)", "datname")));
    }
    project.migrate("verify").exits(0).says("Dropped " + name);
  }

  /** The server takes a second to see that a client is gone whose statement runs. */
  private void awaitNobodyInScratchDatabases() throws InterruptedException {
    String connected =
        "select count(*) from pg_stat_activity where datname like 'migrate\\_verify\\_%'";
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!project.query(connected).equals("0")) {
      assertTrue(System.nanoTime() < deadline, "somebody stays connected");
      Thread.sleep(50);
    }
  }

  @Test
  void whatWasNotMadeIsNotSaidToBeLeft() {
    project.threeTables();
    String reading = project.url() + "?options=-c%20default_transaction_read_only%3Don";

    Run run = project.migrate("verify", "--database-url", reading).exits(3);

    run.says("This server only reads");
    assertFalse(run.err().contains("could not be dropped"), run.err());
  }

  @Test
  void withoutTheRightToMakeDatabasesItSaysWhatToDo() {
    project.threeTables();
    String role = "less_" + project.query("select current_database()");
    project.execute("create role " + role + " login password 'less'");
    try {
      String url = project.url().replaceFirst("//[^@]*@", "//" + role + ":less@");
      project
          .migrate(new Jdbc(url), "verify")
          .exits(3)
          .says("may not create the scratch database")
          .says("--scratch");
    } finally {
      project.execute("drop role " + role);
    }
  }
}
