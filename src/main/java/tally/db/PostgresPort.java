package tally.db;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * Where the embedded PostgreSQL listens: on the port of last time, so that what was configured
 * elsewhere goes on working, or on another if that is taken.
 *
 * @param file keeps the number
 */
record PostgresPort(Path file) {
  int choose() throws IOException {
    var last = last();
    if (last.isPresent() && isFree(last.getAsInt())) {
      return last.getAsInt();
    }
    try (var any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Files.writeString(file, any.getLocalPort() + "\n");
      return any.getLocalPort();
    }
  }

  private OptionalInt last() throws IOException {
    try {
      return OptionalInt.of(Integer.parseInt(Files.readString(file).strip()));
    } catch (NoSuchFileException | NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
