package net.qhaigc.springai.gemini.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.ReflectionUtils;

import net.qhaigc.springai.gemini.options.ImageConfig;
import net.qhaigc.springai.gemini.options.RetrievalConfig;
import net.qhaigc.springai.gemini.options.SafetySetting;
import net.qhaigc.springai.gemini.options.Speech;
import net.qhaigc.springai.gemini.options.ToolChoice;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NamedModelRuntimeHints}.
 */
class NamedModelRuntimeHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	NamedModelRuntimeHintsTests() {
		SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter(NamedModelRuntimeHints.class::isInstance)
			.forEach((registrar) -> registrar.registerHints(this.hints, getClass().getClassLoader()));
	}

	@ParameterizedTest
	@ValueSource(classes = { QhaigcChatProperties.ServerTools.class, ImageConfig.class, RetrievalConfig.class,
			SafetySetting.class, Speech.class, ToolChoice.class })
	void registersConstructorsOfRecords(Class<?> type) {
		assertThat(RuntimeHintsPredicates.reflection().onConstructorInvocation(type.getDeclaredConstructors()[0]))
			.accepts(this.hints);
	}

	@Test
	void registersConstructorAndSettersOfChatProperties() {
		assertThat(RuntimeHintsPredicates.reflection()
			.onConstructorInvocation(QhaigcChatProperties.class.getDeclaredConstructors()[0])).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(ReflectionUtils.findMethod(QhaigcChatProperties.class, "setTopP", Double.class)))
			.accepts(this.hints);
	}

	@Test
	void registersSettersOfConnectionProperties() {
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(ReflectionUtils.findMethod(QhaigcProperties.class, "setApiKey", String.class)))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(
					ReflectionUtils.findMethod(QhaigcProperties.Pool.class, "setMaxPending", Integer.class)))
			.accepts(this.hints);
	}

}
