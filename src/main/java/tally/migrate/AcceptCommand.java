package tally.migrate;

import java.util.List;

/** {@code accept REV REASON}. */
final class AcceptCommand implements Command {
  @Override
  public void run(Invocation invocation) {
    List<String> words = invocation.arguments().arguments();
    Chain chain = invocation.chain();
    int place = chain.locate(words.get(0));
    if (place == 0) {
      throw new Refusal(Exit.USAGE, "There is nothing to accept at base: name a revision");
    }
    Console console = invocation.console();
    invocation.engine().run(new Acceptance(chain, place, words.get(1).strip(), console));
    if (console.json()) {
      console.print(
          new Json().beginObject().field("revision", chain.id(place)).endObject().toString());
    }
  }
}
