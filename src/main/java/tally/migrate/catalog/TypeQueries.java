package tally.migrate.catalog;

/** Types and routines: rows of kind, name, property and value. */
final class TypeQueries {
  private TypeQueries() {}

  private static final String TYPE =
      """
      from pg_type t
      join space s on s.oid = t.typnamespace
        and not exists (select from member m
          where m.classid = 'pg_type'::regclass and m.objid = t.oid)
      """;

  static final String ENUMS =
      """
      select 'enum', s.name || '.' || quote_ident(t.typname), 'labels',
        (select coalesce(string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder), '')
          from pg_enum e where e.enumtypid = t.oid)
      """
          + TYPE
          + "where t.typtype = 'e'\n";

  static final String COMPOSITES =
      """
      select 'composite type', c.name, 'attributes',
        (select coalesce(string_agg(quote_ident(a.attname) || ' '
            || format_type(a.atttypid, a.atttypmod), ', ' order by a.attnum), '')
          from pg_attribute a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)
      from relation c
      where c.relkind = 'c'
      """;

  static final String DOMAINS =
      """
      select 'domain', s.name || '.' || quote_ident(t.typname), p.property, p.value
      """
          + TYPE
          + """
          join pg_type b on b.oid = t.typbasetype,
          lateral (values
            ('type', format_type(t.typbasetype, t.typtypmod)),
            ('not null', case when t.typnotnull then 'yes' end),
            ('collation', case when t.typcollation <> b.typcollation
              then t.typcollation::regcollation::text end),
            ('default', pg_get_expr(t.typdefaultbin, 0))) as p(property, value)
          where t.typtype = 'd'
          union all
          select 'constraint', s.name || '.' || quote_ident(t.typname) || '.'
            || quote_ident(k.conname), 'definition', pg_get_constraintdef(k.oid)
          """
          + TYPE
          + """
          join pg_constraint k on k.contypid = t.oid and k.contype = 'c'
          """;

  static final String RANGES =
      """
      select 'range type', s.name || '.' || quote_ident(t.typname), 'of',
        format_type(r.rngsubtype, null)
      """
          + TYPE
          + """
          join pg_range r on r.rngtypid = t.oid
          """;

  private static final String ROUTINE =
      """
      from pg_proc r
      join space s on s.oid = r.pronamespace
        and not exists (select from member m
          where m.classid = 'pg_proc'::regclass and m.objid = r.oid)
        -- Those that a range type brings with it.
        and not exists (select from pg_depend d
          where d.classid = 'pg_proc'::regclass and d.objid = r.oid and d.deptype = 'i')
      """;

  static final String ROUTINES =
      """
      select case r.prokind when 'p' then 'procedure' else 'function' end,
        s.name || '.' || quote_ident(r.proname) || '('
          || pg_get_function_identity_arguments(r.oid) || ')',
        'definition', rtrim(pg_get_functiondef(r.oid), E'\\n')
      """
          + ROUTINE
          + "where r.prokind <> 'a'\n";

  static final String AGGREGATES =
      """
      select 'aggregate', s.name || '.' || quote_ident(r.proname) || '('
          || pg_get_function_identity_arguments(r.oid) || ')', p.property, p.value
      """
          + ROUTINE
          + """
          join pg_aggregate g on g.aggfnoid = r.oid,
          lateral (values
            ('step', g.aggtransfn::text),
            ('state', format_type(g.aggtranstype, null)),
            ('final', nullif(g.aggfinalfn::text, '-')),
            ('initial', g.agginitval)) as p(property, value)
          """;
}
