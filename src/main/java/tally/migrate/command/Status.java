package tally.migrate.command;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tally.migrate.catalog.Drift;
import tally.migrate.console.Json;
import tally.migrate.revision.Chain;
import tally.migrate.revision.Direction;
import tally.migrate.revision.Revision;
import tally.migrate.run.AppliedFiles;
import tally.migrate.run.OtherSession;
import tally.migrate.state.FailedRun;
import tally.migrate.state.Halfway;
import tally.migrate.state.LoggedRun;
import tally.migrate.state.State;

/**
 * What {@code status} has to tell.
 *
 * @param address without its password
 * @param encodingFault why a database in this encoding cannot be used, null if it can
 * @param migrating who has the lock
 * @param runs by the log; null where our role may not read it
 * @param emptiedFrom what the log knows to have been the version, where there is none now
 * @param failed the last attempt, where it failed
 * @param invalidIndexes that nobody is building
 */
record Status(
    String address,
    Chain chain,
    State state,
    @Nullable String encodingFault,
    List<OtherSession> migrating,
    @Nullable Map<String, LoggedRun> runs,
    @Nullable String emptiedFrom,
    @Nullable FailedRun failed,
    Drift drift,
    List<String> invalidIndexes) {

  /** Null where the log does not know the revision, or is not for us to read. */
  @Nullable LoggedRun run(String revision) {
    return runs == null ? null : runs.get(revision);
  }

  /** How many statements the file has that stopped half-way; 0 where it is not among the files. */
  int statements(Halfway halfway) {
    int place = chain.place(halfway.revision());
    if (place == 0) {
      return 0;
    }
    Revision revision = chain.at(place);
    return (halfway.direction() == Direction.UP ? revision.up() : revision.down())
        .statements()
        .size();
  }

  /**
   * One JSON object.
   *
   * @param fault why it is at no place that the files know, null if it is at one
   */
  String json(int place, @Nullable String fault) {
    Halfway halfway = state.halfway();
    var json =
        new Json()
            .beginObject()
            .field("database", address)
            .field("revision", fault == null ? chain.id(place) : onlyVersion())
            .field("head", chain.id(chain.head()))
            .field("atHead", fault == null && place == chain.head())
            .field("fault", fault)
            .field("encodingFault", encodingFault)
            .beginArray("versions");
    state.versions().forEach(json::element);
    json.endArray()
        .field("versionTable", state.exists())
        .field("emptiedFrom", emptiedFrom)
        .field("logReadable", runs != null)
        .beginArray("migrating");
    migrating.forEach(session -> session.json(json));
    json.endArray().field("halfway", halfway == null ? null : halfway.revision());
    if (halfway == null) {
      json.field("stopped", (String) null);
    } else {
      json.beginObject("stopped")
          .field("revision", halfway.revision())
          .field("direction", halfway.direction().word())
          .field("done", halfway.done())
          .field("statements", statements(halfway))
          .endObject();
    }
    if (failed == null) {
      json.field("failed", (String) null);
    } else {
      failed.json(json.beginObject("failed"));
      json.endObject();
    }
    json.beginArray("changed");
    AppliedFiles.changed(chain, state, place).forEach(json::element);
    json.endArray().beginArray("changedDown");
    AppliedFiles.changedDown(chain, state, place).forEach(json::element);
    json.endArray().beginArray("invalidIndexes");
    invalidIndexes.forEach(json::element);
    json.endArray().field("catalogRecorded", drift.unknown() == null);
    drift.json(json, "drift");
    revisions(json, place, fault == null ? chain.head() : 0);
    return json.endObject().toString();
  }

  private @Nullable String onlyVersion() {
    return state.versions().size() == 1 ? state.versions().get(0) : null;
  }

  private void revisions(Json json, int place, int last) {
    json.beginArray("applied");
    for (int i = 1; i <= place; i++) {
      json.beginObject()
          .field("revision", chain.id(i))
          .field("description", chain.at(i).description());
      LoggedRun run = run(chain.name(i));
      LoggedRun.json(json, run);
      json.endObject();
    }
    json.endArray().beginArray("pending");
    for (int i = place + 1; i <= last; i++) {
      json.beginObject()
          .field("revision", chain.id(i))
          .field("description", chain.at(i).description())
          .field("irreversible", chain.at(i).down().irreversible())
          .endObject();
    }
    json.endArray();
  }
}
