package tally.faults;

import java.util.HashMap;
import java.util.Map;
import tally.JarProcess;
import tally.TestApp;
import tally.TestClient;

/** The jar as a server among others, in a process of its own and on a port that it keeps. */
final class Replica implements AutoCloseable {
  private final int port;
  private final JarProcess process;

  private Replica(int port, JarProcess process) {
    this.port = port;
    this.process = process;
  }

  /** Begins to start one. */
  static Replica start(int port, String databaseUrl, Map<String, String> settings) {
    var environment = new HashMap<String, String>();
    environment.put("DATABASE_URL", databaseUrl);
    environment.put("HOST", "127.0.0.1");
    environment.put("PORT", Integer.toString(port));
    environment.put("JWT_SECRET", TestApp.SECRET);
    environment.put("BCRYPT_COST", "10");
    environment.put("RATE_LIMIT_USER", "0");
    environment.put("RATE_LIMIT_ADDRESS", "0");
    environment.putAll(settings);
    return new Replica(port, JarProcess.start(environment));
  }

  /** Waits until it serves. */
  Replica serving() throws InterruptedException {
    process.address();
    return this;
  }

  int port() {
    return port;
  }

  TestClient anonymous() {
    return new TestClient("http://127.0.0.1:" + port, Map.of());
  }

  /** What a new user sends as {@code Authorization}. */
  String register(String email) {
    var credentials = Map.of("email", email, "password", TestApp.PASSWORD);
    var user = anonymous().post("/api/auth/register", credentials).expect(201);
    return "Bearer " + user.text("access_token");
  }

  /** SIGTERM. */
  void terminate() {
    process.terminate();
  }

  int exitCode() throws InterruptedException {
    return process.exitCode();
  }

  String err() {
    return process.err();
  }

  /** SIGKILL. */
  @Override
  public void close() {
    process.close();
  }
}
