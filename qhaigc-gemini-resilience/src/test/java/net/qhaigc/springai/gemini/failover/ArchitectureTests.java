package net.qhaigc.springai.gemini.failover;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * Tests for the dependencies of the packages {@code failover} and {@code quota}, and for
 * the public types of {@code failover}.
 */
class ArchitectureTests {

	private static final String LIBRARY = "net.qhaigc.springai.gemini";

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(LIBRARY + ".failover", LIBRARY + ".quota");

	@Test
	void usesOnlyPublicApiOfLibrary() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage(LIBRARY + ".codec..", LIBRARY + ".wire..", LIBRARY + ".client.body..",
					LIBRARY + ".client.connection..", LIBRARY + ".client.retry..", LIBRARY + ".client.scheduling..")
			.check(CLASSES);
	}

	@Test
	void usesNeitherSpringBootNorChatClient() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot..", "org.springframework.ai.chat.client..")
			.check(CLASSES);
	}

	@Test
	void failoverAndQuotaDoNotUseEachOther() {
		assertDoesNotUse("failover", "quota");
		assertDoesNotUse("quota", "failover");
	}

	@Test
	void onlyFailoverModelAndItsSettingsArePublic() {
		classes().that()
			.resideInAPackage(LIBRARY + ".failover")
			.and()
			.arePublic()
			.should()
			.haveNameMatching(".*\\.(FailoverChatModel(\\$Builder)?|CircuitBreakerSettings|package-info)")
			.check(CLASSES);
	}

	private static void assertDoesNotUse(String packageName, String otherPackage) {
		noClasses().that()
			.resideInAPackage(LIBRARY + "." + packageName)
			.should()
			.dependOnClassesThat()
			.resideInAPackage(LIBRARY + "." + otherPackage)
			.check(CLASSES);
	}

}
