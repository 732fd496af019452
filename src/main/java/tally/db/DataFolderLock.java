package tally.db;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who works in a data folder: one process at a time. The operating system takes the lock from a
 * process that dies, however it dies; the file says who has it.
 */
final class DataFolderLock implements AutoCloseable {
  /** Behind everything that is ever written, as some systems keep others from reading there. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  /** What a process is there for: a server stays, a command is gone in a moment. */
  enum Purpose {
    SERVER,
    COMMAND
  }

  /**
   * @param port where its PostgreSQL listens, 0 while it does not
   */
  record Holder(long pid, Instant since, Purpose purpose, int port) {
    @Override
    public String toString() {
      var what = purpose == Purpose.SERVER ? "server" : "command";
      return "a %s (process %d, since %s)".formatted(what, pid, since);
    }
  }

  private final FileChannel channel;
  private final FileLock lock;
  private final Holder self;

  private DataFolderLock(FileChannel channel, FileLock lock, Holder self) {
    this.channel = channel;
    this.lock = lock;
    this.self = self;
  }

  /** The lock, or null if somebody has it. */
  static @Nullable DataFolderLock tryLock(Path file, Purpose purpose) throws IOException {
    var channel = open(file);
    FileLock lock;
    try {
      lock = channel.tryLock(LOCKED_BYTE, 1, false);
    } catch (OverlappingFileLockException e) {
      // Somebody in this very process has it. On POSIX, closing this channel would take it away.
      return null;
    }
    if (lock == null) {
      channel.close();
      return null;
    }
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    var self = new Holder(ProcessHandle.current().pid(), now, purpose, 0);
    var locked = new DataFolderLock(channel, lock, self);
    locked.write(0);
    return locked;
  }

  /** Who has it, as far as the file tells at this moment. */
  static Optional<Holder> holder(Path file) throws IOException {
    String text;
    try (var channel = open(file)) {
      var bytes = ByteBuffer.allocate(200);
      channel.read(bytes);
      text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }
    try {
      var lines = text.lines().toList();
      return lines.size() < 4
          ? Optional.empty()
          : Optional.of(
              new Holder(
                  Long.parseLong(lines.get(0)),
                  Instant.parse(lines.get(1)),
                  Purpose.valueOf(lines.get(2)),
                  Integer.parseInt(lines.get(3))));
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Tells the others where PostgreSQL listens. */
  void ready(int port) throws IOException {
    write(port);
  }

  private void write(int port) throws IOException {
    var text = "%d\n%s\n%s\n%d\n".formatted(self.pid(), self.since(), self.purpose(), port);
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
    channel.truncate(text.length());
  }

  /** Tells the others that PostgreSQL is about to go. */
  void leaving() throws IOException {
    channel.truncate(0);
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
  }
}
