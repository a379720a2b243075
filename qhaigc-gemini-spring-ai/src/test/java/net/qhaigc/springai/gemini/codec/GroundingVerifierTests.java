package net.qhaigc.springai.gemini.codec;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.wire.WireJson;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GroundingVerifier}, with a response that has two sources.
 */
@ExtendWith(OutputCaptureExtension.class)
class GroundingVerifierTests {

	@ParameterizedTest
	@ValueSource(strings = { "0", "1", "0,1", "" })
	void acceptsIndicesOfSources(String indices, CapturedOutput output) {
		verify(indices);
		assertThat(output).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "2", "-1", "0,2", "\"0\"", "null" })
	void warnsAboutIndicesWithoutSource(String indices, CapturedOutput output) {
		verify(indices);
		assertThat(output).containsOnlyOnce("refers to sources that the response does not have");
	}

	private static void verify(String indices) {
		GroundingVerifier.verify(WireJson.readValue("""
				{"groundingChunks":[{"web":{}},{"web":{}}],
				 "groundingSupports":[{"groundingChunkIndices":[%s]}]}""".formatted(indices)), new WarnOnce());
	}

}
