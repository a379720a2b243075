package net.qhaigc.springai.gemini;

import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Set;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.support.SpringFactoriesLoader;

import net.qhaigc.springai.gemini.metadata.TokenUsage;
import net.qhaigc.springai.gemini.wire.ErrorEnvelope;
import net.qhaigc.springai.gemini.wire.GenerateContentRequest;
import net.qhaigc.springai.gemini.wire.UsageMetadata;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the runtime hints of the library.
 */
class QhaigcGeminiRuntimeHintsTests {

	/** Records that Jackson neither serializes nor deserializes by reflection. */
	private static final Set<Class<?>> NOT_SERIALIZED = Set.of(ErrorEnvelope.class);

	private final RuntimeHints hints = new RuntimeHints();

	QhaigcGeminiRuntimeHintsTests() {
		SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter((registrar) -> registrar.getClass().getPackageName().startsWith("net.qhaigc"))
			.forEach((registrar) -> registrar.registerHints(this.hints, getClass().getClassLoader()));
	}

	static Stream<Class<?>> serializedRecords() {
		return Stream.concat(wireRecords(), Stream.of(TokenUsage.class, TokenUsage.ModalityTokenCount.class));
	}

	private static Stream<Class<?>> wireRecords() {
		return new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackages(UsageMetadata.class.getPackageName())
			.stream()
			.<Class<?>>map(JavaClass::reflect)
			.filter(Class::isRecord)
			.filter((type) -> Modifier.isPublic(type.getModifiers()))
			.filter((type) -> NOT_SERIALIZED.stream()
				.noneMatch((other) -> type == other || type.getEnclosingClass() == other));
	}

	@ParameterizedTest
	@MethodSource("serializedRecords")
	void registersHintsForEachRecord(Class<?> type) {
		assertThat(RuntimeHintsPredicates.reflection().onType(type)).accepts(this.hints);
		for (RecordComponent component : type.getRecordComponents()) {
			assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(component.getAccessor()))
				.as(component.getName())
				.accepts(this.hints);
		}
	}

	@Test
	void findsWireRecords() {
		assertThat(wireRecords()).contains(GenerateContentRequest.class, UsageMetadata.class).hasSizeGreaterThan(20);
	}

}
