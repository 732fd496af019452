package tally;

import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.UUID;
import tally.db.DatabaseUrl;

/**
 * A database with many users, of whom one has a tenth of all tasks and messages. The texts are of
 * made-up words, some of which are in every other row and some in hardly any, as in a language.
 */
public final class Seed {
  /** So many tasks, and as many messages; {@code scripts/bench-queries} takes a million. */
  public static final int ROWS = Integer.getInteger("seed.rows", 30_000);

  /** Who has a tenth of them. */
  public static final UUID OWNER = UUID.fromString("00000000-0000-7000-8000-000000000001");

  /** The conversation with a fifth of that user's messages. */
  public static final UUID LONG = UUID.fromString("00000000-0000-7000-8000-000000000002");

  /** When the newest row was made. Each one before it is a minute older. */
  public static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private static final int USERS = Math.max(100, ROWS / 1000);
  private static final int CONVERSATIONS = Math.max(1000, ROWS / 1000);

  /** What is made at the end in much less time: indexes and foreign keys, and how to make each. */
  private static final String LATER =
      """
      select format('alter table %I drop constraint %I', conrelid::regclass, conname),
        format('alter table %I add constraint %I %s', conrelid::regclass, conname,
          pg_get_constraintdef(oid))
      from pg_constraint
      where contype = 'f' and conrelid in ('tasks'::regclass, 'messages'::regclass)
      union all
      select format('drop index %I', indexrelid::regclass), pg_get_indexdef(indexrelid)
      from pg_index
      where indrelid in ('tasks'::regclass, 'messages'::regclass) and not indisprimary
      """;

  private static final String SQL =
      """
      create temporary table phrases as
      select n, (
        select string_agg(
          (array['ka','lo','mi','ren','tas','ver','un','do','pel','sho','bri','gan','tu','fi','es','mor'])
            [1 + mod(word, 16)]
          || (array['an','ter','i','lo','ment','ing','ed','sa','que','no','ra','vi','um','ol','dy','x'])
            [1 + mod(word / 16, 16)]
          || (array['','s','ly','er','tion','a','ness','ka','el','or','is','out','age','ium','ant','ow'])
            [1 + mod(word / 256, 16)],
          ' ')
        from (
          select floor(4096 * power(random(), 3))::int + 0 * n as word from generate_series(1, 4)
        ) as words
      ) as text
      from generate_series(0, 49999) as n;

      insert into users (id, email, hashed_password, created_at, updated_at)
      select cast('00000000-0000-7000-8000-' || lpad(cast(n as text), 12, '0') as uuid),
        n || '@example.com', '-', now(), now()
      from generate_series(1, :users) as n;

      create temporary table rows as
      select n, gen_random_uuid() as id,
        cast('00000000-0000-7000-8000-' || lpad(
          cast(case when mod(n, 10) = 0 then 1 else 2 + mod(hash, :users - 1) end as text), 12, '0')
          as uuid) as user_id,
        cast(':now' as timestamptz) - n * interval '1 minute' as at,
        hash, mod(hash, 50000) as a, mod(hash / 7, 50000) as b, mod(hash / 49, 50000) as c
      from (
        select n, hashint4(n) & 2147483647 as hash from generate_series(:rows, 1, -1) as n
      ) as numbered;

      insert into tasks
        (id, owner_id, title, description, is_completed, completed_at, created_at, updated_at)
      select id, user_id, initcap(a.text) || ' ' || rows.n,
        case when mod(rows.n, 4) > 0 then b.text || ' ' || c.text || ' ' || a.text end,
        mod(rows.n, 3) = 0, case when mod(rows.n, 3) = 0 then at end,
        at, at + mod(hash, 1000) * interval '1 minute'
      from rows
        join phrases as a on a.n = rows.a
        join phrases as b on b.n = rows.b
        join phrases as c on c.n = rows.c
      order by rows.n desc;

      create temporary table talks as
      select case when user_id = ':owner' and k = 0 then ':long' else gen_random_uuid() end as id,
        user_id, k, many
      from (
        select id as user_id, k, case when id = ':owner' then :conversations else 100 end as many
        from users, generate_series(0, :conversations - 1) as k
      ) as places
      where k < many;

      create temporary table said as
      select rows.n, talks.id as conversation_id, rows.user_id, at, a, b, c,
        row_number() over (partition by talks.id order by rows.n desc) as position
      from rows join talks on talks.user_id = rows.user_id
        and talks.k = case when mod(hash, 5) > 0 or rows.user_id <> ':owner' then mod(hash, many) else 0 end;

      insert into conversations
        (id, user_id, title, created_at, updated_at, message_count, is_deleted, deleted_at)
      select talks.id, talks.user_id, phrases.text, ':now',
        cast(':now' as timestamptz) - mod(k * 7919 + many / 2, many) * interval '1 minute',
        coalesce(messages, 0), mod(k, 3) = 2, case when mod(k, 3) = 2 then now() end
      from talks
        join phrases on phrases.n = k
        left join (
          select conversation_id, count(*) as messages from said group by conversation_id
        ) as counted on conversation_id = talks.id;

      insert into messages (id, user_id, conversation_id, role, content, position, created_at)
      select gen_random_uuid(), user_id, conversation_id,
        cast(case when mod(position, 2) = 1 then 'USER' else 'ASSISTANT' end as message_role),
        initcap(a.text) || ' ' || b.text || ', ' || c.text || ' ' || said.n || '. ' || b.text,
        position, at
      from said
        join phrases as a on a.n = said.a
        join phrases as b on b.n = said.b
        join phrases as c on c.n = said.c
      order by said.n desc;
      """
          .replace(":users", Integer.toString(USERS))
          .replace(":conversations", Integer.toString(CONVERSATIONS))
          .replace(":rows", Integer.toString(ROWS))
          .replace(":now", NOW.toString())
          .replace(":owner", OWNER.toString())
          .replace(":long", LONG.toString());

  private Seed() {}

  /** The address of the database, which is to be read only; made when it is first asked for. */
  public static String databaseUrl() {
    return Once.DATABASE_URL;
  }

  private static final class Once {
    static final String DATABASE_URL = fill(TestPostgres.migratedDatabase());
  }

  private static String fill(String databaseUrl) {
    try (var connection = DatabaseUrl.parse(databaseUrl).connect();
        var statement = connection.createStatement()) {
      statement.execute("set work_mem = '128MB'; set maintenance_work_mem = '512MB'");
      var later = new LinkedHashMap<String, String>();
      try (var rows = statement.executeQuery(LATER)) {
        while (rows.next()) {
          later.put(rows.getString(1), rows.getString(2));
        }
      }
      for (var drop : later.keySet()) {
        statement.execute(drop);
      }
      statement.execute("select setseed(0.5)");
      statement.execute(SQL);
      for (var make : later.values()) {
        statement.execute(make);
      }
      statement.execute("vacuum analyze");
      return databaseUrl;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
