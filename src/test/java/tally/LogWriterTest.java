package tally;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.encoder.EchoEncoder;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogWriterTest {
  @Test
  void errorsThatWereLoggedBeforeAStopAreAllWrittenWhenItReturns() {
    var bytes = new ByteArrayOutputStream();
    var slow =
        new OutputStream() {
          @Override
          public void write(int b) {
            bytes.write(b);
          }

          @Override
          public void write(byte[] b, int from, int length) {
            LockSupport.parkNanos(50_000_000);
            bytes.write(b, from, length);
          }
        };
    var log = start(new PrintStream(slow, false, StandardCharsets.UTF_8));
    for (int n = 0; n < 15_000; n++) {
      log.doAppend(line(n, Level.ERROR));
    }

    log.stop();

    var expected =
        IntStream.range(0, 15_000)
            .mapToObj(n -> line(n, Level.ERROR) + "\n")
            .collect(Collectors.joining());
    assertEquals(expected, bytes.toString(StandardCharsets.UTF_8));
  }

  @Test
  void whereNobodyTakesThemNobodyWaitsToLogALineAndThoseThatWereDroppedAreCounted() {
    var taken = new CountDownLatch(1);
    var bytes = new ByteArrayOutputStream();
    var out =
        new OutputStream() {
          @Override
          public void write(int b) {
            bytes.write(b);
          }

          @Override
          public void write(byte[] b, int from, int length) {
            try {
              taken.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            bytes.write(b, from, length);
          }
        };
    var log = start(new PrintStream(out, false, StandardCharsets.UTF_8));

    assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () -> IntStream.range(0, 30_000).forEach(n -> log.doAppend(line(n, Level.INFO))));
    taken.countDown();
    log.stop();

    var written = bytes.toString(StandardCharsets.UTF_8).lines().toList();
    long dropped =
        written.stream()
            .filter(line -> line.contains(" lines were dropped"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .sum();
    assertTrue(dropped >= 10_000, () -> dropped + " dropped");
    long lines = written.stream().filter(line -> !line.contains("dropped")).count();
    assertEquals(30_000, lines + dropped);
  }

  @Test
  void aStopDoesNotWaitForEverForWhoTakesNoLine() {
    var never = new CountDownLatch(1);
    var out =
        new OutputStream() {
          @Override
          public void write(int b) {
            try {
              never.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    var log = start(new PrintStream(out, true, StandardCharsets.UTF_8));
    log.doAppend(line(1, Level.ERROR));

    assertTimeoutPreemptively(Duration.ofMinutes(1), log::stop);

    never.countDown();
  }

  private static LogWriter start(PrintStream out) {
    var encoder = new EchoEncoder<ILoggingEvent>();
    encoder.start();
    var log = new LogWriter(encoder, out);
    log.start();
    return log;
  }

  private static LoggingEvent line(int n, Level level) {
    var event = new LoggingEvent();
    event.setLevel(level);
    event.setMessage("line " + n);
    return event;
  }
}
