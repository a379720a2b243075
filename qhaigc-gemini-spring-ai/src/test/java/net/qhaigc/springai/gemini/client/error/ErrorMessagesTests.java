package net.qhaigc.springai.gemini.client.error;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ErrorMessages}.
 */
class ErrorMessagesTests {

	@ParameterizedTest
	@CsvSource({ "PT0S, 0 s", "PT0.02S, 0.02 s", "PT3.63S, 3.63 s", "PT59.999S, 59.999 s", "PT10S, 10 s", "PT1M, 1 min",
			"PT1M0.5S, 1 min", "PT90S, 1 min 30 s", "PT1H, 1 h", "PT5H59M59S, 5 h 59 min", "PT24H, 1 d",
			"PT50H30M, 2 d 2 h" })
	void formatsDurationInAtMostTwoUnits(Duration duration, String expected) {
		assertThat(ErrorMessages.format(duration)).isEqualTo(expected);
	}

}
