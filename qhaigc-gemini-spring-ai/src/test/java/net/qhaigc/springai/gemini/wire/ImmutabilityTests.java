package net.qhaigc.springai.gemini.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import net.qhaigc.springai.gemini.wire.ChatCompletionRequest.Message;

import static net.qhaigc.springai.gemini.support.RecordFixture.assertImmutable;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the records of the wire format are deeply immutable.
 */
class ImmutabilityTests {

	@Test
	void responseIsImmutable() {
		byte[] json = """
				{"candidates":[{"content":{"parts":[{"text":"a"},{"text":"b"},{"text":"c","unknown":{"list":[1,{}]}},
				 {"functionCall":{"name":"f","args":{"list":[1,{"a":[]}]},"unknown":[1],
				  "partialArgs":[{"jsonPath":"$.a"},{"jsonPath":"$.b"},{"jsonPath":"$.c"}]}},
				 {"functionResponse":{"name":"f","response":{"a":{}},"parts":[{"text":"a"},{"text":"b"},{"text":"c"}]}},
				 {"hologram":{"depth":[1]}}]},
				 "safetyRatings":[{"category":7}],"urlContextMetadata":{"urlMetadata":[{}]}},{},{}],
				 "promptFeedback":{"safetyRatings":[{"category":7}]},"error":{"details":[{}]},"unknown":{"a":[]},
				 "usageMetadata":{"promptTokensDetails":[{},{},{}],"cacheTokensDetails":[{},{},{}],
				  "candidatesTokensDetails":[{},{},{}],"toolUsePromptTokensDetails":[{},{},{}],"unknown":{"a":[]}}}"""
			.getBytes(StandardCharsets.UTF_8);
		GenerateContentResponse response = WireJson.readResponse(json, 0, json.length);
		assertThat(response.candidates()).hasSize(3);
		assertImmutable(response);
	}

	@Test
	void requestIsImmutable() {
		GenerationConfig config = GenerationConfig.builder()
			.stopSequences(list("a"))
			.responseModalities(list("TEXT"))
			.responseSchema(schema())
			.build();
		List<Tool> tools = list(new Tool.Functions(list(new Tool.FunctionDeclaration("f", null, schema(), null))));
		assertImmutable(GenerateContentRequest.builder(list(new Content(Content.USER, list(part()))))
			.tools(tools)
			.toolConfig(new ToolConfig(new ToolConfig.FunctionCallingConfig("ANY", list("f")), Map.of(), null))
			.safetySettings(list(new SafetySetting("category", "threshold")))
			.generationConfig(config)
			.build());
	}

	@Test
	void unifiedRequestIsImmutable() {
		Message message = Message.assistant("Hi", list(Map.of("id", "1")));
		assertImmutable(ChatCompletionRequest.builder("gpt", list(message))
			.stop(list("a"))
			.tools(list(Map.of()))
			.build()
			.streaming(true));
	}

	@Test
	void errorIsImmutable() {
		assertImmutable(new ErrorEnvelope(400, "code", "type", "param", "message", list(Map.of())));
	}

	private static Schema schema() {
		return Schema.builder()
			.enumeration(list("a"))
			.properties(new LinkedHashMap<>(Map.of("a", Schema.builder().type("STRING").build())))
			.required(list("a"))
			.propertyOrdering(list("a"))
			.anyOf(list(Schema.builder().build()))
			.build();
	}

	private static Part part() {
		return new Part.FunctionResponse("1", "f", Map.of(), list(new Part.Text("a")), PartAttributes.NONE);
	}

	private static <T> List<T> list(T element) {
		return new ArrayList<>(List.of(element));
	}

}
