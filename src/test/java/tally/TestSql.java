package tally;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tally.db.DatabaseUrl;

/** SQL that goes to a database past the program, each time by a connection of its own. */
public record TestSql(String url) {
  public void execute(String... statements) {
    try (var connection = DatabaseUrl.parse(url).connect();
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(String.join(";\n", statements), e);
    }
  }

  /** The first column of all rows. */
  public List<String> column(String sql) {
    try (var connection = DatabaseUrl.parse(url).connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var values = new ArrayList<String>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The first column of the first row. */
  public String value(String sql) {
    return column(sql).get(0);
  }
}
