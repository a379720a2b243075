package net.qhaigc.springai.gemini.client;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the defaults of {@link ClientSettings}.
 */
class ClientSettingsTests {

	@Test
	void hasResponseAndIdleTimeoutsOf15MinutesByDefault() {
		assertThat(ClientSettings.defaults().timeouts()).isEqualTo(new ClientSettings.Timeouts(Duration.ofSeconds(10),
				Duration.ofMinutes(15), Duration.ofMinutes(15), Duration.ZERO));
	}

}
