package net.qhaigc.samples.quickstart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the output of the quickstart.
 */
@ExtendWith(OutputCaptureExtension.class)
class QuickstartApplicationTests {

	private static final String WARNING = "Using a stand-in gateway";

	private static final String OUTPUT = """
			To use the Qhaigc gateway: QHAIGC_API_KEY=<your key> mvn -pl samples/quickstart -am spring-boot:run

			1. A plain answer
			> Explain how RAG works in three concise steps.
			RAG works in three steps: find passages that match the question, put them into the prompt, let the model answer from them.

			2. A streamed answer
			> Tell me about West Lake in two sentences.
			West Lake lies in the west of Hangzhou, ringed by hills. Poets have praised it for a thousand years.

			3. A tool call
			> What is the current weather in Hangzhou?
			(the tool runs in this application: currentWeather("Hangzhou"))
			currentWeather returned: {"city":"Hangzhou","celsius":21,"sky":"light rain"}

			4. An answer as a Java record
			> Plan a trip of 2 days to Hangzhou.
			Trip[destination=Hangzhou, days=2, season=SPRING]

			5. The token usage of the first answer
			18 prompt tokens, 76 completion tokens, 94 tokens in total
			""";

	@Test
	void usesStandInGatewayIfApiKeyIsNotSet(CapturedOutput output) {
		SpringApplication.run(QuickstartApplication.class, "--qhaigc.api-key=").close();
		assertThat(withoutWarning(output)).isEqualTo(OUTPUT);
	}

	@Test
	void usesConfiguredGatewayIfApiKeyIsSet(CapturedOutput output) {
		try (QhaigcGateway gateway = QhaigcGateway.builder().apiKey("sk-1").autoRespond().start()) {
			SpringApplication
				.run(QuickstartApplication.class, "--qhaigc.api-key=sk-1", "--qhaigc.base-url=" + gateway.url())
				.close();
			assertThat(gateway.problems()).isEmpty();
			assertThat(gateway.received()).hasSize(5);
		}
		assertThat(output).doesNotContain("stand-in").contains("5. The token usage of the first answer");
	}

	/** Starts a separate JVM, whose log lists the loaded classes. */
	@Test
	void doesNotLoadClassesOfUnusedFeatures() throws Exception {
		Process application = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-Xlog:class+load", "-cp", System.getProperty("java.class.path"),
				QuickstartApplication.class.getName(), "--qhaigc.api-key=")
			.redirectErrorStream(true)
			.start();
		String output = new String(application.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(application.waitFor()).isZero();
		assertThat(output).contains(" net.qhaigc.springai.gemini.client.")
			.doesNotContain(" net.qhaigc.springai.gemini.quota.")
			.doesNotContain(" net.qhaigc.springai.gemini.options.Prices")
			.doesNotContain(" net.qhaigc.springai.gemini.options.ModelPrice")
			.doesNotContain(" net.qhaigc.springai.gemini.client.TokenCounts")
			.doesNotContain(" net.qhaigc.springai.gemini.failover.")
			.doesNotContain(" io.github.bucket4j.")
			.doesNotContain(" io.github.resilience4j.");
	}

	@Test
	@Tag("ahead-of-time")
	void runsWithAheadOfTimeProcessing() throws Exception {
		Process application = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Dspring.aot.enabled=true", "-Dfile.encoding=UTF-8", "-cp", System.getProperty("java.class.path"),
				QuickstartApplication.class.getName(), "--qhaigc.api-key=")
			.redirectErrorStream(true)
			.start();
		String output = new String(application.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(withoutWarning(output)).isEqualTo(OUTPUT);
		assertThat(application.waitFor()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "README.md", "README.zh-CN.md" })
	void readmeShowsOutput(String file) throws IOException {
		String readme = Files.readString(Path.of("../..", file));
		String shown = readme.substring(readme.indexOf("2. A streamed answer"));
		assertThat(OUTPUT).contains(shown.substring(0, shown.indexOf("```")));
	}

	private static String withoutWarning(CharSequence output) {
		assertThat(output).contains(WARNING);
		return output.toString()
			.lines()
			.filter((line) -> !line.contains(WARNING))
			.collect(Collectors.joining("\n", "", "\n"));
	}

}
