package tally.http;

import io.javalin.http.Context;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One page of a list: what was asked for, and how it is answered. */
public final class Page {
  private final int limit;
  private final @Nullable Position after;
  private final Query query;
  private final Paging paging;
  private final String list;

  Page(int limit, @Nullable Position after, Query query, Paging paging, String list) {
    this.limit = limit;
    this.after = after;
    this.query = query;
    this.paging = paging;
    this.list = list;
  }

  /** How many rows to select: one more than is shown, to know whether there are more. */
  public int rows() {
    return limit + 1;
  }

  /** The row after which to go on, null for the first page. */
  public @Nullable Position after() {
    return after;
  }

  /**
   * Answers {@code {"items": …, "next_cursor": …}}, with a {@code Link} to the next page (RFC
   * 8288).
   *
   * @param rows up to {@link #rows()} of them, in the list's order
   */
  public <T> void answer(Context ctx, List<T> rows, Function<T, Position> position) {
    answer(ctx, Found.all(rows), position);
  }

  /** The same of a search, which may go on although it has found less than a page. */
  public <T> void answer(Context ctx, Found<T> found, Function<T, Position> position) {
    var rows = found.rows();
    boolean more = rows.size() > limit;
    var items = more ? rows.subList(0, limit) : rows;
    var end = more ? position.apply(items.get(limit - 1)) : found.next();
    var next = end == null ? null : paging.cursor(end, list);
    if (next != null) {
      ctx.header("Link", "<" + ctx.path() + "?" + query.with("cursor", next) + ">; rel=\"next\"");
    }
    Answer.ok(ctx, new Items<>(items, next));
  }

  private record Items<T>(List<T> items, @Nullable String nextCursor) {}
}
