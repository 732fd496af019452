package tally.db;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who works in a data folder: one process at a time. The operating system takes the lock from a
 * process that dies, however it dies. A second file says who has it: on POSIX a process that opens
 * and closes a file that it has locked loses the lock.
 */
final class DataFolderLock implements AutoCloseable {
  /** What a process is there for: a server stays, a command is gone in a moment. */
  enum Purpose {
    SERVER,
    COMMAND
  }

  /**
   * @param port where its PostgreSQL listens, 0 while it does not
   */
  record Holder(long pid, Instant since, Purpose purpose, int port) {
    /** By the time too: in a container the server before this one had the same id. */
    boolean isThisProcess() {
      var process = ProcessHandle.current();
      var started = process.info().startInstant().orElse(Instant.MIN);
      return pid == process.pid() && since.isAfter(started);
    }

    @Override
    public String toString() {
      var what = purpose == Purpose.SERVER ? "server" : "command";
      return "a %s (process %d, since %s)"
          .formatted(what, pid, since.truncatedTo(ChronoUnit.SECONDS));
    }
  }

  private final DataFolder folder;
  private final FileChannel channel;
  private final Purpose purpose;
  private final Instant since = Instant.now();

  private DataFolderLock(DataFolder folder, FileChannel channel, Purpose purpose) {
    this.folder = folder;
    this.channel = channel;
    this.purpose = purpose;
  }

  /** The lock, or null if somebody has it. */
  static @Nullable DataFolderLock tryLock(DataFolder folder, Purpose purpose) throws IOException {
    if (holder(folder).filter(Holder::isThisProcess).isPresent()) {
      return null;
    }
    var channel = open(folder.lock());
    if (channel.tryLock() == null) {
      channel.close();
      return null;
    }
    var lock = new DataFolderLock(folder, channel, purpose);
    lock.announce(0);
    return lock;
  }

  /** Who has it, as far as is known at this moment. */
  static Optional<Holder> holder(DataFolder folder) throws IOException {
    try {
      var lines = Files.readAllLines(folder.holder());
      return Optional.of(
          new Holder(
              Long.parseLong(lines.get(0)),
              Instant.parse(lines.get(1)),
              Purpose.valueOf(lines.get(2)),
              Integer.parseInt(lines.get(3))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Tells the others.
   *
   * @param port where PostgreSQL listens, 0 while it does not
   */
  void announce(int port) throws IOException {
    var text = "%d\n%s\n%s\n%d\n".formatted(ProcessHandle.current().pid(), since, purpose, port);
    var written = Files.writeString(folder.root().resolve("holder.new"), text);
    Files.move(written, folder.holder(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Has the others wait until the lock is free. */
  void leaving() throws IOException {
    Files.deleteIfExists(folder.holder());
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  @Override
  public void close() throws IOException {
    leaving();
    channel.close();
  }
}
