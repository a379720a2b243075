package net.qhaigc.springai.gemini.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions.DEFAULT_MODEL;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the configuration metadata, the stand-in gateway and the examples have the
 * same default model as the library.
 */
class DefaultModelTests {

	@Test
	void metadataDeclaresDefaultModel() {
		assertThat(ConfigurationMetadata.load().properties())
			.filteredOn((property) -> ConfigurationMetadata.name(property).equals("qhaigc.model"))
			.singleElement()
			.satisfies((property) -> assertThat(property.path("defaultValue").asString()).isEqualTo(DEFAULT_MODEL));
	}

	@Test
	void metadataHintsListDefaultModelFirst() {
		assertThat(ConfigurationMetadata.load().hints())
			.filteredOn((hint) -> ConfigurationMetadata.name(hint).equals("qhaigc.model"))
			.singleElement()
			.satisfies((hint) -> assertThat(hint.at("/values/0/value").asString()).isEqualTo(DEFAULT_MODEL));
	}

	@Test
	void standInGatewayListsDefaultModelFirst() {
		try (QhaigcGateway gateway = QhaigcGateway.start()) {
			Applications.connectedTo(gateway)
				.run((context) -> assertThat(context.getBean(QhaigcClient.class).models().block()).first()
					.isEqualTo(DEFAULT_MODEL));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "README.md", "README.zh-CN.md", "docs/configuration.md", "docs/getting-started.md",
			"samples/quickstart/src/main/resources/application.yml" })
	void examplesUseDefaultModel(String file) throws IOException {
		assertThat(Files.readString(Path.of("..", file))).contains("  model: " + DEFAULT_MODEL + "\n");
	}

}
