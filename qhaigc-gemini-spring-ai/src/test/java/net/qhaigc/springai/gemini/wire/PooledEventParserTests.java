package net.qhaigc.springai.gemini.wire;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PooledEventParser}, which must return the same events as a parser that
 * is created for each event.
 */
class PooledEventParserTests {

	private static final List<String> EVENTS = List.of("{}", """
			{"candidates":[{"content":{"role":"model","parts":[{"text":"水 \\u6c34 \\"quoted\\" 😀"}]},"index":0}],
			 "usageMetadata":{"promptTokenCount":3},"modelVersion":"m"}""", """
			{"candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgo="}}]}}]}""",
			"""
					{"candidates":[{"content":{"parts":[{"inlineData":{"data":"iVBO\\u0052w0KGgo=","mimeType":"a/b"}}]}}]}""",
			"""
					{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{"n":[1,2.50,{"x":null}]}}}]}}]}""",
			text("a".repeat(7900)), text("é".repeat(5000)), "{\"error\":{\"code\":500}} and more", "{\"a\":1}{\"b\":2}",
			" \n{\"unknown\":true}\n ");

	private static final List<String> INVALID = List.of("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"cut",
			"{\"candidates\":[", "{\"a\":", "{", "[1]", "7", "\"text\"", "nul", "not JSON", "{\"a\" 1}",
			"{\"a\":1e99999999999}", "}", "[".repeat(1000),
			"{\"candidates\":[{\"content\":{\"parts\":[{\"inlineData\":{\"data\":\"??\"}}]}}]}");

	@Test
	void returnsSameEventsAsUnpooledParsersOnManyThreads() throws Exception {
		ExecutorService readers = Executors.newFixedThreadPool(8);
		try {
			List<Future<?>> results = new ArrayList<>();
			for (int seed = 0; seed < 8; seed++) {
				Random random = new Random(seed);
				results.add(readers.submit(() -> {
					for (int i = 0; i < 4000; i++) {
						List<String> events = (random.nextInt(10) > 0) ? EVENTS : INVALID;
						assertReadsSameAsUnpooledParser(events.get(random.nextInt(events.size())), random.nextInt(5));
					}
				}));
			}
			for (Future<?> result : results) {
				result.get();
			}
		}
		finally {
			readers.shutdownNow();
		}
	}

	@Test
	void reusesJsonParserUntilItFailsOrHasReadFourMebibytes() {
		RecordingFactory factory = new RecordingFactory();
		PooledEventParser parser = new PooledEventParser(factory);
		EventParser caller = new EventParser();
		byte[] event = text("a".repeat(1000)).getBytes(StandardCharsets.UTF_8);
		int events = 4 * 1024 * 1024 / event.length;
		for (int i = 0; i < events; i++) {
			parser.read(event, 0, event.length, caller);
		}
		assertThat(factory.jsonParsers).hasSize(1);
		for (int i = 0; i < 10; i++) {
			parser.read(event, 0, event.length, caller);
		}
		assertThat(factory.jsonParsers).hasSize(2);
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> parser.read(event, 0, 500, caller));
		parser.read(event, 0, event.length, caller);
		assertThat(factory.jsonParsers).extracting(JsonParser::isClosed).containsExactly(true, true, false);
	}

	private static void assertReadsSameAsUnpooledParser(String json, int offset) {
		byte[] bytes = ("-".repeat(offset) + json + "-").getBytes(StandardCharsets.UTF_8);
		int length = bytes.length - offset - 1;
		assertThat(read(new EventParser()::read, bytes, offset, length))
			.isEqualTo(read(WireJson::readResponse, bytes, offset, length));
	}

	/** Return the event, or null if the JSON is invalid. */
	private static @Nullable GenerateContentResponse read(ParserMethod reader, byte[] bytes, int offset, int length) {
		try {
			return reader.read(bytes, offset, length);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private static String text(String text) {
		return "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"" + text + "\"}]}}]}";
	}

	private interface ParserMethod {

		GenerateContentResponse read(byte[] bytes, int offset, int length);

	}

	private static final class RecordingFactory extends JsonFactory {

		private final List<JsonParser> jsonParsers = new ArrayList<>();

		@Override
		public JsonParser createParser(ObjectReadContext context, InputStream in) {
			JsonParser parser = super.createParser(context, in);
			this.jsonParsers.add(parser);
			return parser;
		}

	}

}
