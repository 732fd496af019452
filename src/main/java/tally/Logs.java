package tally;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log: lines on standard error. Standard output is for what a command answers.
 *
 * <p>Set up here and not by a file, which would have to be looked for and read at every start.
 */
public final class Logs {
  private Logs() {}

  /**
   * Sets up the log of a command: a line is written when it is logged.
   *
   * @param level debug, info, warn or error
   */
  public static void forCommand(LogFormat format, String level) {
    var context = context();
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setTarget("System.err");
    appender.setEncoder(encoder(format, context));
    configure(context, appender, level);
  }

  /**
   * Sets up the log of a server: a line is written soon after it is logged, and all are after
   * {@link #close}.
   *
   * @param level debug, info, warn or error
   */
  public static void forServer(LogFormat format, String level) {
    var context = context();
    configure(context, new LogWriter(encoder(format, context), System.err), level);
  }

  /** Writes what is not written yet. Nothing is logged from here on. */
  public static void close() {
    context().stop();
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }

  private static void configure(
      LoggerContext context, Appender<ILoggingEvent> appender, String level) {
    context.reset();
    appender.setContext(context);
    appender.start();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(level));
    root.addAppender(appender);
    // They tell of every step of a start and a stop, of what clients send, and of every connection
    // that an outage ends, where the requests that meet it have a line of their own.
    quiet(context, "io.javalin", Level.WARN);
    quiet(context, "com.zaxxer.hikari", Level.ERROR);
    quiet(context, "org.eclipse.jetty", Level.ERROR);
    quiet(context, "io.zonky.test", Level.WARN);
  }

  private static Encoder<ILoggingEvent> encoder(LogFormat format, LoggerContext context) {
    var encoder = new LogLine(format);
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }

  private static void quiet(LoggerContext context, String name, Level level) {
    var logger = context.getLogger(name);
    if (!logger.getEffectiveLevel().isGreaterOrEqual(level)) {
      logger.setLevel(level);
    }
  }
}
