package net.qhaigc.springai.gemini.wire;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestWriter}.
 */
class RequestWriterTests {

	@Test
	void writesEachFieldAsDatabindDoes() throws Exception {
		GenerateContentRequest request = (GenerateContentRequest) example(GenerateContentRequest.class);
		assertThat(write(request)).isEqualTo(WireJson.write(request)).contains("translationConfig", "labels");
	}

	@Test
	void omitsFieldsWithoutValue() {
		Content content = new Content(null, List.of(new Part.Text("Hello")));
		assertThat(write(GenerateContentRequest.builder(List.of(content))
			.generationConfig(GenerationConfig.builder().build())
			.build())).isEqualTo("""
					{"contents":[{"parts":[{"text":"Hello"}]}],"generationConfig":{}}""");
	}

	private static String write(GenerateContentRequest request) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		WireJson.write(request, Map.of(), out);
		return out.toString(StandardCharsets.UTF_8);
	}

	/**
	 * Return an example value of a type, with a value for each component of the records
	 * in it, except for schemas and parts.
	 */
	private static Object example(Type type) throws ReflectiveOperationException {
		if (type instanceof ParameterizedType generic) {
			Type element = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
			return (generic.getRawType() == List.class) ? List.of(example(element)) : Map.of("key", example(element));
		}
		if (type == Schema.class) {
			return Schema.builder().type("STRING").build();
		}
		if (type == Tool.class) {
			return example(Tool.Functions.class);
		}
		if (type == Part.class) {
			return new Part.Text("Hello");
		}
		Map<Type, Object> simple = Map.of(String.class, "text", Object.class, "value", Double.class, 0.1, Integer.class,
				2, Boolean.class, true);
		return simple.containsKey(type) ? simple.get(type) : exampleRecord((Class<?>) type);
	}

	private static Object exampleRecord(Class<?> type) throws ReflectiveOperationException {
		RecordComponent[] components = type.getRecordComponents();
		Object[] values = new Object[components.length];
		for (int i = 0; i < values.length; i++) {
			values[i] = example(components[i].getGenericType());
		}
		Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
		return type.getDeclaredConstructor(types).newInstance(values);
	}

}
