package net.qhaigc.springai.gemini;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import net.qhaigc.springai.gemini.client.body.EventReader;
import net.qhaigc.springai.gemini.client.body.UnchangedEvents;
import net.qhaigc.springai.gemini.client.error.GatewayErrors;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.client.error.StatusRules;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.options.Endpoint;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.support.GatewayFixture;
import net.qhaigc.springai.gemini.wire.WireJson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for the interpretation of responses that differ from Google's format. Each
 * response is read by {@code call} and by {@code stream} from both endpoints. The events
 * of each response must also be the same if its body arrives in two buffers, wherever the
 * body is split.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnusualResponsesTests {

	private static final String END = "{\"candidates\":[{\"finishReason\":\"STOP\"}]}";

	@RegisterExtension
	private final GatewayFixture fixture = GatewayFixture.requiringAllReplies();

	static Stream<Arguments> framing() {
		String textAb = "{\"text\":\"AB\",\"finish\":\"STOP\"}";
		return Stream.of(row("objects on one line", sse(text("A") + lastText("B")), textAb),
				row("objects on one line, separated by space", sse(text("A") + " " + lastText("B")), textAb),
				row("objects on one line, separated by field name", sse(text("A") + "data: " + lastText("B")), textAb),
				row("objects on one line, separated by space and field name",
						sse(text("A") + " data: " + lastText("B")), textAb),
				row("keep-alive null", sse(text("A"), "null", lastText("B")), textAb),
				row("keep-alive string", sse(text("A"), "\"\"", lastText("B")), textAb),
				row("keep-alive number", sse(text("A"), "5", lastText("B")), textAb),
				row("keep-alive word", sse("ping", text("A"), "ping", lastText("B")), textAb),
				row("empty data", sse(text("A"), "", lastText("B")), textAb),
				row("keep-alives in array", "[" + text("A") + ",null,\"\",5," + lastText("B") + "]", textAb),
				row("keep-alives in array in event", sse("[null," + text("A") + "]", "[" + lastText("B") + ",null]"),
						textAb),
				row("JSON lines", text("A") + "\n" + lastText("B") + "\n", textAb),
				row("JSON lines with keep-alives", text("A") + "\nnull\n" + lastText("B") + "\n", textAb),
				row("JSON lines after comment", ": keep-alive\n\n" + text("A") + "\n" + lastText("B"), textAb),
				row("events after comment", ": keep-alive\n\n" + sse(text("A"), lastText("B")), textAb),
				row("[DONE] at the end", sse(text("A"), lastText("B"), "[DONE]"), textAb),
				row("[DONE] on the next line", "data: " + text("A") + "\n\ndata: " + lastText("B") + "\ndata: [DONE]",
						textAb));
	}

	static Stream<Arguments> values() {
		return Stream.of(
				row("NaN without quotes",
						sse("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"A\"}]},\"avgLogprobs\":NaN,"
								+ "\"finishReason\":\"STOP\"}]}"),
						"{\"text\":\"A\",\"finish\":\"STOP\"}"),
				row("infinity without quotes in arguments", sse(event(call("f", "{\"x\":-Infinity}")), END),
						"{\"calls\":[{\"f\":{\"x\":\"-Infinity\"}}],\"finish\":\"STOP\"}"),
				row("parts as object", sse("{\"candidates\":[{\"content\":{\"parts\":{\"text\":\"A\"}}}]}", END),
						"{\"text\":\"A\",\"finish\":\"STOP\"}"),
				row("parts as strings", sse("{\"candidates\":[{\"content\":{\"parts\":[\"A\",\"B\"]}}]}", END),
						"{\"text\":\"AB\",\"finish\":\"STOP\"}"),
				row("content as string", sse("{\"candidates\":[{\"content\":\"A\"}]}", END),
						"{\"text\":\"A\",\"finish\":\"STOP\"}"),
				row("finish reason 0 after STOP", sse(lastText("A"), "{\"candidates\":[{\"finish_reason\":0}]}"),
						"{\"text\":\"A\",\"finish\":\"STOP\"}"),
				row("unspecified finish reason after STOP",
						sse(lastText("A"), "{\"candidates\":[{\"finishReason\":\"FINISH_REASON_UNSPECIFIED\"}]}"),
						"{\"text\":\"A\",\"finish\":\"STOP\"}"),
				row("block reason 0", sse(text("A"), "{\"promptFeedback\":{\"block_reason\":0}}"),
						"{\"failure\":\"incomplete_stream\"}"),
				row("empty block reason", sse(text("A"), "{\"promptFeedback\":{\"blockReason\":\"\"}}"),
						"{\"failure\":\"incomplete_stream\"}"),
				row("unspecified block reason",
						sse(text("A"), "{\"promptFeedback\":{\"blockReason\":\"BLOCK_REASON_UNSPECIFIED\"}}"),
						"{\"failure\":\"incomplete_stream\"}"),
				row("block reason after text",
						sse(text("half"), "{\"promptFeedback\":{\"blockReason\":\"PROHIBITED_CONTENT\"}}"),
						"{\"text\":\"half\",\"finish\":\"PROHIBITED_CONTENT\",\"warning\":\"The prompt was blocked (PROHIBITED_CONTENT)\"}"));
	}

	static Stream<Arguments> media() {
		String image = "{\"text\":\"A\",\"media\":[\"image/png 010203\"],\"finish\":\"STOP\"}";
		String dropped = "{\"text\":\"A\",\"finish\":\"STOP\",\"warning\":\"Media that the model generated was dropped\"}";
		return Stream.of(row("base64 with line feeds", sse(event(TEXT_A, image("AQ\\nID\\n")), END), image),
				row("base64 with carriage returns", sse(event(TEXT_A, image("\\r\\nAQID")), END), image),
				row("base64 in data URI", sse(event(TEXT_A, image("data:image/png;base64,AQID")), END), image),
				row("invalid base64", sse(event(TEXT_A, image("A*ID")), END), dropped),
				row("empty base64", sse(event(TEXT_A, image("")), END), dropped),
				row("empty text and image in one part", sse(event("{\"text\":\"\"," + image("AQID").substring(1)), END),
						"{\"media\":[\"image/png 010203\"],\"finish\":\"STOP\"}"),
				row("text and image in one part", sse(event("{\"text\":\"A\"," + image("AQID").substring(1)), END),
						image),
				row("image as file URI",
						sse(event(TEXT_A,
								"{\"fileData\":{\"fileUri\":\"https://x/y.png\",\"mimeType\":\"image/png\"}}"), END),
						"{\"text\":\"A\",\"media\":[\"image/png https://x/y.png\"],\"finish\":\"STOP\"}"));
	}

	static Stream<Arguments> calls() {
		String oneCall = "{\"calls\":[{\"f\":{\"a\":1}}],\"finish\":\"STOP\"}";
		String noArguments = "{\"calls\":[{\"f\":{}}],\"finish\":\"STOP\"}";
		String nested = "{\"calls\":[{\"f\":{\"x\":{\"a\":1}}}],\"finish\":\"STOP\"}";
		String usa = "{\"calls\":[{\"f\":{\"c\":\"USA\"}}],\"finish\":\"STOP\"}";
		return Stream.of(
				row("arguments in fragments of which one is an object",
						sse(event(call("f", "{}")), event(fragment("{\"arguments\":\"{\\\"x\\\": \"}")),
								event(fragment("{\"a\":1}")), event(fragment("{\"arguments\":\"}\"}")), END),
						nested),
				row("arguments in fragments of which one is null",
						sse(event(call("f", "{}")), event(fragment("{\"arguments\":\"{\\\"x\\\": \"}")),
								event(fragment("null")), event(fragment("{\"arguments\":\"}\"}")), END),
						"{\"calls\":[{\"f\":{\"x\":null}}],\"finish\":\"STOP\"}"),
				row("arguments in fragments of which one is a number",
						sse(event(call("f", "\"{\\\"a\\\":\"")), event(fragment("1")), event(fragment("\"}\"")), END),
						oneCall),
				row("complete arguments before empty fragments",
						sse(event(call("f", "\"{\\\"a\\\":1}\"")), event(fragment("null")), event(fragment("{}")), END),
						oneCall),
				row("arguments as empty array", sse(event(call("f", "[]")), END), noArguments),
				row("arguments as array", sse(event(call("f", "[1]")), END), noArguments),
				row("arguments as number", sse(event(call("f", "5")), END), noArguments),
				row("repeated call with the same id",
						sse(event(call("f", "{\"a\":1},\"id\":\"i\"")), event(call("f", "{\"a\":1},\"id\":\"i\"")),
								END),
						oneCall),
				row("repeated call without id", sse(event(call("f", "{\"a\":1}"), call("f", "{\"a\":1}")), END),
						"{\"calls\":[{\"f\":{\"a\":1}},{\"f\":{\"a\":1}}],\"finish\":\"STOP\"}"),
				row("calls with the same id and different arguments",
						sse(event(call("f", "{\"a\":1},\"id\":\"i\"")), event(call("f", "{\"a\":2},\"id\":\"i\"")),
								END),
						"{\"calls\":[{\"f\":{\"a\":1}},{\"f\":{\"a\":2}}],\"finish\":\"STOP\"}"),
				row("string argument ended by fragment without value", sse(
						event(partial("\"name\":\"f\",",
								"{\"jsonPath\":\"$.c\",\"stringValue\":\"USA\",\"willContinue\":true}", true)),
						event(partial("", "{\"jsonPath\":\"$.c\"}", true)), event("{\"functionCall\":{}}"), END), usa),
				row("complete string argument, last fragment of call missing",
						sse(event(partial("\"name\":\"f\",", "{\"jsonPath\":\"$.c\",\"stringValue\":\"USA\"}", true)),
								END),
						usa),
				row("string argument that is incomplete at end of stream",
						sse(event(partial("\"name\":\"f\",",
								"{\"jsonPath\":\"$.c\",\"stringValue\":\"US\",\"willContinue\":true}", true)), END),
						"{\"finish\":\"STOP\",\"warning\":\"A function call of the model was dropped\"}"),
				row("empty text and call in one part",
						sse(event("{\"text\":\"\"," + call("f", "{\"a\":1}").substring(1)), END), oneCall),
				row("text and call in one part",
						sse(event("{\"text\":\"A\"," + call("f", "{\"a\":1}").substring(1)), END),
						"{\"text\":\"A\",\"calls\":[{\"f\":{\"a\":1}}],\"finish\":\"STOP\"}"),
				row("text and empty call in one part", sse(event("{\"functionCall\":{},\"text\":\"A\"}"), END),
						"{\"text\":\"A\",\"finish\":\"STOP\"}"),
				row("call of second candidate",
						sse("{\"candidates\":[{\"content\":{\"parts\":[" + TEXT_A
								+ "]},\"finishReason\":\"STOP\"},{\"content\":{\"parts\":[" + call("f", "{}")
								+ "]},\"finishReason\":\"STOP\",\"index\":1}]}"),
						"{\"text\":\"A\",\"finish\":\"STOP\"}"),
				row("malformed call only in finish message",
						sse("{\"candidates\":[{\"content\":{\"parts\":[]},"
								+ "\"finishReason\":\"MALFORMED_FUNCTION_CALL\","
								+ "\"finishMessage\":\"Malformed function call: print(weather(city='x', days=2))\"}]}"),
						"{\"attempted\":[{\"weather\":{\"city\":\"x\",\"days\":2}}],\"finish\":\"MALFORMED_FUNCTION_CALL\","
								+ "\"warning\":\"Malformed function call: print(weather(city='x', days=2))\"}"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource({ "framing", "values", "media", "calls" })
	void readsResponse(String name, String body, String expected, CapturedOutput output) {
		for (Endpoint endpoint : Endpoint.values()) {
			for (boolean streamed : new boolean[] { false, true }) {
				this.fixture.gateway().replyRaw(200, "text/event-stream", body);
				assertThat(receive(endpoint, streamed)).as("%s, streamed: %s", endpoint, streamed)
					.isEqualTo(withoutWarning(expected));
			}
		}
		if (WireJson.readValue(expected) instanceof Map<?, ?> map && map.get("warning") instanceof String warning) {
			assertThat(output.getOut()).contains("WARN", warning);
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource({ "framing", "values", "media", "calls" })
	void readsSameEventsWhereverBodyIsSplit(String name, String body, String expected) {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		List<String> unsplit = events(bytes, 0);
		for (int i = 1; i < bytes.length; i++) {
			assertThat(events(bytes, i)).as("split at byte %d", i).isEqualTo(unsplit);
		}
	}

	@Test
	void replacesInvalidUtf8Byte() {
		byte[] body = sse(text("A\u00e9")).getBytes(StandardCharsets.ISO_8859_1);
		byte[] end = sse(END).getBytes(StandardCharsets.UTF_8);
		byte[] stream = Arrays.copyOf(body, body.length + end.length);
		System.arraycopy(end, 0, stream, body.length, end.length);
		for (boolean streamed : new boolean[] { false, true }) {
			this.fixture.gateway().replyRaw(200, Map.of("Content-Type", "text/event-stream"), stream);
			assertThat(receive(Endpoint.NATIVE, streamed)).isEqualTo("{\"text\":\"A\ufffd\",\"finish\":\"STOP\"}");
		}
	}

	@Test
	void completesWhenConnectionIsClosedAfterDoneMarker() {
		String body = sse(text("A"), event(call("f", "{}")), END, "[DONE]");
		for (Endpoint endpoint : Endpoint.values()) {
			this.fixture.gateway().replyRaw(200, "text/event-stream", body).closeAfterBytes(body.length());
			assertThat(receive(endpoint, true))
				.isEqualTo("{\"text\":\"A\",\"calls\":[{\"f\":{}}],\"finish\":\"STOP\"}");
		}
	}

	private static final String TEXT_A = "{\"text\":\"A\"}";

	private static Arguments row(String name, String body, String expected) {
		return arguments(name, body, expected);
	}

	private static String sse(String... events) {
		StringBuilder body = new StringBuilder();
		for (String event : events) {
			body.append("data: ").append(event).append("\n\n");
		}
		return body.toString();
	}

	private static String event(String... parts) {
		return "{\"candidates\":[{\"content\":{\"parts\":[" + String.join(",", parts) + "]}}]}";
	}

	private static String text(String text) {
		return event("{\"text\":\"" + text + "\"}");
	}

	private static String lastText(String text) {
		return "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"" + text + "\"}]},\"finishReason\":\"STOP\"}]}";
	}

	private static String image(String base64) {
		return "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"" + base64 + "\"}}";
	}

	private static String call(String name, String args) {
		return "{\"functionCall\":{\"name\":\"" + name + "\",\"args\":" + args + "}}";
	}

	private static String fragment(String args) {
		return "{\"functionCall\":{\"name\":\"\",\"args\":" + args + "}}";
	}

	private static String partial(String nameField, String partialArgs, boolean willContinue) {
		return "{\"functionCall\":{" + nameField + "\"partialArgs\":[" + partialArgs + "],\"willContinue\":"
				+ willContinue + "}}";
	}

	private static String withoutWarning(String expected) {
		Map<Object, Object> fields = new LinkedHashMap<>(
				(Map<?, ?>) Objects.requireNonNull(WireJson.readValue(expected)));
		fields.remove("warning");
		return WireJson.write(fields);
	}

	private String receive(Endpoint endpoint, boolean streamed) {
		QhaigcGeminiChatModel model = this.fixture
			.model(QhaigcGeminiChatOptions.builder().model("gemini-3.5-flash").endpoint(endpoint).build());
		try {
			return streamed ? describe(model.stream(new Prompt("Hi")).collectList().block())
					: describe(List.of(model.call(new Prompt("Hi"))));
		}
		catch (QhaigcTransientException ex) {
			return "{\"failure\":\"" + ex.problem().code() + "\"}";
		}
	}

	/**
	 * Return the first candidate of one response, or of the chunks of a stream, and the
	 * tool calls of all candidates, as JSON.
	 */
	private static String describe(@Nullable List<ChatResponse> chunks) {
		StringBuilder text = new StringBuilder();
		List<String> media = new ArrayList<>();
		for (ChatResponse chunk : Objects.requireNonNull(chunks)) {
			AssistantMessage message = Objects.requireNonNull(chunk.getResult()).getOutput();
			text.append(message.getText());
			message.getMedia().forEach((item) -> media.add(describe(item)));
		}
		ChatResponse last = chunks.get(chunks.size() - 1);
		Generation generation = Objects.requireNonNull(last.getResult());
		Map<String, Object> fields = new LinkedHashMap<>();
		put(fields, "text", text.isEmpty() ? List.of() : List.of(text.toString()), false);
		put(fields, "media", media, true);
		put(fields, "calls",
				last.hasToolCalls() ? last.getResults()
					.stream()
					.flatMap((each) -> each.getOutput().getToolCalls().stream())
					.<Object>map((call) -> singleton(call.name(), WireJson.readValue(call.arguments())))
					.toList() : List.of(),
				true);
		put(fields, "attempted",
				QhaigcGeminiMetadata.from(generation)
					.attemptedToolCalls()
					.stream()
					.<Object>map((call) -> Map.of(call.name(), call.arguments()))
					.toList(),
				true);
		fields.put("finish", generation.getMetadata().getFinishReason());
		return WireJson.write(fields);
	}

	private static Map<String, @Nullable Object> singleton(String name, @Nullable Object value) {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		map.put(name, value);
		return map;
	}

	private static void put(Map<String, Object> fields, String name, List<?> values, boolean asList) {
		if (!values.isEmpty()) {
			fields.put(name, asList ? values : values.get(0));
		}
	}

	private static String describe(Media media) {
		Object data = media.getData();
		return media.getMimeType() + " "
				+ ((data instanceof byte[] bytes) ? HexFormat.of().formatHex(bytes) : data.toString());
	}

	/**
	 * Return the events of a stream, followed by {@code complete} or the code of the
	 * failure. The body is split into two buffers at the given index, unless the index is
	 * 0.
	 */
	private static List<String> events(byte[] body, int splitIndex) {
		List<byte[]> buffers = (splitIndex == 0) ? List.of(body)
				: List.of(Arrays.copyOf(body, splitIndex), Arrays.copyOfRange(body, splitIndex, body.length));
		EventReader reader = new EventReader(
				new GatewayErrors(StatusRules.DEFAULT, null, null, UnaryOperator.identity()), Integer.MAX_VALUE, null);
		List<String> events = new ArrayList<>();
		try {
			UnchangedEvents.read(reader, Flux.fromIterable(buffers))
				.doOnNext((event) -> events.add(event.toString()))
				.blockLast();
			events.add("complete");
		}
		catch (QhaigcTransientException ex) {
			events.add(String.valueOf(ex.problem().code()));
		}
		return events;
	}

}
