package tally;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

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
  void whatWasLoggedBeforeAStopIsWrittenWhenItReturns() {
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
      log.doAppend(line(n));
    }

    log.stop();

    var expected =
        IntStream.range(0, 15_000).mapToObj(n -> line(n) + "\n").collect(Collectors.joining());
    assertEquals(expected, bytes.toString(StandardCharsets.UTF_8));
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
    log.doAppend(line(1));

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

  private static LoggingEvent line(int n) {
    var event = new LoggingEvent();
    event.setMessage("line " + n);
    return event;
  }
}
