package tally.migrate.catalog;

/** Tables and what belongs to them: rows of kind, name, property and value. */
final class RelationQueries {
  private RelationQueries() {}

  static final String RELATIONS =
      """
      select case c.relkind when 'f' then 'foreign table' else 'table' end, c.name, p.property, p.value
      from relation c, lateral (values
        (null, null),
        ('unlogged', case c.relpersistence when 'u' then 'yes' end),
        ('partitioned by', pg_get_partkeydef(c.oid)),
        ('partition', pg_get_expr(c.relpartbound, c.oid)),
        ('parents', (select string_agg(i.inhparent::regclass::text, ', ' order by i.inhseqno)
          from pg_inherits i where i.inhrelid = c.oid)),
        ('row security', case when c.relrowsecurity then 'yes' end),
        ('forced row security', case when c.relforcerowsecurity then 'yes' end),
        ('options', array_to_string(c.reloptions, ', '))) as p(property, value)
      where c.relkind in ('r', 'p', 'f')
      """;

  static final String COLUMNS =
      """
      select 'column', c.name || '.' || quote_ident(a.attname), p.property, p.value
      from relation c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      join pg_type t on t.oid = a.atttypid
      left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum,
      lateral (values
        ('type', format_type(a.atttypid, a.atttypmod)),
        ('not null', case when a.attnotnull then 'yes' end),
        ('collation', case when a.attcollation <> t.typcollation then a.attcollation::regcollation::text end),
        ('default', case a.attgenerated when '' then pg_get_expr(d.adbin, d.adrelid) end),
        ('identity', case a.attidentity when 'a' then 'always' when 'd' then 'by default' end),
        ('generated', case a.attgenerated when '' then null
          else pg_get_expr(d.adbin, d.adrelid) || case a.attgenerated when 'v' then ' virtual' else ' stored' end
          end)) as p(property, value)
      where c.relkind in ('r', 'p', 'f')
      """;

  static final String CONSTRAINTS =
      """
      select 'constraint', c.name || '.' || quote_ident(k.conname), 'definition',
        pg_get_constraintdef(k.oid)
      from relation c
      join pg_constraint k on k.conrelid = c.oid and k.contype in ('c', 'f', 'p', 'u', 'x')
      """;

  /** Those that a constraint keeps are told by the constraint. */
  static final String INDEXES =
      """
      select 'index', c.name, p.property, p.value
      from relation c
      join pg_index i on i.indexrelid = c.oid
      join relation t on t.oid = i.indrelid,
      lateral (values
        ('definition', pg_get_indexdef(i.indexrelid)),
        ('invalid', case when not i.indisvalid then 'yes' end)) as p(property, value)
      where not exists (select from pg_constraint k
        where k.conindid = c.oid and k.contype in ('p', 'u', 'x'))
      """;

  static final String SEQUENCES =
      """
      select 'sequence', c.name, p.property, p.value
      from relation c
      join pg_sequence s on s.seqrelid = c.oid,
      lateral (values
        ('type', format_type(s.seqtypid, null)),
        ('start', s.seqstart::text),
        ('increment', s.seqincrement::text),
        ('minimum', s.seqmin::text),
        ('maximum', s.seqmax::text),
        ('cache', s.seqcache::text),
        ('cycle', case when s.seqcycle then 'yes' end),
        ('owned by', (select d.refobjid::regclass::text || '.' || quote_ident(a.attname)
          from pg_depend d
          join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
          where d.classid = 'pg_class'::regclass and d.objid = c.oid
            and d.refclassid = 'pg_class'::regclass
            and d.deptype in ('a', 'i')))) as p(property, value)
      """;

  static final String VIEWS =
      """
      select case c.relkind when 'm' then 'materialized view' else 'view' end, c.name, p.property, p.value
      from relation c, lateral (values
        ('definition', pg_get_viewdef(c.oid)),
        ('options', array_to_string(c.reloptions, ', '))) as p(property, value)
      where c.relkind in ('v', 'm')
      union all
      select 'rule', c.name || '.' || quote_ident(r.rulename), 'definition',
        pg_get_ruledef(r.oid)
      from relation c
      join pg_rewrite r on r.ev_class = c.oid and r.rulename <> '_RETURN'
      """;

  static final String TRIGGERS =
      """
      select 'trigger', c.name || '.' || quote_ident(t.tgname), p.property, p.value
      from relation c
      join pg_trigger t on t.tgrelid = c.oid and not t.tgisinternal,
      lateral (values
        ('definition', pg_get_triggerdef(t.oid)),
        ('enabled', case t.tgenabled when 'D' then 'no' when 'R' then 'replica' when 'A' then 'always' end))
        as p(property, value)
      """;

  static final String POLICIES =
      """
      select 'policy', c.name || '.' || quote_ident(l.polname), p.property, p.value
      from relation c
      join pg_policy l on l.polrelid = c.oid,
      lateral (values
        ('command', case l.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
          when 'd' then 'delete' else 'all' end),
        ('restrictive', case when not l.polpermissive then 'yes' end),
        ('roles', (select string_agg(case o when 0 then 'public' else o::regrole::text end,
          ', ' order by o::regrole::text) from unnest(l.polroles) o)),
        ('using', pg_get_expr(l.polqual, l.polrelid)),
        ('with check', pg_get_expr(l.polwithcheck, l.polrelid))) as p(property, value)
      """;

  static final String STATISTICS =
      """
      select 'statistics', s.name || '.' || quote_ident(x.stxname), 'definition',
        pg_get_statisticsobjdef(x.oid)
      from pg_statistic_ext x
      join space s on s.oid = x.stxnamespace
      """;
}
