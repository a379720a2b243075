package net.qhaigc.springai.gemini.codec.turn;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Fingerprint}. Stored conversations contain fingerprints: if a later
 * version computed different fingerprints, it would drop the signatures of these
 * conversations.
 */
class FingerprintTests {

	@Test
	void fingerprintOfTextNeverChanges() {
		assertThat(Fingerprint.of("Hello")).isEqualTo("42628b2");
		assertThat(Fingerprint.of("Let me look.")).isEqualTo("97435d6c");
		assertThat(Fingerprint.of("")).isEqualTo("0");
	}

	@Test
	void fingerprintOfBytesNeverChanges() {
		assertThat(Fingerprint.of(new byte[] { 1, 2, 3 })).isEqualTo("55bc801d");
		assertThat(Fingerprint.of(new byte[0])).isEqualTo("0");
	}

	@Test
	void fingerprintOfToolCallNeverChanges() {
		assertThat(Fingerprint.of("weather", Map.of("city", "Oslo"))).isEqualTo("d93c79be");
		assertThat(Fingerprint.of("f", Map.of("city", "Oslo", "days", List.of(1, new BigDecimal("2.5")), "now", true)))
			.isEqualTo("4d2b634");
		assertThat(Fingerprint.of(null, Map.of())).isEqualTo("0");
	}

	@Test
	void differsForEachNameKeyAndValue() {
		assertThat(List.of(Fingerprint.of("f", Map.of("a", 1)), Fingerprint.of("g", Map.of("a", 1)),
				Fingerprint.of("f", Map.of("b", 1)), Fingerprint.of("f", Map.of("a", 2)),
				Fingerprint.of("f", Map.of("a", "1")), Fingerprint.of("f", Map.of("a", List.of(1, 2))),
				Fingerprint.of("f", Map.of("a", List.of(2, 1))), Fingerprint.of("f", Map.of("a", Map.of("a", 1)))))
			.doesNotHaveDuplicates();
	}

	@Test
	void differsForNullAndMissingArgument() {
		Map<String, Object> arguments = new LinkedHashMap<>();
		arguments.put("a", null);
		assertThat(Fingerprint.of("f", arguments)).isNotEqualTo(Fingerprint.of("f", Map.of()));
		assertThat(Fingerprint.of("f", Map.of("a", Arrays.asList(1, null))))
			.isNotEqualTo(Fingerprint.of("f", Map.of("a", List.of(1))));
	}

	@Test
	void isSameForArgumentsThatAreEqualAsJson() {
		Map<String, Object> reordered = new LinkedHashMap<>();
		reordered.put("b", List.of(new BigDecimal("1.00"), 2.5));
		reordered.put("a", 100L);
		Map<String, Object> arguments = new LinkedHashMap<>();
		arguments.put("a", new BigDecimal("1E+2"));
		arguments.put("b", List.of(1, new BigDecimal("2.50")));
		assertThat(Fingerprint.of("f", reordered)).isEqualTo(Fingerprint.of("f", arguments));
	}

}
