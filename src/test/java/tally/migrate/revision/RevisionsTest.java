package tally.migrate.revision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tally.migrate.script.Script;
import tally.migrate.script.Sha256;

/** Files as a history: names, pairs, numbers, ids, checksums. */
class RevisionsTest {
  @Test
  void filesBecomeRevisionsInTheOrderOfTheirNumbers() {
    Revisions revisions = new SqlTexts().pair("03_c").pair("01_a_b.c-d").pair("02_b").read();
    assertEquals(List.of("01", "02", "03"), ids(revisions.list()));
    Revision first = revisions.list().get(0);
    assertEquals("a b.c-d", first.description());
    assertEquals("01_a_b.c-d.up.sql", first.up().file());
    assertEquals("sql/01_a_b.c-d.down.sql", first.down().path());
    assertEquals("select 2", first.down().statements().get(0).text());
  }

  @Test
  void withoutFilesThereIsNoHistory() {
    Revisions revisions = new SqlTexts().read();
    assertEquals(List.of(), revisions.list());
    assertEquals(List.of(), revisions.byPrefix(""));
  }

  @Test
  void anIdHasItsPlace() {
    Revisions revisions = new SqlTexts().pair("1_a").pair("2_b").pair("3_c").read();
    assertEquals(1, revisions.position("2"));
    assertEquals(-1, revisions.position("02"));
  }

  @Test
  void anAbbreviationListsWhatItMayMean() {
    Revisions revisions =
        new SqlTexts()
            .file("1_a.up.sql", "-- migrate: revision abc\nselect 1")
            .file("1_a.down.sql", "select 1")
            .file("2_b.up.sql", "-- migrate: revision ab\nselect 1")
            .file("2_b.down.sql", "select 1")
            .pair("3_c")
            .read();
    assertEquals(List.of("abc", "ab"), ids(revisions.byPrefix("a")));
    assertEquals(List.of("abc"), ids(revisions.byPrefix("abc")));
    assertEquals(List.of("ab"), ids(revisions.byPrefix("ab")));
    assertEquals(List.of("3"), ids(revisions.byPrefix("3")));
    assertEquals(List.of(), ids(revisions.byPrefix("x")));
  }

  @Test
  void anotherNameForASqlFileIsAFault() {
    for (String name :
        List.of(
            "a.sql",
            "001_a.sql",
            "001.up.sql",
            "001_.up.sql",
            "001-a.up.sql",
            "_a.up.sql",
            "x001_a.up.sql",
            "001_a.Up.sql",
            "001_a.up.SQL",
            "001_a b.up.sql",
            "1234567890_a.up.sql",
            "٠٠١_a.up.sql")) {
      List<String> faults = new SqlTexts().pair("001_x").file(name, "select 1").faults();
      assertEquals(1, faults.size(), faults.toString());
      assertTrue(faults.get(0).startsWith(name + ":1: the name is not NNN_name.up.sql"));
    }
  }

  @Test
  void bothFilesOfARevisionAreThere() {
    assertEquals(
        List.of(
            "001_a.up.sql:1: its partner 001_a.down.sql is missing: write the way back, or"
                + " '-- migrate: irreversible REASON'",
            "002_b.down.sql:1: its partner 002_b.up.sql is missing"),
        new SqlTexts()
            .file("001_a.up.sql", "select 1")
            .file("002_b.down.sql", "select 1")
            .faults());
  }

  @Test
  void bothFilesOfARevisionHaveOneName() {
    assertEquals(
        List.of(
            "001_b.down.sql:1: has the number of 001_a.up.sql, but another name: give both the same"),
        new SqlTexts()
            .file("001_a.up.sql", "select 1")
            .file("001_b.down.sql", "select 1")
            .faults());
  }

  @Test
  void aNumberStandsOnce() {
    assertEquals(
        List.of(
            "002_c.up.sql:1: has the number of 002_b.up.sql already: give it the next free one"),
        new SqlTexts().pair("001_a").pair("002_b").pair("002_c").pair("003_d").faults());
  }

  @Test
  void numbersHaveNoGapAndBeginWithOneOrZero() {
    String missing = " is missing before it: numbers have no gaps";
    assertEquals(
        List.of("003_c.up.sql:1: number 2" + missing, "006_d.up.sql:1: number 4" + missing),
        new SqlTexts().pair("001_a").pair("003_c").pair("006_d").faults());
    assertEquals(
        List.of("002_b.up.sql:1: number 1" + missing), new SqlTexts().pair("002_b").faults());
    assertEquals(List.of("0", "1"), ids(new SqlTexts().pair("0_a").pair("1_b").read().list()));
  }

  @Test
  void numbersAreWrittenInOneWidth() {
    assertEquals(
        List.of("02_b.up.sql:1: its number must be written 002, as wide as the first, 001"),
        new SqlTexts().pair("001_a").pair("02_b").faults());
    var many = new SqlTexts();
    for (int i = 1; i <= 11; i++) {
      many.pair(i + "_x");
    }
    assertEquals("11", many.read().list().get(10).id());
  }

  @Test
  void anIdStandsOnce() {
    assertEquals(
        List.of("002_b.up.sql:1: its id 001 is that of 001_a.up.sql already"),
        new SqlTexts()
            .pair("001_a")
            .file("002_b.up.sql", "-- migrate: revision 001\nselect 1")
            .file("002_b.down.sql", "select 1")
            .faults());
  }

  @Test
  void faultsOfAllFilesAreReportedAtOnce() {
    assertEquals(
        List.of(
            "001_a.down.sql:2", "001_a.up.sql:1", "003_c.up.sql:1", "003_c.up.sql:1", "x.sql:1"),
        new SqlTexts()
                .file("x.sql", "")
                .file("003_c.up.sql", "commit")
                .file("003_c.down.sql", "select 1")
                .file("001_a.up.sql", "")
                .file("001_a.down.sql", "select 1;\n'")
                .faults()
                .stream()
                .map(fault -> fault.substring(0, fault.indexOf(": ")))
                .toList());
  }

  @Test
  void byteOrderMarkAndLineEndsDoNotCount() {
    String text = "-- é\nselect 1;\n\nselect '\n';\n";
    Script plain = up(text.getBytes(UTF_8));
    assertEquals(Sha256.hex(text), plain.sha256());
    for (String same : List.of("\uFEFF" + text, text.replace("\n", "\r\n"))) {
      Script script = up(same.getBytes(UTF_8));
      assertEquals(plain.sha256(), script.sha256());
      assertEquals(plain.text(), script.text());
      assertEquals(plain.statements(), script.statements());
    }
  }

  @Test
  void everyOtherByteCounts() {
    String text = "-- a\nselect 1;\n";
    String sha256 = up(text.getBytes(UTF_8)).sha256();
    for (String changed :
        List.of(
            text + "\n",
            text + " ",
            "\n" + text,
            " " + text,
            text.strip(),
            text.replace("a", "A"),
            text.replace("1;", "1 ;"),
            text.replace("a\n", "a \n"),
            text.replace("1;\n", "1;\r"),
            "\uFEFF\uFEFF" + text)) {
      assertNotEquals(sha256, up(changed.getBytes(UTF_8)).sha256());
    }
  }

  private static Script up(byte[] bytes) {
    return new SqlTexts()
        .file("1_a.up.sql", bytes)
        .file("1_a.down.sql", "select 1")
        .read()
        .list()
        .get(0)
        .up();
  }

  private static List<String> ids(List<Revision> revisions) {
    return revisions.stream().map(Revision::id).toList();
  }
}
