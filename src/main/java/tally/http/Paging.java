package tally.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Keyset paging. A cursor is a position with a MAC over it and over the list it belongs to: who
 * changes it, or brings it to another list or filter, is refused.
 */
public final class Paging {
  private static final String MAC = "HmacSHA256";
  private static final int MAC_LENGTH = 16;
  private static final int MOST = 100;

  private final List<SecretKeySpec> keys;

  /**
   * @param secrets the same for all replicas, newest first; the keys are derived from them: the
   *     first one signs, all verify
   */
  public Paging(List<byte[]> secrets) {
    this.keys = secrets.stream().map(Paging::key).toList();
  }

  /**
   * The page that the parameters {@code limit} (1 to 100) and {@code cursor} ask for.
   *
   * @param usual the limit where none is given
   * @param list what tells this list from every other: its name, its owner, its filters, its order
   */
  public Page page(Query query, int usual, @Nullable Object... list) {
    int limit = query.number("limit", usual, 1, MOST);
    var name = Arrays.toString(list);
    var cursor = query.raw("cursor");
    return new Page(limit, cursor == null ? null : position(cursor, name), query, this, name);
  }

  String cursor(Position position, String list) {
    var keyBytes = position.key().getBytes(StandardCharsets.UTF_8);
    var payload =
        ByteBuffer.allocate(16 + keyBytes.length)
            .putLong(position.id().getMostSignificantBits())
            .putLong(position.id().getLeastSignificantBits())
            .put(keyBytes)
            .array();
    var cursor =
        ByteBuffer.allocate(MAC_LENGTH + payload.length)
            .put(sign(keys.get(0), payload, list))
            .put(payload)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor);
  }

  Position position(String cursor, String list) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(cursor);
      if (bytes.length > MAC_LENGTH + 16
          // The last character of Base64 may carry bits that nothing reads.
          && Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(cursor)) {
        byte[] payload = Arrays.copyOfRange(bytes, MAC_LENGTH, bytes.length);
        byte[] mac = Arrays.copyOf(bytes, MAC_LENGTH);
        if (keys.stream().anyMatch(key -> MessageDigest.isEqual(sign(key, payload, list), mac))) {
          var buffer = ByteBuffer.wrap(payload);
          var id = new UUID(buffer.getLong(), buffer.getLong());
          return new Position(StandardCharsets.UTF_8.decode(buffer).toString(), id);
        }
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new Problem.InvalidParameter(
        "The cursor is not one that this list gave. Start again without it.");
  }

  private static SecretKeySpec key(byte[] secret) {
    var derived = mac(new SecretKeySpec(secret, MAC), "cursor".getBytes(StandardCharsets.UTF_8));
    return new SecretKeySpec(derived, MAC);
  }

  private static byte[] sign(SecretKeySpec key, byte[] payload, String list) {
    var name = list.getBytes(StandardCharsets.UTF_8);
    var message = ByteBuffer.allocate(4 + name.length + payload.length);
    // With its length in front, no list's name can run on into the position.
    message.putInt(name.length).put(name).put(payload);
    return Arrays.copyOf(mac(key, message.array()), MAC_LENGTH);
  }

  private static byte[] mac(SecretKeySpec key, byte[] message) {
    try {
      var mac = Mac.getInstance(MAC);
      mac.init(key);
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + MAC, e);
    }
  }
}
