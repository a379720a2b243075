package net.qhaigc.samples;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import net.qhaigc.samples.images.ImagesSample;
import net.qhaigc.samples.memory.MemorySample;
import net.qhaigc.samples.models.SeveralModelsSample;
import net.qhaigc.samples.structured.StructuredOutputSample;
import net.qhaigc.samples.tools.ToolsSample;
import net.qhaigc.samples.vendors.OtherVendorSample;
import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;
import net.qhaigc.springai.gemini.test.ReceivedRequest.Endpoint;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the requests and the output of each sample.
 */
@ExtendWith(OutputCaptureExtension.class)
class FeatureSamplesTests {

	private final QhaigcGateway gateway = QhaigcGateway.start();

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@Test
	void usesStandInGatewayIfNoApiKeyIsSet(CapturedOutput output) {
		SpringApplication.run(MemorySample.class, "--qhaigc.api-key=").close();
		assertThat(output).contains("Using a stand-in gateway").endsWith("""
				zhou: My name is Zhou, and I like tea.
				  My name is Zhou, and I like tea.
				wang: My name is Wang, and I like coffee.
				  My name is Wang, and I like coffee.
				zhou: What do I like?
				  You told me: "My name is Zhou, and I like tea."
				Zhou's conversation has 4 messages.
				""");
	}

	@Test
	void runsToolsWithToolContext(CapturedOutput output) {
		this.gateway.callTool("findTrains", Map.of("city", "Hangzhou", "day", "2026-11-23"))
			.callTool("weather", Map.of("city", "Hangzhou", "day", "2026-11-23"));
		this.gateway.reply("G7301 at 08:04 and G7503 at 09:30. Take an umbrella.");
		run(ToolsSample.class);
		assertThat(output).isEqualToNormalizingNewlines("""
				findTrains(Hangzhou, 2026-11-23) for Ms. Zhou
				weather(Hangzhou, 2026-11-23)
				Which trains go to Hangzhou tomorrow?
				G7301 at 08:04 and G7503 at 09:30. Take an umbrella.
				""");
	}

	@Test
	void convertsResponsesToRecordAndList(CapturedOutput output) {
		this.gateway.reply("""
				{"name": "West Lake fish", "difficulty": "HARD", "steps": ["Starve the carp", "Poach it"],
				 "ingredients": [{"name": "carp", "amount": 1, "unit": "piece"}]}""");
		this.gateway.reply("""
				["Dongpo pork", "Beggar's chicken"]""");
		run(StructuredOutputSample.class);
		assertThat(output).isEqualToNormalizingNewlines(
				"""
						Recipe[name=West Lake fish, difficulty=HARD, ingredients=[Ingredient[name=carp, amount=1.0, unit=piece]], steps=[Starve the carp, Poach it]]
						[Dongpo pork, Beggar's chicken]
						""");
		assertThat(this.gateway.received()).hasSize(2)
			.allSatisfy((request) -> assertThat(request.json().at("/generationConfig/responseMimeType").asString())
				.isEqualTo("application/json"));
	}

	@Test
	void sendsAndGeneratesImages(CapturedOutput output, @TempDir Path directory) {
		Path painting = directory.resolve("painting.png");
		this.gateway.reply("A blue disc.");
		this.gateway.reply("Here it is.").image(new byte[] { 1, 2, 3 });
		run(ImagesSample.class, "--sample.image=" + painting);
		assertThat(output).isEqualToNormalizingNewlines("""
				A blue disc.
				The painting is in %s
				""".formatted(painting));
		assertThat(painting).hasBinaryContent(new byte[] { 1, 2, 3 });
	}

	@Test
	void usesNamedModels(CapturedOutput output) {
		this.gateway.reply("Unhappy");
		this.gateway.reply("We are sorry, and the next tea is on us.");
		run(SeveralModelsSample.class);
		assertThat(output).isEqualToNormalizingNewlines("""
				Unhappy
				We are sorry, and the next tea is on us.
				""");
		assertThat(this.gateway.received()).extracting(ReceivedRequest::model)
			.containsExactly("gemini-2.5-flash-lite", "gemini-3.1-pro-preview");
	}

	@Test
	void usesUnifiedEndpointForOtherVendor(CapturedOutput output) {
		this.gateway.reply("The Grand Canal.");
		this.gateway.reply("The Grand Canal, too.");
		run(OtherVendorSample.class);
		assertThat(output).isEqualToNormalizingNewlines("""
				Gemini: The Grand Canal.
				GPT:    The Grand Canal, too.
				""");
		assertThat(this.gateway.received()).extracting(ReceivedRequest::endpoint)
			.containsExactly(Endpoint.NATIVE, Endpoint.UNIFIED);
	}

	private void run(Class<?> sample, String... arguments) {
		SpringApplication application = new SpringApplication(sample);
		application.setDefaultProperties(
				Map.of("qhaigc.base-url", this.gateway.url(), "qhaigc.api-key", this.gateway.apiKey()));
		application.run(arguments).close();
		assertThat(this.gateway.problems()).isEmpty();
		assertThat(this.gateway.unusedReplies()).isZero();
	}

}
