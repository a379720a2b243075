package net.qhaigc.springai.gemini.client;

import java.net.URI;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link GatewayUris}.
 */
class GatewayUrisTests {

	@ParameterizedTest
	@CsvSource({ "https://gateway.example, https://gateway.example",
			"https://gateway.example/, https://gateway.example",
			"https://gateway.example/proxy, https://gateway.example/proxy",
			"https://gateway.example/proxy//, https://gateway.example/proxy",
			"https://gateway.example/v1beta, https://gateway.example",
			"https://gateway.example/v1, https://gateway.example", "http://v1, http://v1",
			"https://gateway.example/proxy/v1beta/, https://gateway.example/proxy" })
	void normalizesBaseUrl(String baseUrl, String normalized) {
		GatewayUris uris = new GatewayUris(URI.create(baseUrl));
		assertThat(uris.generateContent("m")).hasToString(normalized + "/v1beta/models/m:generateContent");
		assertThat(uris.streamGenerateContent("m"))
			.hasToString(normalized + "/v1beta/models/m:streamGenerateContent?alt=sse");
		assertThat(uris.chatCompletions()).hasToString(normalized + "/v1/chat/completions");
		assertThat(uris.models()).hasToString(normalized + "/v1/models");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			gemini-2.5-flash        | gemini-2.5-flash
			models/gemini-2.5-flash | gemini-2.5-flash
			google/gemini-2.5-pro   | google/gemini-2.5-pro
			a b                     | a%20b
			a?key=b#c               | a%3Fkey%3Db%23c
			a:countTokens?          | a%3AcountTokens%3F
			a%2Fb                   | a%252Fb
			a\\b                    | a%5Cb
			a;b                     | a%3Bb
			modèle                  | mod%C3%A8le
			""")
	void encodesModelInPath(String model, String encoded) {
		assertThat(new GatewayUris(URI.create("https://gateway.example")).generateContent(model))
			.hasToString("https://gateway.example/v1beta/models/" + encoded + ":generateContent");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\r\nX-Evil: 1", "a\nb", "a\0b" })
	void encodesControlCharactersInModel(String model) {
		assertThat(new GatewayUris(URI.create("https://gateway.example")).streamGenerateContent(model).toString())
			.startsWith("https://gateway.example/v1beta/models/a%0")
			.doesNotContainPattern("\\p{Cntrl}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "..", ".", "../v1/models", "a/../b", "a//b", "/a", "a/", "models/" })
	void rejectsModelThatIsBlankOrChangesPath(String model) {
		assertThatExceptionOfType(QhaigcNonTransientException.class)
			.isThrownBy(() -> new GatewayUris(URI.create("https://gateway.example")).generateContent(model))
			.withMessageContaining("is not a valid model ID. Check qhaigc.model");
	}

	@ParameterizedTest
	@CsvSource({ "https://a.example/x, https://a.example:443/y, true", "http://a.example, http://A.example:80/y, true",
			"https://a.example, http://a.example, false", "https://a.example, https://a.example:8443, false",
			"https://a.example, https://b.example, false", "https://a.example, https://a.example.evil.example, false",
			"https://a.example, mailto:a@a.example, false", "https://a.example, https:///x, false" })
	void comparesSchemeHostAndPortOfOrigins(URI one, URI other, boolean same) {
		assertThat(GatewayUris.isSameOrigin(one, other)).isEqualTo(same);
	}

}
