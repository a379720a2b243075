package net.qhaigc.springai.gemini.autoconfigure;

import java.util.List;
import java.util.Map;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the dependencies of the starter's packages on each other and on packages of
 * the library.
 */
class ArchitectureTests {

	private static final String ROOT = "net.qhaigc.springai.gemini";

	/**
	 * Each package of the starter, with the packages of the starter on which it is
	 * allowed to depend.
	 */
	static final Map<String, List<String>> ALLOWED_DEPENDENCIES = Map.ofEntries(Map.entry("advisor", List.of()),
			Map.entry("agent", List.of()), Map.entry("entity", List.of()), Map.entry("memory.jdbc", List.of("agent")),
			Map.entry("observation", List.of()), Map.entry("autoconfigure", List.of("observation")),
			Map.entry("autoconfigure.actuate", List.of("autoconfigure")),
			Map.entry("autoconfigure.chatclient", List.of("autoconfigure", "advisor", "agent", "entity")),
			Map.entry("autoconfigure.cost", List.of("autoconfigure", "observation")),
			Map.entry("autoconfigure.diagnostics", List.of("autoconfigure")),
			Map.entry("autoconfigure.failover", List.of("autoconfigure")),
			Map.entry("autoconfigure.memory", List.of("autoconfigure", "memory.jdbc", "agent")),
			Map.entry("autoconfigure.observation", List.of("observation")),
			Map.entry("autoconfigure.openai", List.of("autoconfigure")),
			Map.entry("autoconfigure.quota", List.of("autoconfigure", "autoconfigure.cost")),
			Map.entry("test.autoconfigure", List.of("autoconfigure", "autoconfigure.memory", "advisor", "entity")));

	static final List<String> PACKAGES = List.copyOf(ALLOWED_DEPENDENCIES.keySet());

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.importUrl(QhaigcProperties.class.getProtectionDomain().getCodeSource().getLocation());

	@ParameterizedTest
	@FieldSource("PACKAGES")
	void dependsOnlyOnAllowedPackages(String name) {
		String[] forbidden = PACKAGES.stream()
			.filter((other) -> !other.equals(name)
					&& !ALLOWED_DEPENDENCIES.getOrDefault(name, List.of()).contains(other))
			.map(ArchitectureTests::packageOf)
			.toArray(String[]::new);
		noClasses().that()
			.resideInAPackage(packageOf(name))
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(forbidden)
			.check(CLASSES);
	}

	@Test
	void starterHasOnlyListedPackages() {
		classes().should()
			.resideInAnyPackage(PACKAGES.stream().map(ArchitectureTests::packageOf).toArray(String[]::new))
			.check(CLASSES);
	}

	@Test
	void hasNoPackageCycles() {
		slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
	}

	/**
	 * Apart from auto-configurations and properties classes, only the listed types are
	 * public. Of the listed types, only {@code QhaigcConnectionDetails} is public API.
	 * The Maven profile {@code api} does not check the others for incompatible changes.
	 */
	@Test
	void publicTypesOfAutoConfigurationAreListed() {
		assertThat(CLASSES.stream()
			.filter((type) -> type.getPackageName().startsWith(packageOf("autoconfigure")))
			.filter((type) -> type.getModifiers().contains(JavaModifier.PUBLIC))
			.filter((type) -> type.getEnclosingClass().isEmpty())
			.map(JavaClass::getSimpleName)
			.filter((name) -> !name.matches("Qhaigc.*(AutoConfiguration|Properties)")))
			.containsExactlyInAnyOrder("ChatModelCustomizer", "ClientBudget", "ClientQuotas", "ConfigurationException",
					"MissingNettyAutoConfiguration", "NamedModelReader", "QhaigcConnectionDetails");
	}

	@Test
	void usesOnlyPublicApiOfLibrary() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage(packageOf("codec") + "..", packageOf("wire") + "..", packageOf("client.body") + "..",
					packageOf("client.connection") + "..", packageOf("client.retry") + "..",
					packageOf("client.scheduling") + "..")
			.check(CLASSES);
	}

	@Test
	void autoConfigurationDoesNotReadResponseMetadata() {
		noClasses().that()
			.resideInAPackage(packageOf("autoconfigure") + "..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage(packageOf("metadata") + "..")
			.check(CLASSES);
	}

	@Test
	void onlyTestSliceUsesTestKitAndTestLibraries() {
		noClasses().that()
			.resideOutsideOfPackage(packageOf("test.autoconfigure"))
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(packageOf("test") + "..", "org.springframework.boot.test..",
					"org.springframework.test..", "org.junit..")
			.because("applications do not have these libraries")
			.check(CLASSES);
	}

	@Test
	void autoConfigurationsArePublicAndFinal() {
		classes().that()
			.resideInAPackage(packageOf("autoconfigure") + "..")
			.and()
			.areAnnotatedWith("org.springframework.boot.autoconfigure.AutoConfiguration")
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.check(CLASSES);
	}

	private static String packageOf(String name) {
		return ROOT + "." + name;
	}

}
