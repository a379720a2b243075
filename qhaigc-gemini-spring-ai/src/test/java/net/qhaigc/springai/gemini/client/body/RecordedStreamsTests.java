package net.qhaigc.springai.gemini.client.body;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;

import net.qhaigc.springai.gemini.client.error.GatewayErrors;
import net.qhaigc.springai.gemini.client.error.GatewayProblem;
import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.client.error.ResponseHead;
import net.qhaigc.springai.gemini.client.error.StatusRules;
import net.qhaigc.springai.gemini.support.SharedFiles;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@link EventReader} reads the same events from a stream wherever the stream
 * is split. The streams are recorded responses from Google, some of them edited.
 */
class RecordedStreamsTests {

	private static final int SPLITS = 20;

	@Test
	void readsSameEventsHoweverStreamIsSplit() throws IOException {
		Path folder = SharedFiles.find("corpus/dev").orElse(null);
		Assumptions.assumeTrue(folder != null, "requires ../shared");
		int streams = 0;
		try (Stream<Path> files = Files.list(folder)) {
			for (Path file : files.sorted().toList()) {
				JsonNode exchange = JsonMapper.shared().readTree(file);
				byte[] stream = stream(exchange);
				if (stream != null) {
					assertReadsSameEventsHoweverStreamIsSplit(exchange, stream);
					streams++;
				}
			}
		}
		assertThat(streams).isGreaterThan(300);
	}

	private static void assertReadsSameEventsHoweverStreamIsSplit(JsonNode exchange, byte[] stream) {
		String id = exchange.path("id").asString();
		Outcome expected = read(List.of(stream));
		if (exchange.path("provenance").asString().equals("recorded")) {
			boolean incomplete = exchange.path("tags")
				.valueStream()
				.anyMatch((tag) -> tag.asString().equals("no-finish-reason"));
			assertThat(expected.events()).as(id).isNotEmpty();
			assertThat(expected.problem()).as(id).matches((problem) -> (problem != null) == incomplete);
		}
		int step = Math.max(1, stream.length / SPLITS);
		for (int i = 1; i < stream.length; i += step) {
			List<byte[]> twoChunks = List.of(Arrays.copyOf(stream, i), Arrays.copyOfRange(stream, i, stream.length));
			assertThat(read(twoChunks)).as("%s split at byte %d", id, i).isEqualTo(expected);
		}
		int size = (stream.length < 3000) ? 1 : 7;
		List<byte[]> chunks = new ArrayList<>();
		for (int i = 0; i < stream.length; i += size) {
			chunks.add(Arrays.copyOfRange(stream, i, Math.min(stream.length, i + size)));
		}
		assertThat(read(chunks)).as("%s in chunks", id).isEqualTo(expected);
	}

	private static byte @Nullable [] stream(JsonNode exchange) {
		if (!exchange.path("method").asString().equals("streamGenerateContent")
				|| exchange.path("status").asInt() != 200) {
			return null;
		}
		JsonNode text = exchange.path("sse").isString() ? exchange.path("sse") : exchange.path("raw_body");
		return text.asString().getBytes(StandardCharsets.UTF_8);
	}

	private static Outcome read(List<byte[]> chunks) {
		EventReader reader = new EventReader(
				new GatewayErrors(StatusRules.DEFAULT, null, "qhaigc.api-key", UnaryOperator.identity()),
				Integer.MAX_VALUE, null);
		reader.begin(ResponseHead.of(200, HttpHeaders.EMPTY), Flux.empty());
		List<GenerateContentResponse> events = new ArrayList<>();
		try {
			UnchangedEvents.read(reader, Flux.fromIterable(chunks)).doOnNext((event) -> events.add(event)).blockLast();
			return new Outcome(events, null);
		}
		catch (QhaigcTransientException ex) {
			return new Outcome(events, ex.problem());
		}
		catch (QhaigcNonTransientException ex) {
			return new Outcome(events, ex.problem());
		}
	}

	private record Outcome(List<GenerateContentResponse> events, @Nullable GatewayProblem problem) {

	}

}
