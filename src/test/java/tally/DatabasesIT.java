package tally;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class DatabasesIT {
  @Test
  void anEmptyDatabaseHasNoTables() throws SQLException {
    assertEquals(0, tables(TestPostgres.emptyDatabase()));
  }

  @Test
  void aMigratedDatabaseHasTheTablesAndIsNobodyElses() throws SQLException {
    var one = TestPostgres.migratedDatabase();
    var other = TestPostgres.migratedDatabase();

    assertNotEquals(one, other);
    assertNotEquals(0, tables(one));
    assertEquals(tables(one), tables(other));
  }

  private static int tables(String url) {
    var sql = "select count(*) from information_schema.tables where table_schema = 'public'";
    return Integer.parseInt(new TestSql(url).value(sql));
  }
}
