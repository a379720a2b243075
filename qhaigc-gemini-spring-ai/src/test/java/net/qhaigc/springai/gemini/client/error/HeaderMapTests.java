package net.qhaigc.springai.gemini.client.error;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HeaderMap}.
 */
class HeaderMapTests {

	private final HttpHeaders headers = new HttpHeaders();

	private final HeaderMap map = new HeaderMap(this.headers, new Redactor("sk-0123456789"));

	@Test
	void containsAllHeadersAndRedactsApiKey() {
		this.headers.add("Via", "a");
		this.headers.add("Via", "b");
		this.headers.add("X-Echo", "Bearer sk-0123456789");
		assertThat(this.map).isEqualTo(Map.of("Via", List.of("a", "b"), "X-Echo", List.of("Bearer ***")));
	}

	@Test
	void looksUpHeaderRegardlessOfCase() {
		this.headers.add("Via", "a");
		assertThat(this.map.get("via")).containsExactly("a");
		assertThat(this.map).containsKey("VIA").doesNotContainKey("X-Echo");
		assertThat(this.map.get("X-Echo")).isNull();
	}

	@Test
	void isUnmodifiable() {
		this.headers.add("Via", "a");
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(this.map::clear);
	}

}
