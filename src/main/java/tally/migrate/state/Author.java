package tally.migrate.state;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/**
 * Who migrates, for the log.
 *
 * @param osUser as the operating system knows him
 * @param host this machine's own name
 * @param version of this program
 */
public record Author(String osUser, String host, String version) {
  private static final File KERNEL = new File("/proc/sys/kernel/hostname");

  /** Whoever runs this process, on this machine. */
  public static Author ofThisProcess() {
    String version = Author.class.getPackage().getImplementationVersion();
    return new Author(
        System.getProperty("user.name", ""), hostName(), version == null ? "unknown" : version);
  }

  /** From the kernel where it tells, as the resolver may take seconds. */
  private static String hostName() {
    try {
      return KERNEL.canRead()
          ? Files.readString(KERNEL.toPath(), StandardCharsets.UTF_8).strip()
          : InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "unknown";
    }
  }
}
