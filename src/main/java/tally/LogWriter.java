package tally;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Writes lines in a thread of its own, many at a time where there are many: a request need not wait
 * for its line, and a busy server makes 200 system calls a second for it and not one a request.
 * Where nobody takes the lines, whoever has one more than are kept waits.
 */
final class LogWriter extends UnsynchronizedAppenderBase<ILoggingEvent> {
  private static final int MOST_LINES = 10_000;
  private static final long PAUSE_MILLIS = 5;

  /** After the last line; told from others by its identity. */
  private static final byte[] END = new byte[0];

  private final Encoder<ILoggingEvent> encoder;
  private final PrintStream out;
  private final BlockingQueue<byte[]> lines = new ArrayBlockingQueue<>(MOST_LINES);
  private final Thread writer = new Thread(this::write, "log");

  LogWriter(Encoder<ILoggingEvent> encoder, PrintStream out) {
    this.encoder = encoder;
    this.out = out;
    writer.setDaemon(true);
  }

  @Override
  public void start() {
    super.start();
    writer.start();
  }

  @Override
  protected void append(ILoggingEvent event) {
    put(encoder.encode(event));
  }

  private void put(byte[] line) {
    try {
      // Also of a thread that is interrupted.
      if (!lines.offer(line)) {
        lines.put(line);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    var batch = new ArrayList<byte[]>();
    var bytes = new ByteArrayOutputStream();
    boolean isOver = false;
    try {
      while (!isOver) {
        batch.add(lines.take());
        lines.drainTo(batch);
        for (var line : batch) {
          isOver |= line == END;
          bytes.writeBytes(line);
        }
        out.write(bytes.toByteArray(), 0, bytes.size());
        out.flush();
        batch.clear();
        bytes.reset();
        if (!isOver) {
          TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns when everything is written, unless nobody takes it. */
  @Override
  public void stop() {
    if (!isStarted()) {
      return;
    }
    super.stop();
    try {
      if (lines.offer(END, 1, TimeUnit.SECONDS)) {
        writer.join(TimeUnit.SECONDS.toMillis(2));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
