package net.qhaigc.springai.gemini.autoconfigure;

import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * Tests for the dependencies of the starter on the packages of the library.
 */
class ArchitectureTests {

	private static final String LIBRARY = "net.qhaigc.springai.gemini";

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(LIBRARY + ".autoconfigure");

	@Test
	void usesOnlyPublicApiOfLibrary() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage(LIBRARY + ".codec..", LIBRARY + ".wire..", LIBRARY + ".client.body..",
					LIBRARY + ".metadata..")
			.check(CLASSES);
	}

	@Test
	void onlySliceForTestsUsesTestKitAndTestLibraries() {
		JavaClasses starter = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackages(Stream.of("advisor", "agent", "autoconfigure", "entity", "memory.jdbc", "observation")
				.map((name) -> LIBRARY + "." + name)
				.toArray(String[]::new));
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage(LIBRARY + ".test..", "org.springframework.boot.test..", "org.springframework.test..",
					"org.junit..")
			.because("applications do not have these libraries")
			.check(starter);
	}

	@Test
	void autoConfigurationsArePublicAndFinal() {
		classes().that()
			.areAnnotatedWith("org.springframework.boot.autoconfigure.AutoConfiguration")
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.check(CLASSES);
	}

}
