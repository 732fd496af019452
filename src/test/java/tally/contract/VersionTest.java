package tally.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;

class VersionTest {
  @Test
  void theContractHasTheVersionOfTheProgram() throws Exception {
    var pom = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse("pom.xml");
    var version = XPathFactory.newInstance().newXPath().evaluate("/project/version", pom);
    var contract = new YAMLMapper().readTree(Path.of("src/main/resources/openapi.yaml").toFile());

    assertEquals(version, contract.at("/info/version").textValue());
  }
}
