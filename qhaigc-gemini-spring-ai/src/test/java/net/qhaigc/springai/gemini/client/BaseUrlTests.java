package net.qhaigc.springai.gemini.client;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link BaseUrl}.
 */
@ExtendWith(OutputCaptureExtension.class)
class BaseUrlTests {

	@ParameterizedTest
	@ValueSource(strings = { "http://gateway.example", "HTTP://10.0.0.1:8080/proxy", "http://127.0.0.1.example",
			"http://127.evil.example" })
	void warnsWhenApiKeyIsSentUnencrypted(String url, CapturedOutput output) {
		assertThat(BaseUrl.validate(url)).hasToString(url);
		assertThat(output.getAll().split("plain http sends the API key unencrypted", -1)).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://gateway.example", "https://10.0.0.1", "http://localhost:8080",
			"http://gateway.localhost", "http://127.0.0.1:8080/proxy", "http://127.1.2.3", "http://[::1]:8080",
			" https://gateway.example " })
	void doesNotWarnForHttpsOrLoopback(String url, CapturedOutput output) {
		assertThat(BaseUrl.validate(url)).hasToString(url.strip());
		assertThat(output).doesNotContain("qhaigc.base-url");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			ftp://gateway.example         | it must begin with https:// or http://
			gateway.example               | it must begin with https:// or http://
			file:///etc/passwd            | it must begin with https:// or http://
			https:///v1beta               | the host is missing
			https:gateway.example         | the host is missing
			https://gateway.example/a b   | Illegal character in path
			https://user:pw@gateway.example | only a host, a port and a path are allowed
			https://gateway.example?key=sk-1 | only a host, a port and a path are allowed
			https://gateway.example/#top  | only a host, a port and a path are allowed
			""")
	void rejectsInvalidUrl(String url, String why) {
		assertThatIllegalArgumentException().isThrownBy(() -> QhaigcClient.builder().apiKey("sk").baseUrl(url).build())
			.withMessageStartingWith("qhaigc.base-url '")
			.withMessageEndingWith("' is not valid: " + why)
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("pw@").doesNotContain("sk-1"));
	}

}
