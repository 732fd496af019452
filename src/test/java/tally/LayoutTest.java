package tally;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/**
 * Dependencies point one way: features → http, db; cli → App, migrate; nothing → cli; migrate →
 * nothing.
 */
class LayoutTest {
  private static final JavaClasses TALLY =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("tally");

  @Test
  void theMigratorKnowsNothingOfTheRest() {
    noClasses()
        .that()
        .resideInAPackage("tally.migrate..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("tally")
        .allowEmptyShould(true)
        .check(TALLY);
  }
}
