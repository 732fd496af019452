package tally.migrate.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogTest {
  private static final String TABLE =
      """
      table public.t
      column public.t.a
      \tnot null: yes
      \ttype: integer
      column public.t.b
      \tdefault: 'one
      \t\t
      \t\ttwo: three'::text
      \ttype: text
      index public.ix
      \tdefinition: CREATE INDEX ix ON public.t USING btree (a)
      """;

  @Test
  void theSameTextHasNoDifferences() {
    assertEquals(List.of(), differences(TABLE, TABLE));
  }

  @Test
  void aValueOfSeveralLinesIsReadBackWhole() {
    Difference change =
        Catalog.parse(TABLE).differences(Catalog.parse(TABLE.replace("three", "four"))).get(0);

    assertEquals("'one\n\ntwo: three'::text", change.before());
    assertEquals("'one\n\ntwo: four'::text", change.after());
    assertEquals("default of column public.t.b was changed", change.message());
  }

  @Test
  void aPropertyThatComesOrGoesIsNamed() {
    assertEquals(
        List.of("column public.t.a is no longer not null"),
        differences(TABLE, TABLE.replace("\tnot null: yes\n", "")));
    assertEquals(
        List.of("column public.t.a is now not null"),
        differences(TABLE.replace("\tnot null: yes\n", ""), TABLE));
    assertEquals(
        List.of("type of column public.t.a is now bigint, was integer"),
        differences(TABLE, TABLE.replace("integer", "bigint")));
    assertEquals(
        List.of("index public.ix is now invalid"), differences(TABLE, TABLE + "\tinvalid: yes\n"));
  }

  @Test
  void whatGoesWithItsTableIsNotListed() {
    assertEquals(
        List.of("index public.ix was dropped", "table public.t was dropped"),
        differences(TABLE, "schema public\n").stream()
            .filter(message -> !message.startsWith("schema"))
            .toList());
  }

  @Test
  void aTableWhoseNameBeginsTheSameIsAnother() {
    String other = "table public.t2\ncolumn public.t2.a\n\ttype: integer\n";
    assertEquals(
        List.of("column public.t2.a was dropped"),
        differences(TABLE + other, TABLE + "table public.t2\n"));
    assertEquals(
        List.of(
            "column public.t2.a was dropped",
            "index public.ix was dropped",
            "table public.t was dropped"),
        differences(TABLE + other, "table public.t2\n"));
  }

  @Test
  void schemasAndExtensionsAloneAreEmpty() {
    assertTrue(Catalog.parse("schema public\nextension pg_trgm\n\tschema: public").isEmpty());
    assertFalse(Catalog.parse("schema public\n" + TABLE).isEmpty());
  }

  private static List<String> differences(String before, String after) {
    return Catalog.parse(before).differences(Catalog.parse(after)).stream()
        .map(Difference::message)
        .toList();
  }
}
