package tally;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The jar says what it is made of. */
class BillOfMaterialsIT {
  /** Us; and what Jdbi carries inside itself under another name. */
  private static final Set<String> NO_PARTS = Set.of("tally:app", "org.antlr:antlr4-runtime");

  @Test
  void everyLibraryInTheJarIsInTheBillWithItsLicenceAndChecksum() throws IOException {
    try (var jar = new JarFile(Path.of("target", "app.jar").toFile())) {
      var place = jar.getManifest().getMainAttributes().getValue("Sbom-Location");
      var entry = jar.getJarEntry(place);
      if (entry == null) {
        System.err.println("SKIPPED: Maven makes no bill of materials offline");
      }
      assumeTrue(entry != null);
      JsonNode bill;
      try (var in = jar.getInputStream(entry)) {
        bill = new ObjectMapper().readTree(in);
      }
      var named = new TreeSet<String>();
      for (JsonNode part : bill.get("components")) {
        var name = part.get("group").textValue() + ":" + part.get("name").textValue();
        named.add(name + ":" + part.get("version").textValue());
        assertFalse(part.path("licenses").isEmpty(), () -> name + " has no licence");
        assertTrue(
            StreamSupport.stream(part.get("hashes").spliterator(), false)
                .anyMatch(hash -> hash.get("alg").textValue().equals("SHA-256")),
            () -> name + " has no checksum");
      }
      var missing = libraries(jar);
      missing.removeAll(named);
      assertEquals(Set.of(), missing);
      assertTrue(named.stream().noneMatch(name -> name.matches(".*(junit|testcontainers).*")));
      assertTrue(named.stream().anyMatch(name -> name.startsWith("org.webjars:swagger-ui:")));
    }
  }

  /** What the libraries say of themselves. */
  private static Set<String> libraries(JarFile jar) throws IOException {
    var found = new TreeSet<String>();
    for (var entry : jar.stream().filter(e -> e.getName().endsWith("/pom.properties")).toList()) {
      var properties = new Properties();
      try (var in = jar.getInputStream(entry)) {
        properties.load(in);
      }
      var name = properties.getProperty("groupId") + ":" + properties.getProperty("artifactId");
      if (!NO_PARTS.contains(name)) {
        found.add(name + ":" + properties.getProperty("version"));
      }
    }
    assertTrue(found.size() > 20, found::toString);
    return found;
  }
}
