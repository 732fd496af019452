package tally;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AuthIT {
  private static TestApp server;

  @BeforeAll
  static void start() {
    server = TestApp.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void whoRegistersIsLoggedIn() {
    var ann =
        server
            .anonymous()
            .post(
                "/api/auth/register",
                Map.of("email", " Ann@Example.com ", "password", "a password of ann"))
            .expect(201);

    assertEquals("bearer", ann.text("token_type"));
    assertEquals(86400, ann.json().get("expires_in").intValue());
    assertEquals("ann@example.com", ann.json().get("user").get("email").textValue());

    var me =
        server
            .anonymous()
            .with("Authorization", "Bearer " + ann.text("access_token"))
            .get("/api/auth/me")
            .expect(200);
    assertEquals(ann.json().get("user"), me.json());
  }
}
