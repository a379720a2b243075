package net.qhaigc.springai.gemini.autoconfigure.diagnostics;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

import net.qhaigc.springai.gemini.autoconfigure.Applications;
import net.qhaigc.springai.gemini.autoconfigure.ConfigurationException;
import net.qhaigc.springai.gemini.autoconfigure.ConfigurationMetadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link UnknownPropertyCheck}.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnknownPropertyCheckTests {

	@ParameterizedTest
	@CsvSource({ "qhaigc.temprature, qhaigc.chat.temperature", "qhaigc.temperature, qhaigc.chat.temperature",
			"qhaigc.chat.temprature, qhaigc.chat.temperature",
			"qhaigc.chat.options.temperature, qhaigc.chat.temperature", "qhaigc.chat.options.model, qhaigc.chat.model",
			"qhaigc.chat.api-key, qhaigc.api-key", "qhaigc.key, qhaigc.api-key", "qhaigc.baseurl2, qhaigc.base-url",
			"qhaigc.proxy.hots, qhaigc.proxy.host", "qhaigc.chat.max-completion-tokens, qhaigc.chat.max-tokens",
			"qhaigc.chat.stop, qhaigc.chat.stop-sequences",
			"qhaigc.models.fast.temprature, qhaigc.models.fast.chat.temperature",
			"qhaigc.models.fast.chat.options.top-p, qhaigc.models.fast.chat.top-p",
			"qhaigc.tool-calling.max-round, qhaigc.tool-calling.max-rounds" })
	void suggestsNearestProperty(String property, String suggestion) {
		assertThat(report(Map.of(property, "1"), Map.of()))
			.isEqualTo("The following properties do not exist and have no effect: '%s' (did you mean '%s'?)"
				.formatted(property, suggestion));
	}

	@ParameterizedTest
	@CsvSource({ "QHAIGC_TEMPRATURE, QHAIGC_CHAT_TEMPERATURE", "QHAIGC_MODLE, QHAIGC_MODEL",
			"QHAIGC_CHAT_MAX_TOKNES, QHAIGC_CHAT_MAXTOKENS", "QHAIGC_BASEURI, QHAIGC_BASEURL",
			"QHAIGC_MODELS_FAST_TEMPRATURE, QHAIGC_MODELS_FAST_CHAT_TEMPERATURE" })
	void suggestsNearestEnvironmentVariable(String variable, String suggestion) {
		assertThat(report(Map.of(), Map.of(variable, "1")))
			.isEqualTo("The following properties do not exist and have no effect: '%s' (environment variable; did you"
				.formatted(variable) + " mean '%s'?)".formatted(suggestion));
	}

	@ParameterizedTest
	@ValueSource(strings = { "QHAIGC_API_KEY", "QHAIGC_APIKEY", "QHAIGC_CHAT_MAX_TOKENS", "QHAIGC_CHAT_MAXTOKENS",
			"QHAIGC_CHAT_STOP_SEQUENCES_0", "QHAIGC_HEADERS_X_TEAM", "QHAIGC_MODELS_FAST_BASE_URL",
			"QHAIGC_MODELS_VERY_FAST_CHAT_TOP_P", "QHAIGC_PROXY_PORT", "QHAIGC_API_KEY_2", "QHAIGC_SECOND_API_KEY",
			"QHAIGC_API_KEY_FILE", "QHAIGC_SERVICE_HOST", "QHAIGC_SERVICE_PORT", "QHAIGC_PORT",
			"QHAIGC_PORT_8080_TCP_ADDR", "QHAIGC_HOME", "QHAIGC_" })
	void doesNotReportKnownOrUnrelatedEnvironmentVariable(String variable) {
		assertThat(report(Map.of(), Map.of(variable, "1"))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "qhaigc.apiKey", "qhaigc.base_url", "qhaigc.chat.stopSequences[1]",
			"qhaigc.chat.labels.team", "qhaigc.headers[X-Team]", "qhaigc.chat.extra-body.generationConfig.novelty",
			"qhaigc.chat.safety-settings[0].category", "qhaigc.chat.extra-tools[0].mcpServers[0].name",
			"qhaigc.models.fast", "qhaigc.models.fast.model", "qhaigc.models.fast.chat.speech.speakers.Joe",
			"qhaigc.ssl.bundle", "qhaigc.stand-in", "qhaigc.chat.model", "other.temprature" })
	void doesNotReportKnownOrUnrelatedProperty(String property) {
		assertThat(report(Map.of(property, "1"), Map.of())).isEmpty();
	}

	@Test
	void doesNotReportPropertiesInMetadata() {
		Map<String, Object> all = new LinkedHashMap<>();
		ConfigurationMetadata.load()
			.properties()
			.stream()
			.map(ConfigurationMetadata::name)
			.filter((name) -> name.startsWith("qhaigc.") && !name.equals("qhaigc.unknown-properties"))
			.forEach((name) -> {
				all.put(name, "1");
				all.put(name.replace("qhaigc.", "qhaigc.models.fast."), "1");
			});
		assertThat(all).hasSizeGreaterThan(180);
		assertThat(report(all, Map.of())).isEmpty();
	}

	@Test
	void warnsOnceAboutAllUnknownPropertiesAndOmitsTheirValues(CapturedOutput output) {
		Applications.withoutProperties()
			.withPropertyValues("qhaigc.api-key=sk-1", "qhaigc.temprature=value-1", "qhaigc.something.else=value-2")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output.toString().lines().filter((line) -> line.contains("do not exist"))).singleElement()
			.satisfies((line) -> assertThat(line).contains("WARN")
				.contains("'qhaigc.temprature'")
				.contains("did you mean 'qhaigc.chat.temperature'?")
				.contains("'qhaigc.something.else'")
				.doesNotContain("value-"));
	}

	@Test
	void exceptionNamesLocationOfPropertyInFile() throws IOException {
		Resource yaml = new ByteArrayResource("qhaigc:\n  temprature: 0.4\n".getBytes(StandardCharsets.UTF_8)) {
			@Override
			public String getFilename() {
				return "application.yml";
			}
		};
		StandardEnvironment environment = new StandardEnvironment();
		new YamlPropertySourceLoader().load("application.yml", yaml)
			.forEach(environment.getPropertySources()::addFirst);
		environment.getPropertySources()
			.addFirst(new MapPropertySource("mode", Map.of("qhaigc.unknown-properties", "fail")));
		ConfigurationPropertySources.attach(environment);
		assertThatExceptionOfType(ConfigurationException.class).isThrownBy(
				() -> new UnknownPropertyCheck(environment).postProcessBeanFactory(new DefaultListableBeanFactory()))
			.withMessageContaining("'qhaigc.temprature' (")
			.withMessageContaining("2:15; did you mean 'qhaigc.chat.temperature'?)");
	}

	@Test
	void warnsBeforeApplicationFailsToStart(CapturedOutput output) {
		Applications.withoutProperties()
			.withPropertyValues("qhaigc.key=sk-1")
			.run((context) -> assertThat(context).hasFailed());
		assertThat(output).contains("did you mean 'qhaigc.api-key'?").doesNotContain("sk-1");
	}

	@Test
	void failsToStartIfModeIsFail() {
		Applications.withoutProperties()
			.withPropertyValues("qhaigc.api-key=sk-1", "qhaigc.temprature=1", "qhaigc.unknown-properties=fail")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(ConfigurationException.class)
				.hasMessageContaining("'qhaigc.temprature'"));
	}

	@Test
	void ignoresUnknownPropertiesIfModeIsIgnore() {
		assertThatNoException()
			.isThrownBy(() -> check(Map.of("qhaigc.temprature", "1", "qhaigc.unknown-properties", "ignore"), Map.of()));
	}

	@Test
	void reportsNothingIfMetadataCannotBeRead() {
		DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
		beanFactory.setBeanClassLoader(new ClassLoader() {

			@Override
			public Enumeration<URL> getResources(String name) throws IOException {
				throw new IOException("broken");
			}

		});
		assertThatNoException()
			.isThrownBy(() -> check(Map.of("qhaigc.temprature", "1", "qhaigc.unknown-properties", "fail"), Map.of(),
					beanFactory));
	}

	/** Return the message about properties and variables; empty if there is none. */
	private static String report(Map<String, Object> properties, Map<String, Object> variables) {
		Map<String, Object> all = new LinkedHashMap<>(properties);
		all.put("qhaigc.unknown-properties", "fail");
		try {
			check(all, variables);
			return "";
		}
		catch (ConfigurationException ex) {
			return ex.getMessage();
		}
	}

	private static void check(Map<String, Object> properties, Map<String, Object> variables) {
		check(properties, variables, new DefaultListableBeanFactory());
	}

	private static void check(Map<String, Object> properties, Map<String, Object> variables,
			ConfigurableListableBeanFactory beanFactory) {
		StandardEnvironment environment = new StandardEnvironment();
		Stream
			.of(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME)
			.forEach(environment.getPropertySources()::remove);
		environment.getPropertySources().addLast(new MapPropertySource("properties", properties));
		environment.getPropertySources().addLast(new SystemEnvironmentPropertySource("systemEnvironment", variables));
		ConfigurationPropertySources.attach(environment);
		new UnknownPropertyCheck(environment).postProcessBeanFactory(beanFactory);
	}

}
