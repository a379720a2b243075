package net.qhaigc.springai.gemini.wire;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PartWriter} with every type of part. They fail if the writer or the
 * reader does not know a new type.
 */
class PartWriterTests {

	static Stream<Class<?>> types() {
		return Arrays.stream(Part.class.getPermittedSubclasses());
	}

	@ParameterizedTest
	@MethodSource("types")
	void writesEveryTypeSoThatReaderRestoresIt(Class<?> type) throws Exception {
		Part part = part(type, PartAttributes.signed("signature"));
		String json = WireJson.write(part);
		Part read = WireJson.readPart(json);
		assertThat(read).isInstanceOf(type);
		assertThat(read.thoughtSignature()).isEqualTo("signature");
		assertThat(WireJson.write(read)).isEqualTo(json);
	}

	@ParameterizedTest
	@MethodSource("types")
	void writesEveryField(Class<?> type) throws Exception {
		String json = WireJson.write(part(type, PartAttributes.NONE));
		for (RecordComponent component : type.getRecordComponents()) {
			// The reader sets argsText, but the writer ignores it.
			if (component.getType() == String.class && !component.getName().equals("argsText")) {
				assertThat(json).contains("\"%1$s\":\"the %1$s\"".formatted(component.getName()));
			}
			if (component.getType() == Map.class) {
				assertThat(json).contains("\"%1$s\":{\"%1$s\":1}".formatted(component.getName()));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 3999, 4000, 4001, 12_000 })
	void escapesTextOfAnyLengthLikeJacksonDatabind(int length) {
		String text = "say \"\u00e9\ud83d\ude00\"\t\u0001\u2028\n".repeat(length / 12 + 1).substring(0, length);
		ByteArrayOutputStream json = new ByteArrayOutputStream();
		WireJson.write(new Part.Text(text), Map.of(), json);
		assertThat(json.toString(StandardCharsets.UTF_8)).isEqualTo("{\"text\":" + WireJson.write(text) + "}");
	}

	private static Part part(Class<?> type, PartAttributes attributes) throws ReflectiveOperationException {
		RecordComponent[] components = type.getRecordComponents();
		Object[] values = Arrays.stream(components).map((component) -> value(component, attributes)).toArray();
		Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
		return (Part) type.getDeclaredConstructor(types).newInstance(values);
	}

	private static Object value(RecordComponent component, PartAttributes attributes) {
		Map<Class<?>, Object> values = Map.of(String.class, "the " + component.getName(), byte[].class,
				new byte[] { 1, 2 }, Map.class, Map.of(component.getName(), 1), PartAttributes.class, attributes);
		return values.get(component.getType());
	}

}
