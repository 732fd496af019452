package tally.conversations;

import java.util.List;
import java.util.UUID;

/**
 * Which messages one statement looks at.
 *
 * @param conversations the next ones of the list
 * @param from the place of the first message, in each of them
 * @param to that of the last
 */
record SearchStep(List<Conversation> conversations, int from, int to) {
  /**
   * The next ones that have few messages together, or a part of one that has many. What they count
   * decides how much is looked at, and never whether a message is found.
   *
   * @param most how many messages are few
   */
  static SearchStep of(List<Conversation> next, SearchPlace place, int most) {
    int from = place.from(next.get(0));
    long messages = (long) next.get(0).messageCount() - from + 1;
    if (messages > most) {
      return new SearchStep(next.subList(0, 1), from, from + most - 1);
    }
    int n = 1;
    while (from == 1 && n < next.size()) {
      messages += next.get(n).messageCount();
      if (messages > most) {
        break;
      }
      n++;
    }
    return new SearchStep(next.subList(0, n), from, Integer.MAX_VALUE);
  }

  UUID[] ids() {
    return conversations.stream().map(Conversation::id).toArray(UUID[]::new);
  }

  /**
   * Where the search goes on.
   *
   * @param isFound whether the rest of a long conversation does not matter any more
   */
  SearchPlace end(boolean isFound) {
    return to == Integer.MAX_VALUE || isFound
        ? SearchPlace.after(conversations.get(conversations.size() - 1))
        : SearchPlace.within(conversations.get(0), to + 1);
  }
}
