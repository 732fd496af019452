package tally.migrate.command;

import java.util.List;
import tally.migrate.console.Console;
import tally.migrate.console.Json;
import tally.migrate.failure.Exit;
import tally.migrate.failure.Refusal;
import tally.migrate.invocation.Invocation;
import tally.migrate.revision.Chain;
import tally.migrate.run.Acceptance;

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
