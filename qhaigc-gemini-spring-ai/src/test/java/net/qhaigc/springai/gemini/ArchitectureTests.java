package net.qhaigc.springai.gemini;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the dependencies of the library and of its packages, and for the visibility,
 * the kinds and the names of its types.
 */
class ArchitectureTests {

	private static final String ROOT = "net.qhaigc.springai.gemini";

	/**
	 * The packages of the library, each with the packages that it is allowed to use. The
	 * root package uses {@code client.error}, which contains the exceptions of the
	 * client.
	 */
	static final Map<String, List<String>> ALLOWED_DEPENDENCIES = Map.ofEntries(
			Map.entry("", List.of("options", "media", "codec", "codec.warning", "client", "client.error", "wire")),
			Map.entry("client",
					List.of("client.body", "client.connection", "client.error", "client.retry", "client.scheduling",
							"wire")),
			Map.entry("client.retry", List.of("client.error", "client.scheduling")),
			Map.entry("client.scheduling", List.of("client.error")),
			Map.entry("client.connection", List.of("client.error")),
			Map.entry("client.body", List.of("client.error", "wire")), Map.entry("client.error", List.of("wire")),
			Map.entry("codec",
					List.of("codec.markup", "codec.schema", "codec.turn", "codec.unified", "codec.media",
							"codec.warning", "options", "metadata", "media", "wire")),
			Map.entry("codec.markup", List.of("options", "wire")),
			Map.entry("codec.schema", List.of("codec.warning", "options", "metadata", "wire")),
			Map.entry("codec.turn", List.of("codec.media", "codec.warning", "options", "metadata", "media", "wire")),
			Map.entry("codec.unified",
					List.of("codec.schema", "codec.turn", "codec.warning", "options", "metadata", "wire")),
			Map.entry("codec.media", List.of("codec.warning", "options", "media", "wire")),
			Map.entry("memory", List.of("codec.media", "codec.turn", "options", "media", "wire")),
			Map.entry("codec.warning", List.of()), Map.entry("media", List.of()), Map.entry("metadata", List.of()),
			Map.entry("rendering", List.of("metadata")), Map.entry("options", List.of()), Map.entry("wire", List.of()));

	static final List<String> PACKAGES = List.copyOf(ALLOWED_DEPENDENCIES.keySet());

	/**
	 * For some of the packages, the only types that are allowed to be public.
	 */
	private static final Map<String, List<String>> ENTRY_POINTS = Map.ofEntries(
			Map.entry("client.body", List.of("EventHandler", "EventReader", "ResponseBodyReader")),
			Map.entry("client.connection", List.of("ConnectionGuards", "ConnectionReuse", "FailFastConnector")),
			Map.entry("client.error",
					List.of("BudgetExceededException", "FailureKind", "GatewayErrors", "GatewayFailure",
							"GatewayProblem", "QhaigcNonTransientException", "Redactor", "QhaigcTransientException",
							"RateLimits", "ResponseHead", "StatusRules", "TransportErrors")),
			Map.entry("client.retry", List.of("Retries", "RetryRules", "RetrySettings")),
			Map.entry("client.scheduling",
					List.of("ClientClock", "ClientSchedulers", "Limit", "RunningRequests", "TimeLimit")),
			Map.entry("codec",
					List.of("PromptEncoder", "ResponseDecoder", "StreamDecoder", "EncodedPrompt",
							"EmbeddedJsonLocations", "ChatOptionsResolver", "HeaderMetadata")),
			Map.entry("codec.markup", List.of("MarkupDecoder", "ResponseMarkup")),
			Map.entry("codec.schema", List.of("SchemaEncoder", "EncodedSchema", "EmbeddedJson")),
			Map.entry("codec.turn", List.of("ModelTurn", "RestoredPart", "TurnMedia", "MediaRetention")),
			Map.entry("codec.unified", List.of("UnifiedPromptEncoder", "UnifiedPrompt")),
			Map.entry("codec.media", List.of("MediaEncoder", "MediaDecoder", "HistoryMediaEncoder")),
			Map.entry("codec.warning", List.of("WarnOnce", "IgnoredOptions")),
			Map.entry("rendering", List.of("ResponseRenderer")));

	static final List<String> PACKAGES_WITH_ENTRY_POINTS = List.copyOf(ENTRY_POINTS.keySet());

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.withImportOption((location) -> !location.contains("qhaigc-gemini-test"))
		.importPackages(ROOT);

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
			.allowEmptyShould(true)
			.check(CLASSES);
	}

	@Test
	void hasNoUnlistedPackages() {
		classes().should()
			.resideInAnyPackage(PACKAGES.stream().map(ArchitectureTests::packageOf).toArray(String[]::new))
			.check(CLASSES);
	}

	@Test
	void hasNoPackageCycles() {
		slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
	}

	@ParameterizedTest
	@FieldSource("PACKAGES_WITH_ENTRY_POINTS")
	void hasNoPublicTypesExceptEntryPoints(String name) {
		List<String> types = CLASSES.stream()
			.filter((type) -> type.getPackageName().equals(packageOf(name)))
			.filter(ArchitectureTests::isPublic)
			.map(JavaClass::getSimpleName)
			.toList();
		assertThat(types).containsExactlyInAnyOrderElementsOf(ENTRY_POINTS.getOrDefault(name, List.of()));
	}

	@Test
	void clientAndWireDoNotUseSpringAiChat() {
		noClasses().that()
			.resideInAnyPackage(packageOf("client") + "..", packageOf("wire"))
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.ai.chat..")
			.check(CLASSES);
	}

	@Test
	void onlyClientUsesWebClientAndNetty() {
		noClasses().that()
			.resideOutsideOfPackage(packageOf("client") + "..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.web..", "org.springframework.http..", "reactor.netty..",
					"io.netty..")
			.check(CLASSES);
	}

	@Test
	void wireDoesNotUseSpring() {
		noClasses().that()
			.resideInAPackage(packageOf("wire"))
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework..", "reactor..", "io.micrometer..")
			.check(CLASSES);
	}

	@Test
	void libraryDoesNotUseSpringBoot() {
		noClasses().should().dependOnClassesThat().resideInAPackage("org.springframework.boot..").check(CLASSES);
	}

	@Test
	void libraryUsesOnlyAllowedLibraries() {
		classes().should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("java..", "javax.sound.sampled..", ROOT + "..", "org.springframework..", "reactor..",
					"org.reactivestreams..", "io.netty..", "io.micrometer..", "tools.jackson..",
					"com.fasterxml.jackson.annotation..", "org.apache.commons.logging..", "org.jspecify.annotations..")
			.check(CLASSES);
	}

	@Test
	void wireTypesAreRecordsEnumsOrSealedInterfaces() {
		assertThat(CLASSES).filteredOn((type) -> type.getPackageName().equals(ROOT + ".wire") && type.isTopLevelClass())
			.filteredOn((type) -> !type.getSimpleName()
				.matches(
						".*Reader|.*Writer|.*Merger|.*EventParser|ImmutableCopy|EncodedTextCache|WireJson|JsonObject|package-info"))
			.allMatch(ArchitectureTests::isDataType);
	}

	@Test
	void hasNoMeaninglessTypeNames() {
		Stream.of("Utils", "Util", "Helper", "Manager", "Service", "Base", "Impl", "Mapper")
			.forEach((word) -> noClasses().should().haveSimpleNameEndingWith(word).check(CLASSES));
	}

	/** Whether the type and all types in which it is nested are public. */
	private static boolean isPublic(JavaClass type) {
		return type.getModifiers().contains(JavaModifier.PUBLIC)
				&& type.getEnclosingClass().map(ArchitectureTests::isPublic).orElse(true);
	}

	private static boolean isDataType(JavaClass type) {
		return type.isRecord() || type.isEnum() || (type.isInterface() && type.reflect().isSealed());
	}

	private static String packageOf(String name) {
		return name.isEmpty() ? ROOT : ROOT + "." + name;
	}

}
