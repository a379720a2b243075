package net.qhaigc.samples.mcp;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the sample with the real MCP servers. If npm is not installed, the test of the
 * servers that require npm is skipped; with {@code -Dqhaigc.npm.required=true}, it fails.
 */
@ExtendWith(OutputCaptureExtension.class)
class McpSampleTests {

	@Test
	void modelCallsToolOverHttp(CapturedOutput output) throws IOException {
		run(false, (gateway) -> {
			assertThat(gateway.received()).hasSize(2);
			assertThat(declaredTools(gateway)).containsExactly("find_books");
			assertThat(gateway.received()
				.get(0)
				.json()
				.at("/tools/0/functionDeclarations/0/parameters/properties/subject/description")
				.asString()).isEqualTo("One word, in English");
			assertThat(toolResult(gateway, 1).toString()).contains("The Classic of Tea", "The Book of Tea")
				.doesNotContain("Dream Pool Essays");
		});
		assertThat(output).contains("npm is not installed. The servers that require it are not used.").contains("""
				The server of this sample, over HTTP
				> Which books about tea does the library have?
				The library has The Classic of Tea by Lu Yu, and The Book of Tea by Okakura Kakuzo.
				""");
	}

	@Test
	void modelCallsToolsOfNpmServers(CapturedOutput output) throws IOException {
		if (!Npm.isInstalled() && !Boolean.getBoolean("qhaigc.npm.required")) {
			Assumptions.abort("npm is not installed: apt-get install npm");
		}
		run(true, (gateway) -> {
			assertThat(gateway.received()).hasSize(8);
			assertThat(declaredTools(gateway)).hasSizeGreaterThan(20)
				.contains("find_books", "get_sum", "get_tiny_image", "read_text_file");
			assertThat(toolResult(gateway, 3).path("response").toString()).contains("The sum of 19 and 23 is 42.");
			assertThat(toolResult(gateway, 5).at("/parts/0/inlineData/mimeType").asString()).isEqualTo("image/png");
			assertThat(toolResult(gateway, 7).path("response").toString()).contains("The tea house closes at nine.");
		});
		assertThat(output).contains("19 plus 23 is 42.", "The logo consists of three lines.", "It closes at nine.");
	}

	private static void run(boolean useNpm, Consumer<QhaigcGateway> verification) throws IOException {
		try (LibraryServer library = LibraryServer.start();
				ConfigurableApplicationContext context = McpSample.run(library, useNpm)) {
			QhaigcGateway gateway = context.getBean(QhaigcGateway.class);
			assertThat(gateway.problems()).isEmpty();
			verification.accept(gateway);
		}
	}

	private static List<String> declaredTools(QhaigcGateway gateway) {
		return gateway.received()
			.get(0)
			.json()
			.at("/tools/0/functionDeclarations")
			.valueStream()
			.map((function) -> function.path("name").asString())
			.toList();
	}

	private static JsonNode toolResult(QhaigcGateway gateway, int requestIndex) {
		ReceivedRequest received = gateway.received().get(requestIndex);
		return received.json().at("/contents/2/parts/0/functionResponse");
	}

}
