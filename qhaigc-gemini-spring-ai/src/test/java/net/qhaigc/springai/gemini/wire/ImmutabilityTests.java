package net.qhaigc.springai.gemini.wire;

import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import net.qhaigc.springai.gemini.wire.ChatCompletionRequest.Message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The records of the wire are immutable, including everything that they contain.
 */
class ImmutabilityTests {

	@Test
	void responseIsImmutable() throws Exception {
		byte[] json = """
				{"candidates":[{"content":{"parts":[{"text":"a"},{"text":"b"},{"text":"c","novel":{"list":[1,{}]}},
				 {"functionCall":{"name":"f","args":{"list":[1,{"a":[]}]},"novel":[1],
				  "partialArgs":[{"jsonPath":"$.a"},{"jsonPath":"$.b"},{"jsonPath":"$.c"}]}},
				 {"functionResponse":{"name":"f","response":{"a":{}},"parts":[{"text":"a"},{"text":"b"},{"text":"c"}]}},
				 {"hologram":{"depth":[1]}}]},
				 "safetyRatings":[{"category":7}],"urlContextMetadata":{"urlMetadata":[{}]}},{},{}],
				 "promptFeedback":{"safetyRatings":[{"category":7}]},"error":{"details":[{}]},"novel":{"a":[]},
				 "usageMetadata":{"promptTokensDetails":[{},{},{}],"cacheTokensDetails":[{},{},{}],
				  "candidatesTokensDetails":[{},{},{}],"toolUsePromptTokensDetails":[{},{},{}],"novel":{"a":[]}}}"""
			.getBytes(StandardCharsets.UTF_8);
		assertThat(checkImmutable(WireJson.readResponse(json, 0, json.length))).isGreaterThan(40);
	}

	@Test
	void requestCopiesItsCollections() throws Exception {
		GenerationConfig config = GenerationConfig.builder()
			.stopSequences(list("a"))
			.responseModalities(list("TEXT"))
			.responseSchema(schema())
			.build();
		List<Tool> tools = list(new Tool.Functions(list(new Tool.FunctionDeclaration("f", null, schema(), null))));
		assertThat(checkImmutable(GenerateContentRequest.builder(list(new Content(Content.USER, list(part()))))
			.tools(tools)
			.toolConfig(new ToolConfig(new ToolConfig.FunctionCallingConfig("ANY", list("f")), null, null))
			.safetySettings(list(new SafetySetting("category", "threshold")))
			.generationConfig(config)
			.build())).isGreaterThan(10);
	}

	@Test
	void unifiedRequestCopiesItsCollections() throws Exception {
		Message message = Message.assistant("Hi", list(Map.of("id", "1")));
		assertThat(checkImmutable(ChatCompletionRequest.builder("gpt", list(message))
			.stop(list("a"))
			.tools(list(Map.of()))
			.build()
			.streaming(true))).isGreaterThan(3);
	}

	@Test
	void errorCopiesItsDetails() throws Exception {
		assertThat(checkImmutable(new ErrorEnvelope(400, "code", "type", "message", list(Map.of())))).isPositive();
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

	/** Check a value with all that it contains, and return the number of collections. */
	@SuppressWarnings("unchecked")
	private static int checkImmutable(Object value) throws ReflectiveOperationException {
		int count = 0;
		if (value instanceof Map<?, ?> map) {
			assertThatExceptionOfType(UnsupportedOperationException.class).as("%s", map)
				.isThrownBy(() -> ((Map<Object, Object>) map).put("key", "value"));
			count = 1 + checkImmutable(map.values());
		}
		else if (value instanceof Collection<?> collection) {
			if (value instanceof List<?> list) {
				assertThatExceptionOfType(UnsupportedOperationException.class).as("%s", list)
					.isThrownBy(() -> ((List<Object>) list).add("element"));
				count++;
			}
			for (Object element : collection) {
				count += checkImmutable(element);
			}
		}
		else if (value instanceof Record) {
			for (RecordComponent component : value.getClass().getRecordComponents()) {
				count += checkImmutable(component.getAccessor().invoke(value));
			}
		}
		return count;
	}

}
