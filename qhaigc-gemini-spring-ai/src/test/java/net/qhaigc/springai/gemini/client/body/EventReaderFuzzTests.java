package net.qhaigc.springai.gemini.client.body;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

import com.code_intelligence.jazzer.junit.FuzzTest;
import reactor.core.publisher.Flux;

import org.springframework.http.HttpHeaders;

import net.qhaigc.springai.gemini.client.ClientFixtures;
import net.qhaigc.springai.gemini.client.error.GatewayErrors;
import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.client.error.ResponseHead;
import net.qhaigc.springai.gemini.client.error.StatusRules;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fuzz tests for {@link EventReader} with arbitrary bytes as the stream.
 */
class EventReaderFuzzTests {

	/** Low, so that some inputs contain larger events. */
	private static final int MAX_EVENT_SIZE = 400;

	@FuzzTest
	void readsSameEventsHoweverStreamIsSplit(byte[] stream) {
		List<String> expected = read(stream, Math.max(1, stream.length));
		int size = 1 + Math.floorMod(Arrays.hashCode(stream), 16);
		assertThat(read(stream, size)).as("in chunks of %d bytes", size).isEqualTo(expected);
	}

	/** Return the events of the stream and how it ended. */
	private static List<String> read(byte[] stream, int chunkSize) {
		List<byte[]> chunks = new ArrayList<>();
		for (int from = 0; from < stream.length; from += chunkSize) {
			chunks.add(Arrays.copyOfRange(stream, from, Math.min(stream.length, from + chunkSize)));
		}
		List<String> signals = new ArrayList<>();
		try {
			UnchangedEvents.read(reader(), Flux.fromIterable(chunks))
				.doOnNext((event) -> signals.add(event.toString()))
				.blockLast();
			signals.add("complete");
		}
		catch (QhaigcTransientException | QhaigcNonTransientException ex) {
			signals.add(ex.getClass().getSimpleName() + " " + ClientFixtures.problem(ex).code());
		}
		return signals;
	}

	private static EventReader reader() {
		EventReader reader = new EventReader(
				new GatewayErrors(StatusRules.DEFAULT, "gemini-2.5-flash", "qhaigc.api-key", UnaryOperator.identity()),
				MAX_EVENT_SIZE, null);
		reader.begin(ResponseHead.of(200, HttpHeaders.EMPTY), Flux.empty());
		return reader;
	}

}
