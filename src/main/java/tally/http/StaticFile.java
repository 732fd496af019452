package tally.http;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A file of the jar as it is sent. */
public final class StaticFile {
  private final String contentType;
  private final byte[] bytes;
  private final byte[] compressed;
  private final String etag;

  /** A file with this content, which nobody changes afterwards. */
  public StaticFile(String contentType, byte[] bytes) {
    this.contentType = contentType;
    this.bytes = bytes;
    this.compressed = Compression.gzip(bytes);
    this.etag = "W/\"" + digest(bytes) + "\"";
  }

  String contentType() {
    return contentType;
  }

  byte[] bytes() {
    return bytes;
  }

  /** The same with gzip. */
  byte[] compressed() {
    return compressed;
  }

  /** Made of the content; weak, so that it holds for the compressed bytes too. */
  String etag() {
    return etag;
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
