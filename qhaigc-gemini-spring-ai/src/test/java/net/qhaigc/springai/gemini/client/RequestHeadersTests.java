package net.qhaigc.springai.gemini.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestHeaders}.
 */
class RequestHeadersTests {

	@Test
	void acceptsValidHeaders() {
		assertThat(RequestHeaders.validate(Map.of("X-Team", "travel", "x-trace_1", "a\tb: ~"))).isNull();
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`',
			value = { "content-length, the client sets content-length itself. Remove the header",
					"Host, the client sets Host itself. Remove the header", "a b, 'a b' is not a valid header name",
					"a:b, 'a:b' is not a valid header name" })
	void rejectsInvalidNamesAndHeadersThatClientSets(String name, String error) {
		assertThat(RequestHeaders.validate(Map.of(name, "value"))).isEqualTo(error);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Authorization", "X-GOOG-API-KEY" })
	void errorForApiKeyHeaderOmitsValue(String name) {
		assertThat(RequestHeaders.validate(Map.of(name, "secret")))
			.isEqualTo(name + " contains an API key, which the client sends itself. Use qhaigc.api-key, an ApiKey, or "
					+ "the option 'apiKey' of the request");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\r\nb: c", "a\nb", "\u0000", "\u007f" })
	void errorForControlCharactersInValueOmitsValue(String value) {
		assertThat(RequestHeaders.validate(Map.of("X-Team", value)))
			.isEqualTo("the value of X-Team contains a line break or another control character");
	}

	@Test
	void rejectsEmptyName() {
		assertThat(RequestHeaders.validate(Map.of("", "value"))).isEqualTo("'' is not a valid header name");
	}

	@Test
	void replacesControlCharactersOfInvalidNameInMessage() {
		assertThat(RequestHeaders.validate(Map.of("a\r\nb", "c"))).isEqualTo("'a??b' is not a valid header name");
	}

	@Test
	void rejectsNullNameAndNullValue() {
		assertThat(RequestHeaders.validate(headers(null, "a"))).isEqualTo("the name of a header is null");
		assertThat(RequestHeaders.validate(headers("a", null))).isEqualTo("the value of a is null");
	}

	@Test
	void validatesEachHeader() {
		Map<String, String> headers = new LinkedHashMap<>(Map.of("X-Team", "travel"));
		headers.put("Host", "example.com");
		assertThat(RequestHeaders.validate(headers)).isEqualTo("the client sets Host itself. Remove the header");
	}

	@SuppressWarnings("NullAway")
	private static Map<String, String> headers(@Nullable String name, @Nullable String value) {
		return Collections.singletonMap(name, value);
	}

}
