package net.qhaigc.springai.gemini.test;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.List;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The gateway itself needs neither JUnit nor AssertJ nor Spring, so it may stand in a
 * production class path.
 */
class ArchitectureTests {

	private static final String ROOT = "net.qhaigc.springai.gemini.test";

	private static final List<String> OPTIONAL = List.of("junit", "assertj", "spring-", "slf4j", "logback", "log4j");

	private final JavaClasses classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages(ROOT);

	@Test
	void theGatewayDependsOnReactorNettyAndJacksonOnly() {
		classes().that()
			.resideInAPackage(ROOT)
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(ROOT, "java..", "org.jspecify..", "org.reactivestreams..", "reactor..", "io.netty..",
					"tools.jackson..")
			.check(this.classes);
	}

	@Test
	void nothingDependsOnTheRestOfTheProject() {
		classes().should()
			.onlyDependOnClassesThat()
			.haveNameNotMatching("net\\.qhaigc\\.springai\\.gemini\\.(?!test\\.).*")
			.because("the stand-in is an honest judge of the library")
			.check(this.classes);
		classes().should()
			.onlyDependOnClassesThat()
			.resideOutsideOfPackages("org.springframework.ai..", "org.springframework.boot..")
			.check(this.classes);
	}

	@Test
	void eachIntegrationStandsAlone() {
		noClasses().that()
			.resideInAPackage(ROOT + ".assertj")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.junit..", "org.springframework..")
			.check(this.classes);
		noClasses().that()
			.resideInAPackage(ROOT + ".junit")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.assertj..", "org.springframework..")
			.check(this.classes);
		noClasses().that()
			.resideInAPackage(ROOT + ".spring")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.assertj..", "org.junit..")
			.check(this.classes);
	}

	@Test
	void theGatewayStartsWithoutTheOptionalLibraries() throws Exception {
		URL[] production = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> OPTIONAL.stream().noneMatch(entry::contains))
			.map((entry) -> URI.create("file:" + entry + (entry.endsWith(".jar") ? "" : "/")))
			.map(ArchitectureTests::url)
			.toArray(URL[]::new);
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(production, ClassLoader.getPlatformClassLoader())) {
			Thread.currentThread().setContextClassLoader(loader);
			Class<?> gateway = loader.loadClass(QhaigcGateway.class.getName());
			try (AutoCloseable started = (AutoCloseable) gateway.getMethod("start").invoke(null)) {
				assertThat((String) gateway.getMethod("url").invoke(started)).startsWith("http://localhost:");
			}
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}
	}

	private static URL url(URI uri) {
		try {
			return uri.toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
