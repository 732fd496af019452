package tally.migrate;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a client has sent over one connection, read as PostgreSQL's protocol, version 3. */
final class Questions {
  private static final int STARTUP = 3 << 16;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  void add(byte[] more, int count) {
    bytes.write(more, 0, count);
  }

  /** The statements that were to be parsed, in their order. */
  List<String> statements() {
    ByteBuffer in = ByteBuffer.wrap(bytes.toByteArray());
    startUp(in);
    var statements = new ArrayList<String>();
    while (in.remaining() > 4) {
      byte type = in.get();
      int end = in.position() + in.getInt(in.position());
      in.position(in.position() + 4);
      if (type == 'P') {
        text(in);
        statements.add(text(in));
      } else if (type == 'Q') {
        statements.add(text(in));
      }
      in.position(end);
    }
    return statements;
  }

  /** Requests for encryption may come before it. */
  private static void startUp(ByteBuffer in) {
    boolean over = false;
    while (!over && in.remaining() >= 8) {
      int length = in.getInt(in.position());
      over = in.getInt(in.position() + 4) == STARTUP;
      in.position(in.position() + length);
    }
  }

  private static String text(ByteBuffer in) {
    var text = new ByteArrayOutputStream();
    for (byte next = in.get(); next != 0; next = in.get()) {
      text.write(next);
    }
    return text.toString(StandardCharsets.UTF_8);
  }
}
