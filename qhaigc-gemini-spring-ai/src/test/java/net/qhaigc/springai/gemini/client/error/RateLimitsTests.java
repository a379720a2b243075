package net.qhaigc.springai.gemini.client.error;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RateLimits}.
 */
class RateLimitsTests {

	private final HttpHeaders headers = new HttpHeaders();

	@Test
	void readsLimitsFromHeaders() {
		this.headers.set("x-ratelimit-limit-requests", "60");
		this.headers.set("x-ratelimit-remaining-requests", "59");
		this.headers.set("x-ratelimit-reset-requests", "1m30s");
		this.headers.set("X-RateLimit-Remaining-Tokens", "1000");
		this.headers.set("x-ratelimit-reset-tokens", "120ms");
		assertThat(RateLimits.of(this.headers))
			.isEqualTo(new RateLimits(60, 59, Duration.ofSeconds(90), 0, 1000, Duration.ofMillis(120)));
	}

	@Test
	void returnsNullWithoutRateLimitHeaders() {
		this.headers.set("x-request-id", "1");
		assertThat(RateLimits.of(this.headers)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "1h2m3.5s,PT1H2M3.5S", "30,PT30S", "1d,PT24H", "soon,PT0S", "1m and more,PT0S", "'',PT0S" })
	void readsDurationOrZeroIfInvalid(String header, Duration expected) {
		this.headers.set("x-ratelimit-reset-requests", header);
		assertThat(RateLimits.of(this.headers).requestsReset()).isEqualTo(expected);
	}

	@Test
	void ignoresCountsThatAreNotNumbers() {
		this.headers.set("x-ratelimit-limit-requests", "many");
		assertThat(RateLimits.of(this.headers).requestsLimit()).isZero();
	}

}
