package tally;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Says as the first line of a test run where its PostgreSQL comes from. Starts none. */
public final class TestServerAnnouncement implements LauncherSessionListener {
  @Override
  public void launcherSessionOpened(LauncherSession session) {
    System.out.println("PostgreSQL for tests: " + TestServerKind.chosen(System.getenv()));
  }
}
