package dev.halcyon.installer;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the rooms and arrows of docs/architecture.md: what may know what. */
class ArchitectureTest {
  private static final String[] FEATURES = {
    "dev.halcyon.app.signin..",
    "dev.halcyon.app.queue..",
    "dev.halcyon.app.review..",
    "dev.halcyon.app.media..",
    "dev.halcyon.app.reasoning..",
    "dev.halcyon.app.settings..",
    "dev.halcyon.app.machine..",
    "dev.halcyon.app.plan..",
    "dev.halcyon.app.wellness.."
  };

  private static final JavaClasses HALCYON =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.halcyon");

  @Test
  void everyRoomIsSeen() {
    for (String room : List.of("assets", "protocol", "engine", "server", "client", "app")) {
      assertThat(HALCYON.that(resideInAPackage("dev.halcyon." + room + "..")))
          .as("classes of %s", room)
          .isNotEmpty();
    }
  }

  @Test
  void arrowsBetweenRoomsPointOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("protocol")
        .definedBy("dev.halcyon.protocol..")
        .layer("assets")
        .definedBy("dev.halcyon.assets..")
        .layer("engine")
        .definedBy("dev.halcyon.engine..")
        .layer("client")
        .definedBy("dev.halcyon.client..")
        .layer("server")
        .definedBy("dev.halcyon.server..")
        .layer("app")
        .definedBy("dev.halcyon.app..")
        .layer("installer")
        .definedBy("dev.halcyon.installer..")
        .whereLayer("installer")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("app")
        .mayOnlyBeAccessedByLayers("installer")
        .whereLayer("server")
        .mayOnlyBeAccessedByLayers("installer")
        .whereLayer("client")
        .mayOnlyBeAccessedByLayers("app", "installer")
        .whereLayer("engine")
        .mayOnlyBeAccessedByLayers("server", "app", "installer")
        .whereLayer("assets")
        .mayOnlyBeAccessedByLayers("engine", "server", "app", "installer")
        .whereLayer("protocol")
        .mayOnlyBeAccessedByLayers("engine", "client", "server", "app", "installer")
        .check(HALCYON);
  }

  @Test
  void protocolKnowsOnlyJackson() {
    classes()
        .that()
        .resideInAPackage("dev.halcyon.protocol..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.halcyon.protocol..", "java..", "com.fasterxml.jackson..", "org.jspecify..")
        .check(HALCYON);
  }

  @Test
  void onlyTheWorkbenchKnowsJavaFx() {
    noClasses()
        .that(not(resideInAnyPackage("dev.halcyon.app..", "dev.halcyon.installer..")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("javafx..")
        .check(HALCYON);
  }

  @Test
  void onlyTheServerKnowsSql() {
    noClasses()
        .that(not(resideInAPackage("dev.halcyon.server..")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..", "org.h2..", "org.jdbi..")
        .check(HALCYON);
  }

  @Test
  void noFeatureOfTheWorkbenchImportsAnother() {
    slices()
        .matching(
            "dev.halcyon.app.(signin|queue|review|media|reasoning|settings|machine|plan|wellness)..")
        .should()
        .notDependOnEachOther()
        .check(HALCYON);
  }

  @Test
  void thereIsOneGateToTheFxThread() {
    noClasses()
        .that(not(resideInAPackage("dev.halcyon.app.fx..")))
        .should()
        .callMethod("javafx.application.Platform", "runLater", "java.lang.Runnable")
        .check(HALCYON);
  }

  @Test
  void theWorkbenchMakesNoThreadsOfItsOwn() {
    ArchRule rule =
        noClasses()
            .that(
                resideInAPackage("dev.halcyon.app..")
                    .and(not(resideInAPackage("dev.halcyon.app.fx.."))))
            .should()
            .callConstructor(Thread.class, Runnable.class)
            .orShould()
            .callConstructor(Thread.class, Runnable.class, String.class);
    rule.check(HALCYON);
  }

  @Test
  void viewModelsDoNotKnowTheScene() {
    noClasses()
        .that()
        .haveSimpleNameEndingWith("ViewModel")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("javafx.scene..")
        .allowEmptyShould(true)
        .check(HALCYON);
  }

  @Test
  void featuresAreNotKnownBelowTheShell() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.halcyon.app.fx..", "dev.halcyon.app.kit..", "dev.halcyon.app.command..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(FEATURES)
        .check(HALCYON);
  }

  @Test
  void everyPackageIsNullMarked() throws IOException {
    Path root = Path.of("").toAbsolutePath().getParent();
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> bare =
          files
              .filter(path -> path.toString().endsWith(".java"))
              .filter(path -> path.toString().contains("/src/main/java/dev/halcyon/"))
              .map(Path::getParent)
              .distinct()
              .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
              .toList();
      assertThat(bare).as("packages without a @NullMarked package-info.java").isEmpty();
    }
  }
}
