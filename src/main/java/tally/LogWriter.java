package tally;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/**
 * Writes lines in a thread of its own, many at a time where there are many: a request need not wait
 * for its line, and a busy server makes 200 system calls a second for it and not one a request.
 *
 * <p>Where nobody takes the lines and no more are kept, an error waits. All others are dropped and
 * counted, which a line says later: among those who log is the thread that reads for everybody.
 */
final class LogWriter extends UnsynchronizedAppenderBase<ILoggingEvent> {
  private static final int MOST_LINES = 10_000;
  private static final long PAUSE_MILLIS = 5;

  /** After the last line; told from others by its identity. */
  private static final byte[] END = new byte[0];

  private final Encoder<ILoggingEvent> encoder;
  private final PrintStream out;
  private final BlockingQueue<byte[]> lines = new ArrayBlockingQueue<>(MOST_LINES);
  private final AtomicLong dropped = new AtomicLong();
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
    var line = encoder.encode(event);
    // Also of a thread that is interrupted.
    if (lines.offer(line)) {
      return;
    }
    if (!event.getLevel().isGreaterOrEqual(Level.ERROR)) {
      dropped.incrementAndGet();
      return;
    }
    try {
      lines.put(line);
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
        tellOfDropped(bytes);
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

  private void tellOfDropped(ByteArrayOutputStream bytes) {
    long lost = dropped.getAndSet(0);
    if (lost > 0) {
      var event =
          new LoggingEvent(
              LogWriter.class.getName(),
              (Logger) LoggerFactory.getLogger(LogWriter.class),
              Level.WARN,
              "{} lines were dropped: nobody took them as fast as they came",
              null,
              new Object[] {lost});
      bytes.writeBytes(encoder.encode(event));
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
