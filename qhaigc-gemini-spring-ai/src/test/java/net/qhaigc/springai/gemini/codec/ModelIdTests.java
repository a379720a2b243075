package net.qhaigc.springai.gemini.codec;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ModelId}.
 */
class ModelIdTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			gemini-1.5-pro,                          false, false
			gemini-2.0-flash,                        false, false
			gemini-2.0-flash-001,                    false, false
			models/gemini-2.5-flash,                 true,  false
			gemini-2.5-flash-preview-09-2025,        true,  false
			google/gemini-2-5-pro,                   true,  false
			gemini-3-pro-preview,                    true,  true
			gemini-3.1-flash-lite,                   true,  true
			GEMINI-4-Argon,                          true,  true
			gemini-10-flash,                         true,  true
			gemini-flash-latest,                     true,  true
			gemini-pro-latest,                       true,  true
			gemini-nano-banana-2.1,                  true,  true
			gpt-5-mini,                              false, false
			gemma-3-27b-it,                          false, false
			'',                                      false, false
			,                                        false, false
			""")
	void detectsGeminiGeneration(String id, boolean gemini25OrNewer, boolean gemini3OrNewer) {
		ModelId model = ModelId.of(id);
		assertThat(model.isGemini25OrNewer()).isEqualTo(gemini25OrNewer);
		assertThat(model.isGemini3OrNewer()).isEqualTo(gemini3OrNewer);
		assertThat(model.requiresSignatures()).isEqualTo(gemini3OrNewer);
	}

	@ParameterizedTest
	@CsvSource({ "gemma-3-27b-it, true", "models/gemma-3n-e4b-it, true", "gemini-2.5-flash, false" })
	void detectsGemma(String id, boolean gemma) {
		assertThat(ModelId.of(id).isGemma()).isEqualTo(gemma);
	}

}
