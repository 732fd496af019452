package tally.tasks;

import tally.http.Change;
import tally.http.Fields;
import tally.http.Text;

/** What a PATCH changes of a task (RFC 7396): what is absent stays, null clears. */
record TaskPatch(Change<String> title, Change<String> description, Change<Boolean> isCompleted) {
  static final Text TITLE = Text.trimmed(1, 100);
  static final Text DESCRIPTION = Text.verbatim(0, 1000);

  static TaskPatch of(Fields fields) {
    var patch =
        new TaskPatch(
            fields.change("title", TITLE),
            fields.changeOrClear("description", DESCRIPTION),
            fields.changeFlag("is_completed"));
    fields.done();
    return patch;
  }

  boolean isEmpty() {
    return !title.isGiven() && !description.isGiven() && !isCompleted.isGiven();
  }
}
