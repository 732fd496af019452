package tally;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Dependencies point one way: features → http, db; cli → App, migrate; nothing → cli; migrate →
 * nothing.
 */
class LayoutTest {
  private static final String[] FEATURES = {
    "tally.auth..", "tally.tasks..", "tally.conversations..", "tally.export..", "tally.docs.."
  };

  /** The migrator's packages; each may use those before it. */
  private static final List<String> MIGRATOR =
      Stream.of(
              "script",
              "failure",
              "console",
              "database",
              "revision",
              "state",
              "catalog",
              "lint",
              "alembic",
              "run",
              "invocation",
              "verify",
              "command")
          .map("tally.migrate."::concat)
          .toList();

  private static final JavaClasses TALLY =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("tally");

  @Test
  void theMigratorKnowsNothingOfTheRestAndNeedsNothingButJdbc() {
    classes()
        .that(resideInAPackage("tally.migrate.."))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "tally.migrate..", "java..", "sun.misc..", "org.postgresql..", "org.jspecify.."))
        .check(TALLY);
  }

  @Test
  void thePackagesOfTheMigratorDependOnOneAnotherInOneOrder() {
    for (int i = 0; i < MIGRATOR.size(); i++) {
      List<String> above = MIGRATOR.subList(i + 1, MIGRATOR.size());
      noClasses()
          .that(resideInAPackage(MIGRATOR.get(i)))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(above.toArray(String[]::new))
                  .or(resideInAPackage("tally.migrate")))
          .check(TALLY);
    }
    slices().matching("tally.migrate.(*)..").should().beFreeOfCycles().check(TALLY);
  }

  @Test
  void everyPackageOfTheMigratorHasItsPlaceInThatOrder() {
    classes()
        .that(resideInAPackage("tally.migrate.."))
        .should()
        .resideInAnyPackage(
            Stream.concat(Stream.of("tally.migrate"), MIGRATOR.stream()).toArray(String[]::new))
        .check(TALLY);
  }

  @Test
  void featuresUseWhatEveryEndpointNeedsAndNotTheProgramAroundThem() {
    noClasses()
        .that(resideInAnyPackage(FEATURES))
        .should()
        .dependOnClassesThat(resideInAnyPackage("tally", "tally.cli..", "tally.migrate.."))
        .check(TALLY);
  }

  @Test
  void whatEveryEndpointNeedsKnowsNoFeature() {
    noClasses()
        .that(resideInAnyPackage("tally.http..", "tally.db.."))
        .should()
        .dependOnClassesThat(
            resideInAPackage("tally..").and(resideOutsideOfPackages("tally.http..", "tally.db..")))
        .check(TALLY);
  }

  @Test
  void onlyMainKnowsTheCommandLine() {
    noClasses()
        .that(resideOutsideOfPackages("tally.cli.."))
        .and()
        .doNotHaveFullyQualifiedName("tally.Main")
        .should()
        .dependOnClassesThat(resideInAPackage("tally.cli.."))
        .check(TALLY);
  }

  @Test
  void featuresFormNoCircle() {
    slices().matching("tally.(*)..").should().beFreeOfCycles().check(TALLY);
  }

  @Test
  void onlyMainEndsTheProcessAndReadsTheEnvironment() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("tally.Main")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .check(TALLY);
  }

  @Test
  void nothingStaticChanges() {
    noFields().that().areStatic().should().notBeFinal().allowEmptyShould(true).check(TALLY);
  }

  @Test
  void aClassIsFinalOrSaysWhoExtendsIt() {
    classes()
        .that()
        .areNotInterfaces()
        .and()
        .areNotRecords()
        .and()
        .areNotEnums()
        .and()
        .areNotAnonymousClasses()
        .and(not(describe("are sealed", c -> c.reflect().isSealed())))
        .should()
        .haveModifier(JavaModifier.FINAL)
        .orShould()
        .haveModifier(JavaModifier.ABSTRACT)
        .check(TALLY);
  }
}
