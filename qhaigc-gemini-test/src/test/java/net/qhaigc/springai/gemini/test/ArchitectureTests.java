package net.qhaigc.springai.gemini.test;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Verifies which types are the public API of the test kit, and on which libraries its
 * packages depend. The stand-in gateway itself requires neither JUnit nor AssertJ nor
 * Spring, so that it can be on the classpath of an application.
 */
class ArchitectureTests {

	private static final String ROOT = "net.qhaigc.springai.gemini.test";

	private static final List<String> OPTIONAL_LIBRARIES = List.of("junit", "assertj", "spring-", "slf4j", "logback",
			"log4j");

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages(ROOT);

	@Test
	void publicApiConsistsOfListedTypes() {
		assertThat(CLASSES).filteredOn(ArchitectureTests::isPublic)
			.extracting((type) -> type.getName().substring(ROOT.length() + 1))
			.containsExactlyInAnyOrder("ConnectProxy", "JsonDifference", "QhaigcConformance", "QhaigcConformance$Check",
					"QhaigcConformance$Result", "QhaigcGateway", "QhaigcGatewayBuilder", "QhaigcStandIn",
					"ReceivedRequest", "ReceivedRequest$Endpoint", "RelayError", "Reply", "ReplyScript",
					"SettableClock", "assertj.QhaigcAssertions", "assertj.QhaigcGatewayAssert",
					"assertj.ReceivedRequestAssert", "junit.QhaigcConformanceTests", "junit.QhaigcGatewayExtension",
					"spring.EnableQhaigcGateway");
	}

	private static boolean isPublic(JavaClass type) {
		return type.getModifiers().contains(JavaModifier.PUBLIC)
				&& type.getEnclosingClass().map(ArchitectureTests::isPublic).orElse(true);
	}

	@Test
	void publicApiUsesOnlyPublicTypes() {
		assertThat(CLASSES).filteredOn(ArchitectureTests::isPublic)
			.flatExtracting(JavaClass::getMethods)
			.filteredOn((method) -> method.getModifiers().contains(JavaModifier.PUBLIC))
			.flatExtracting((method) -> method.getAllInvolvedRawTypes())
			.filteredOn((type) -> type.getPackageName().startsWith(ROOT))
			.isNotEmpty()
			.allMatch(ArchitectureTests::isPublic, "is public");
	}

	@Test
	void gatewayDependsOnlyOnReactorAndNettyAndJackson() {
		classes().that()
			.resideInAPackage(ROOT)
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(ROOT, "java..", "org.jspecify..", "org.reactivestreams..", "reactor..", "io.netty..",
					"tools.jackson..")
			.check(CLASSES);
	}

	@Test
	void testKitDependsNeitherOnOtherModulesNorOnSpringAiNorOnSpringBoot() {
		classes().should()
			.onlyDependOnClassesThat()
			.haveNameNotMatching("net\\.qhaigc\\.springai\\.gemini\\.(?!test\\.).*")
			.because("the tests of the library use this module")
			.check(CLASSES);
		classes().should()
			.onlyDependOnClassesThat()
			.resideOutsideOfPackages("org.springframework.ai..", "org.springframework.boot..")
			.check(CLASSES);
	}

	@Test
	void integrationsDoNotDependOnLibrariesOfOtherIntegrations() {
		noClasses().that()
			.resideInAPackage(ROOT + ".assertj")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.junit..", "org.springframework..")
			.check(CLASSES);
		noClasses().that()
			.resideInAPackage(ROOT + ".junit")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.assertj..", "org.springframework..")
			.check(CLASSES);
		noClasses().that()
			.resideInAPackage(ROOT + ".spring")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.assertj..", "org.junit..")
			.check(CLASSES);
	}

	@Test
	void standInGatewayInApplicationDoesNotDependOnSpringTest() {
		noClasses().that()
			.haveSimpleNameStartingWith("StandIn")
			.or()
			.haveSimpleName("GatewayRegistration")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.test..")
			.because("applications use these classes without spring-test")
			.check(CLASSES);
	}

	@Test
	void gatewayStartsWithoutOptionalLibraries() throws Exception {
		URL[] required = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> OPTIONAL_LIBRARIES.stream().noneMatch(entry::contains))
			.map(ArchitectureTests::url)
			.toArray(URL[]::new);
		ClassLoader originalClassLoader = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(required, ClassLoader.getPlatformClassLoader())) {
			Thread.currentThread().setContextClassLoader(loader);
			Class<?> gateway = loader.loadClass(QhaigcGateway.class.getName());
			try (AutoCloseable started = (AutoCloseable) gateway.getMethod("start").invoke(null)) {
				assertThat((String) gateway.getMethod("url").invoke(started)).startsWith("http://localhost:");
			}
		}
		finally {
			Thread.currentThread().setContextClassLoader(originalClassLoader);
		}
	}

	private static URL url(String entry) {
		try {
			return Path.of(entry).toUri().toURL();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
