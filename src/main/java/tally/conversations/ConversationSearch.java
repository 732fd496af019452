package tally.conversations;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tally.db.SearchText;
import tally.http.Effort;
import tally.http.Found;
import tally.http.Position;

/**
 * Conversations that have a text in the title or in a message, in the order of their list.
 *
 * <p>What many have is soon found by looking into the next ones. What few messages have is found by
 * the index. What the index would find in too many, or not at all, is looked for in one part of the
 * list after the other, as long as there is effort left; a long conversation is several parts.
 */
public final class ConversationSearch {
  /** So many messages, or so many conversations by their titles, one statement looks at. */
  private static final int STEP = 2000;

  private static final int CONVERSATIONS = 200;

  /** Of 200 messages, those that may have what an index is asked for. */
  private static final int RARE = 10;

  /** Messages that the index may find. */
  private static final int MOST = 3000;

  private final ConversationDao conversations;
  private final SearchDao search;

  public ConversationSearch(ConversationDao conversations, SearchDao search) {
    this.conversations = conversations;
    this.search = search;
  }

  /** One page, or less where the effort is spent, from the position {@code after} on. */
  Found<Conversation> page(
      UUID userId,
      boolean deleted,
      SearchText text,
      @Nullable Position after,
      int limit,
      Effort effort) {
    var found = new ArrayList<Conversation>();
    var place = SearchPlace.of(after);
    boolean isFirst = true;
    do {
      var next = conversations.page(userId, deleted, place.after(), CONVERSATIONS);
      for (int n = 0; n < next.size(); ) {
        var step = SearchStep.of(next.subList(n, next.size()), place, STEP);
        var hits =
            search.among(
                userId,
                step.ids(),
                step.from(),
                step.to(),
                text.pattern(),
                text.in("title"),
                text.in("content"));
        step.conversations().stream().filter(one -> hits.contains(one.id())).forEach(found::add);
        if (found.size() >= limit) {
          return Found.all(found.subList(0, limit));
        }
        place = step.end(!hits.isEmpty());
        n += place.isWithin() ? 0 : step.conversations().size();
        if (isFirst && isRare(userId, deleted, text)) {
          var known = search.byIndex(userId, text.pattern(), MOST, text.in("content"));
          if (known.size() < MOST) {
            return byTitle(userId, deleted, text, known, place.after(), limit, found, effort);
          }
        }
        isFirst = false;
        if (!effort.isLeft()) {
          return new Found<>(found, place.position());
        }
      }
      if (next.size() < CONVERSATIONS) {
        return Found.all(found);
      }
    } while (true);
  }

  private boolean isRare(UUID userId, boolean deleted, SearchText text) {
    return text.isIndexed()
        && search.rarest(userId, text.runs(), ConversationDao.place(deleted)) <= RARE;
  }

  /** Where it is known which ones have it in a message. */
  private Found<Conversation> byTitle(
      UUID userId,
      boolean deleted,
      SearchText text,
      List<UUID> known,
      @Nullable Position after,
      int limit,
      List<Conversation> found,
      Effort effort) {
    var from = after;
    do {
      var seen =
          search.next(
              userId,
              known.toArray(UUID[]::new),
              text.pattern(),
              ConversationDao.key(from),
              Position.idOf(from),
              STEP,
              limit - found.size(),
              ConversationDao.place(deleted),
              ConversationDao.start(from),
              text.in("title"));
      seen.stream().filter(SearchDao.Seen::isFound).forEach(one -> found.add(one.conversation()));
      var last = seen.isEmpty() ? null : seen.get(seen.size() - 1);
      if (found.size() == limit || last == null || !last.isEnd()) {
        return Found.all(found);
      }
      from = last.conversation().position();
    } while (effort.isLeft());
    return new Found<>(found, from);
  }
}
