package net.qhaigc.springai.gemini.client;

import org.junit.jupiter.api.Test;
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
			"http://LOCALHOST:8080", "http://Gateway.LocalHost", " https://gateway.example " })
	void doesNotWarnForHttpsOrLoopback(String url, CapturedOutput output) {
		assertThat(BaseUrl.validate(url)).hasToString(url.strip());
		assertThat(output).doesNotContain("qhaigc.base-url");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			https://网关.example:8443/代理 | https://xn--d6q013i.example:8443/%E4%BB%A3%E7%90%86
			https://Bücher.example         | https://xn--bcher-kva.example
			https://网关。中国             | https://xn--d6q013i.xn--fiqs8s
			""")
	void encodesInternationalizedHostAndPath(String url, String ascii) {
		assertThat(BaseUrl.validate(url)).hasToString(ascii);
	}

	@Test
	void rejectsNumberSignAtEnd() {
		assertThatIllegalArgumentException().isThrownBy(() -> BaseUrl.validate("https://gateway.example/v1#"))
			.withMessageEndingWith("is not valid: remove '#' from its end");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://gateway.example/models", "https://gateway.example/openai/v1",
			"https://models.example", "https://gateway.example/v1beta", "https://gateway.example/api/v1/" })
	void acceptsUrlThatOnlyResemblesEndpointUrl(String url) {
		assertThat(BaseUrl.validate(url)).hasToString(url);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://user:s3cret@gateway.example", "https://user:s3c@ret@gateway.example",
			"https://user:s3c/ret@gateway.example", "https://user:s3c ret@gateway.example",
			"user:s3cret@gateway.example", "ftp://user:s3cret@gateway.example", "https://s3cret@/v1",
			"https://user:s3c#ret@gateway.example", "https://user:s3c?ret@gateway.example",
			"https://user:s3cret@gateway.example:99999", "https://user:s3cret@网关.example",
			"https://gateway.example?key=s3cret", "https://gateway.example/ a#s3cret" })
	void redactsSecretsOfRejectedUrl(String url) {
		assertThatIllegalArgumentException().isThrownBy(() -> BaseUrl.validate(url))
			.satisfies((ex) -> assertThat(ex).hasMessageContaining("***").hasNoCause())
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("s3c").doesNotContain("ret"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					ftp://gateway.example         | it must begin with https:// or http://
					gateway.example               | it must begin with https:// or http://
					file:///etc/passwd            | it must begin with https:// or http://
					https:///v1beta               | the host is missing
					https:gateway.example         | the host is missing
					https://gateway.example:99999 | the port must be between 1 and 65535
					https://gateway.example:0     | the port must be between 1 and 65535
					https://gateway.example:99999999999 | the host or the port is not valid
					https://my_gateway            | the host or the port is not valid
					https://gateway..example      | the host is not a valid host name
					https://gateway.example/a b   | Illegal character in path
					https://user:pw@gateway.example | only a host, a port and a path are allowed
					https://gateway.example?key=sk-1 | only a host, a port and a path are allowed
					https://https://gateway.example | remove the second 'https://'
					https://gateway.example/http://gateway.example | remove the second 'http://'
					https://gateway.example/v1beta/models | remove '/v1beta/models' from its end, since the client adds the path
					https://gateway.example/v1beta/models/ | remove '/v1beta/models' from its end, since the client adds the path
					https://gateway.example/a/v1beta/openai/ | remove '/v1beta/openai' from its end, since the client adds the path
					https://gateway.example/v1/models | remove '/v1/models' from its end, since the client adds the path
					https://gateway.example/v1/chat/completions | remove '/v1/chat/completions' from its end, since the client adds the path
					https://gateway.example/v1beta/models/gemini-9:generateContent | remove '/v1beta/models/gemini-9:generateContent' from its end, since the client adds the path
					https://gateway.example/x/models/gemini-9:streamGenerateContent | remove '/models/gemini-9:streamGenerateContent' from its end, since the client adds the path
					https://gateway.example/v1/completions/ | remove '/v1/completions' from its end, since the client adds the path
					https://gateway.example/#top  | only a host, a port and a path are allowed
					""")
	void rejectsInvalidUrl(String url, String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> QhaigcClient.builder().apiKey("sk").baseUrl(url).build())
			.withMessageStartingWith("qhaigc.base-url '")
			.withMessageEndingWith("' is not valid: " + reason)
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("pw@").doesNotContain("sk-1"));
	}

}
