package tally.migrate.catalog;

/**
 * The query that writes a catalog's text on the server: one row with one column.
 *
 * <p>What PostgreSQL versions show differently although it is the same is left out: NOT NULL as
 * constraints (from 18), the version of an extension. So is what a way back cannot restore or a
 * migration does not make: the order of a table's columns, owners, grants, comments, what belongs
 * to an extension.
 */
final class CatalogQuery {
  /**
   * Has to run before it, in the same transaction: by the search path PostgreSQL decides where it
   * writes a schema in front of a name.
   */
  static final String SEARCH_PATH = "set local search_path = pg_catalog, pg_temp";

  private CatalogQuery() {}

  /**
   * The query.
   *
   * @param versionTables a query for schema and name of tables that are no part of the schema: the
   *     version table of each project in the database
   */
  static String text(String versionTables) {
    return SCOPE.replace("$versions", versionTables)
        + ", properties(kind, name, property, value) as materialized ("
        + String.join(
            "union all\n",
            SCHEMAS,
            RelationQueries.RELATIONS,
            RelationQueries.COLUMNS,
            RelationQueries.CONSTRAINTS,
            RelationQueries.INDEXES,
            RelationQueries.SEQUENCES,
            RelationQueries.VIEWS,
            RelationQueries.TRIGGERS,
            RelationQueries.POLICIES,
            RelationQueries.STATISTICS,
            TypeQueries.ENUMS,
            TypeQueries.COMPOSITES,
            TypeQueries.DOMAINS,
            TypeQueries.RANGES,
            TypeQueries.ROUTINES,
            TypeQueries.AGGREGATES)
        + ")"
        + FORMAT;
  }

  /** Schemas and relations that are looked at. */
  private static final String SCOPE =
      """
      with space as materialized (
        select n.oid, n.nspname, quote_ident(n.nspname) as name
        from pg_namespace n
        where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'migrator')
      ), member as materialized (
        select d.classid, d.objid from pg_depend d where d.deptype = 'e'
      ), relation as materialized (
        select c.*, s.name || '.' || quote_ident(c.relname) as name
        from pg_class c join space s on s.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'f', 'v', 'm', 'S', 'i', 'I', 'c')
          and (s.nspname, c.relname) not in ($versions)
          and not exists (select from member m
            where m.classid = 'pg_class'::regclass and m.objid = c.oid)
      )
      """;

  private static final String SCHEMAS =
      """
      select 'schema', s.name, null, null
      from space s
      where not exists (select from member m
        where m.classid = 'pg_namespace'::regclass and m.objid = s.oid)
      union all
      select 'extension', quote_ident(e.extname), 'schema', e.extnamespace::regnamespace::text
      from pg_extension e
      where e.extname <> 'plpgsql'
      """;

  /**
   * What has no value is left out; materialized, as a value would be worked out a second time to
   * find out that it is there. An object's line, below it a line for each property, tabs in front
   * of what goes on.
   */
  private static final String FORMAT =
      """
      select coalesce(string_agg(object, E'\\n' order by name, kind), '')
      from (
        select p.kind, p.name,
          p.kind || ' ' || translate(p.name, E'\\n\\t', '  ') || coalesce(string_agg(
            E'\\n\\t' || p.property || ': ' || replace(p.value, E'\\n', E'\\n\\t\\t'), ''
            order by p.property), '') as object
        from (
          select kind collate "C", name collate "C", property collate "C", value
          from properties
          where value is not null or property is null
        ) as p
        group by p.kind, p.name
      ) as objects
      """;
}
