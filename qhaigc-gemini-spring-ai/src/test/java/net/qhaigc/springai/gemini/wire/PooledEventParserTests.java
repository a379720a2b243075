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
 * Events are read as if each had a parser of its own.
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

	private static final List<String> BROKEN = List.of("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"cut",
			"{\"candidates\":[", "{\"a\":", "{", "[1]", "7", "\"text\"", "nul", "no JSON", "{\"a\" 1}",
			"{\"a\":1e99999999999}", "}", "[".repeat(1000),
			"{\"candidates\":[{\"content\":{\"parts\":[{\"inlineData\":{\"data\":\"??\"}}]}}]}");

	@Test
	void whateverWasReadBeforeAndOnManyThreadsAtATime() throws Exception {
		ExecutorService readers = Executors.newFixedThreadPool(8);
		try {
			List<Future<?>> readings = new ArrayList<>();
			for (int seed = 0; seed < 8; seed++) {
				Random random = new Random(seed);
				readings.add(readers.submit(() -> {
					for (int i = 0; i < 4000; i++) {
						List<String> events = (random.nextInt(10) > 0) ? EVENTS : BROKEN;
						readsAsAlone(events.get(random.nextInt(events.size())), random.nextInt(5));
					}
				}));
			}
			for (Future<?> reading : readings) {
				reading.get();
			}
		}
		finally {
			readers.shutdownNow();
		}
	}

	@Test
	void oneParserServesUntilItFailsOrHasReadFourMebibytes() {
		RememberingFactory factory = new RememberingFactory();
		PooledEventParser reader = new PooledEventParser(factory);
		byte[] event = text("a".repeat(1000)).getBytes(StandardCharsets.UTF_8);
		int events = 4 * 1024 * 1024 / event.length;
		for (int i = 0; i < events; i++) {
			reader.read(event, 0, event.length);
		}
		assertThat(factory.parsers).hasSize(1);
		for (int i = 0; i < 10; i++) {
			reader.read(event, 0, event.length);
		}
		assertThat(factory.parsers).hasSize(2);
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> reader.read(event, 0, 500));
		reader.read(event, 0, event.length);
		assertThat(factory.parsers).extracting(JsonParser::isClosed).containsExactly(true, true, false);
	}

	private static void readsAsAlone(String json, int offset) {
		byte[] bytes = ("-".repeat(offset) + json + "-").getBytes(StandardCharsets.UTF_8);
		int length = bytes.length - offset - 1;
		assertThat(read(WireJson::readEvent, bytes, offset, length))
			.isEqualTo(read(WireJson::readResponse, bytes, offset, length));
	}

	/** The event, or null for what is none. */
	private static @Nullable GenerateContentResponse read(Reading reading, byte[] bytes, int offset, int length) {
		try {
			return reading.read(bytes, offset, length);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private static String text(String text) {
		return "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"" + text + "\"}]}}]}";
	}

	private interface Reading {

		GenerateContentResponse read(byte[] bytes, int offset, int length);

	}

	private static final class RememberingFactory extends JsonFactory {

		private final List<JsonParser> parsers = new ArrayList<>();

		@Override
		public JsonParser createParser(ObjectReadContext context, InputStream in) {
			JsonParser parser = super.createParser(context, in);
			this.parsers.add(parser);
			return parser;
		}

	}

}
