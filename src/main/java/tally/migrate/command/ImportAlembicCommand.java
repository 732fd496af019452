package tally.migrate.command;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tally.migrate.alembic.AlembicHistory;
import tally.migrate.alembic.AlembicImport;
import tally.migrate.alembic.AlembicScript;
import tally.migrate.alembic.NewDirectory;
import tally.migrate.console.Console;
import tally.migrate.console.Json;
import tally.migrate.failure.Exit;
import tally.migrate.failure.InvalidFilesException;
import tally.migrate.failure.MigrationException;
import tally.migrate.failure.Refusal;
import tally.migrate.invocation.Arguments;
import tally.migrate.invocation.Invocation;
import tally.migrate.invocation.Option;
import tally.migrate.revision.Direction;
import tally.migrate.revision.Revision;
import tally.migrate.revision.Revisions;
import tally.migrate.script.SqlFile;
import tally.migrate.state.VersionTable;

/** {@code import-alembic UP.sql DOWN.sql --dir OUT}. */
final class ImportAlembicCommand implements Command {
  @Override
  public void run(Invocation invocation) {
    Arguments arguments = invocation.arguments();
    String directory = arguments.value(Option.DIR);
    if (directory == null) {
      throw new Refusal(
          Exit.USAGE, "--dir is missing: name the directory to make, such as --dir sql");
    }
    String upFile = arguments.arguments().get(0);
    String downFile = arguments.arguments().get(1);
    String history = arguments.value(Option.HISTORY);
    Map<String, String> descriptions =
        history == null ? Map.of() : AlembicHistory.descriptions(history, read(history));
    var up = AlembicScript.parse(upFile, Direction.UP, read(upFile));
    var down = AlembicScript.parse(downFile, Direction.DOWN, read(downFile));
    var imported = new AlembicImport(upFile, up, downFile, down, descriptions);
    List<SqlFile> files = imported.files();
    List<Revision> revisions = check(files);
    Path path = Path.of(directory);
    write(path, files);
    answer(invocation.console(), path, revisions);
    imported.warnings().forEach(invocation.console()::warn);
    if (!up.versionTable().equals(VersionTable.ALEMBIC.name())) {
      invocation
          .console()
          .warn("The version table is " + up.versionTable() + ": name it with --version-table");
    }
  }

  private static String read(String file) {
    try {
      String text = Files.readString(Path.of(file));
      return (text.startsWith("\uFEFF") ? text.substring(1) : text).replace("\r\n", "\n");
    } catch (NoSuchFileException e) {
      throw unreadable(file, "there is no such file", e);
    } catch (MalformedInputException e) {
      throw unreadable(file, "is not UTF-8", e);
    } catch (IOException e) {
      throw unreadable(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  private static MigrationException unreadable(String file, String why, IOException e) {
    return new Refusal(Exit.FILES, file + ": " + why, e);
  }

  /** As the files will be read. */
  private static List<Revision> check(List<SqlFile> files) {
    try {
      return Revisions.read(files).list();
    } catch (InvalidFilesException e) {
      throw new Refusal(
          Exit.FILES,
          "Nothing was written, because the files would not be in order:\n" + e.getMessage(),
          e);
    }
  }

  private static void write(Path directory, List<SqlFile> files) {
    try {
      new NewDirectory(directory).write(files);
    } catch (IOException e) {
      throw new Refusal(
          Exit.FILES, directory + " cannot be written, nothing is there now: " + e.getMessage(), e);
    }
  }

  private static void answer(Console console, Path directory, List<Revision> revisions) {
    if (!console.json()) {
      console.print(
          revisions.size()
              + (revisions.size() == 1 ? " revision" : " revisions")
              + " in "
              + directory);
      return;
    }
    var json =
        new Json().beginObject().field("directory", directory.toString()).beginArray("revisions");
    for (Revision revision : revisions) {
      json.beginObject()
          .field("revision", revision.id())
          .field("description", revision.description())
          .field("up", directory.resolve(revision.up().file()).toString())
          .field("down", directory.resolve(revision.down().file()).toString())
          .field("irreversible", revision.down().irreversible())
          .field("transactional", revision.up().transactional())
          .endObject();
    }
    console.print(json.endArray().endObject().toString());
  }
}
