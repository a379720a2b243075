package net.qhaigc.springai.gemini.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SettableClock}.
 */
class SettableClockTests {

	@Test
	void advancesClockReturnedByWithZone() {
		SettableClock clock = new SettableClock();
		Clock shanghai = clock.withZone(ZoneId.of("Asia/Shanghai"));

		clock.advance(Duration.ofHours(36));

		assertThat(clock.instant()).isEqualTo(Instant.parse("2026-01-02T12:00:00Z"));
		assertThat(LocalDateTime.now(shanghai)).isEqualTo(LocalDateTime.parse("2026-01-02T20:00:00"));
	}

}
