package net.qhaigc.springai.gemini.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.options.ImageConfig;
import net.qhaigc.springai.gemini.options.MediaResolution;
import net.qhaigc.springai.gemini.options.Modality;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.SafetySetting;
import net.qhaigc.springai.gemini.options.SafetySetting.Category;
import net.qhaigc.springai.gemini.options.SafetySetting.Threshold;
import net.qhaigc.springai.gemini.options.SchemaMode;
import net.qhaigc.springai.gemini.options.Speech;
import net.qhaigc.springai.gemini.options.Thinking;
import net.qhaigc.springai.gemini.support.RequestSchema;
import net.qhaigc.springai.gemini.wire.WireJson;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConfigEncoder}.
 */
class ConfigEncoderTests {

	private static final ModelId MODEL = ModelId.of("gemini-2.5-flash");

	private final ConfigEncoder encoder = new ConfigEncoder(new WarnOnce());

	@Test
	void sendsOnlyOptionsThatAreSet() {
		assertThat(this.encoder.encode(options().build(), MODEL)).isNull();
		assertThat(this.encoder.encodeSafety(options().build())).isNull();
		assertThat(this.encoder.encodeSafety(options().safetySettings(List.of()).build())).isNull();
	}

	@Test
	void sendsEachOptionWithGooglesName() {
		assertThat(encode(options().temperature(0.4)
			.topP(0.9)
			.topK(40)
			.candidateCount(2)
			.maxTokens(512)
			.stopSequences(List.of("END"))
			.presencePenalty(0.1)
			.frequencyPenalty(0.2)
			.seed(7)
			.responseLogprobs(true)
			.logprobs(5)
			.responseMimeType("text/plain")
			.responseFormat(Map.of("text", Map.of("mimeType", "TEXT_PLAIN")))
			.responseModalities(List.of(Modality.TEXT, Modality.IMAGE))
			.speech(Speech.voice("Kore").withLanguageCode("en-US"))
			.imageConfig(new ImageConfig("16:9", "2K"))
			.mediaResolution(MediaResolution.HIGH)
			.thinkingBudget(1024)
			.includeThoughts(true)
			.enableEnhancedCivicAnswers(true)
			.enableAffectiveDialog(false)
			.audioTranscriptionConfig(Map.of())
			.translationConfig(Map.of("targetLanguageCode", "de")))).isEqualTo(json("""
					{"temperature":0.4,"topP":0.9,"topK":40,"candidateCount":2,"maxOutputTokens":512,
					 "stopSequences":["END"],"presencePenalty":0.1,"frequencyPenalty":0.2,"seed":7,
					 "responseLogprobs":true,"logprobs":5,"responseMimeType":"text/plain",
					 "responseFormat":{"text":{"mimeType":"TEXT_PLAIN"}},"responseModalities":["TEXT","IMAGE"],
					 "speechConfig":{"languageCode":"en-US",
					  "voiceConfig":{"prebuiltVoiceConfig":{"voiceName":"Kore"}}},
					 "imageConfig":{"aspectRatio":"16:9","imageSize":"2K"},"mediaResolution":"MEDIA_RESOLUTION_HIGH",
					 "thinkingConfig":{"includeThoughts":true,"thinkingBudget":1024},
					 "enableEnhancedCivicAnswers":true,"enableAffectiveDialog":false,
					 "audioTranscriptionConfig":{},"translationConfig":{"targetLanguageCode":"de"}}"""));
	}

	@Test
	void sendsOnlyThinkingFieldsThatAreSet() {
		assertThat(encode(options().thinkingLevel(Thinking.Level.LOW)))
			.isEqualTo("{\"thinkingConfig\":{\"thinkingLevel\":\"LOW\"}}");
		assertThat(encode(options().includeThoughts(false)))
			.isEqualTo("{\"thinkingConfig\":{\"includeThoughts\":false}}");
		assertThat(encode(options().thinkingBudget(0))).isEqualTo("{\"thinkingConfig\":{\"thinkingBudget\":0}}");
	}

	@Test
	void sendsVoiceOfEachSpeaker() {
		Map<String, String> speakers = new LinkedHashMap<>();
		speakers.put("Ann", "Kore");
		speakers.put("Bob", "Puck");
		assertThat(encode(options().speech(Speech.speakers(speakers)))).isEqualTo(json("""
				{"speechConfig":{"multiSpeakerVoiceConfig":{"speakerVoiceConfigs":[
				 {"speaker":"Ann","voiceConfig":{"prebuiltVoiceConfig":{"voiceName":"Kore"}}},
				 {"speaker":"Bob","voiceConfig":{"prebuiltVoiceConfig":{"voiceName":"Puck"}}}]}}}"""));
	}

	@Test
	void logprobsEnableResponseLogprobsUnlessExplicitlyDisabled() {
		assertThat(encode(options().logprobs(2))).isEqualTo("{\"responseLogprobs\":true,\"logprobs\":2}");
		assertThat(encode(options().logprobs(2).responseLogprobs(false))).contains("\"responseLogprobs\":false");
	}

	@Test
	void sendsJsonMimeTypeWithOutputSchema() {
		assertThat(encode(options().outputSchema("{\"type\":\"string\"}")))
			.isEqualTo("{\"responseMimeType\":\"application/json\",\"responseSchema\":{\"type\":\"STRING\"}}");
		assertThat(encode(options().outputSchema("{\"type\":\"string\"}").schemaMode(SchemaMode.JSON_SCHEMA)))
			.isEqualTo("{\"responseMimeType\":\"application/json\",\"responseJsonSchema\":{\"type\":\"string\"}}");
		assertThat(this.encoder.encode(options().outputSchema(" ").build(), MODEL)).isNull();
	}

	@Test
	void sendsExplicitMimeTypeWithOutputSchema() {
		assertThat(encode(options().responseMimeType("text/x.enum").outputSchema("{\"enum\":[\"a\",\"b\"]}")))
			.isEqualTo("""
					{"responseMimeType":"text/x.enum","responseSchema":{"type":"STRING","enum":["a","b"]}}""");
	}

	@Test
	void sendsSafetySettingsWithGooglesNames() {
		assertThat(WireJson.write(this.encoder.encodeSafety(
				options().safetySettings(List.of(new SafetySetting(Category.HATE_SPEECH, Threshold.BLOCK_ONLY_HIGH)))
					.build())))
			.isEqualTo("[{\"category\":\"HARM_CATEGORY_HATE_SPEECH\",\"threshold\":\"BLOCK_ONLY_HIGH\"}]");
		for (Category category : Category.values()) {
			RequestSchema.validate("""
					{"contents":[{"parts":[{"text":"Hi"}]}],"safetySettings":%s}"""
				.formatted(WireJson.write(this.encoder.encodeSafety(
						options().safetySettings(List.of(new SafetySetting(category, Threshold.OFF))).build()))));
		}
	}

	private String encode(QhaigcGeminiChatOptions.Builder options) {
		String config = WireJson.write(this.encoder.encode(options.build(), MODEL));
		RequestSchema
			.validate("{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}],\"generationConfig\":%s}".formatted(config));
		return config;
	}

	private static QhaigcGeminiChatOptions.Builder options() {
		return QhaigcGeminiChatOptions.builder();
	}

	private static String json(String text) {
		return WireJson.write(WireJson.readValue(text));
	}

}
