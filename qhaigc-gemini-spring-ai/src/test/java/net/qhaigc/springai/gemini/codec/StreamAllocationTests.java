package net.qhaigc.springai.gemini.codec;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import net.qhaigc.springai.gemini.codec.markup.ResponseMarkup;
import net.qhaigc.springai.gemini.codec.turn.MediaRetention;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.wire.GenerateContentRequest;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;
import net.qhaigc.springai.gemini.wire.WireJson;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the memory allocated for decoding an event does not depend on the number of
 * preceding events.
 */
class StreamAllocationTests {

	private static final int EVENTS_IN_QUARTER = 4000;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	@ParameterizedTest
	@EnumSource
	void allocatedMemoryPerEventDoesNotGrow(Content content) {
		List<GenerateContentResponse> events = new ArrayList<>();
		// PARTIAL_ARGS and ARGS_TEXT continue this tool call.
		events.add(Content.CALL.event(0));
		IntStream.range(0, 4 * EVENTS_IN_QUARTER).mapToObj(content::event).forEach(events::add);
		decode(events);
		long allocatedForQuarter = allocatedBy(() -> decode(events.subList(0, EVENTS_IN_QUARTER)));
		long allocatedForAll = allocatedBy(() -> decode(events));
		// If the memory grew quadratically, four times as many events would need 16 times
		// as much.
		assertThat(allocatedForAll).isLessThan(7 * allocatedForQuarter);
	}

	private static void decode(List<GenerateContentResponse> events) {
		StreamDecoder decoder = new StreamDecoder(
				new EncodedPrompt("gemini-3-flash", GenerateContentRequest.of(List.of()), Map.of(), Map.of(), Map.of(),
						EmbeddedJsonLocations.NONE, ResponseMarkup.NONE, List.of(), MediaRetention.NONE, false),
				new WarnOnce());
		events.forEach(decoder::decode);
		assertThat(decoder.close("STOP").getResults()).isNotEmpty();
	}

	private static long allocatedBy(Runnable task) {
		long before = THREADS.getCurrentThreadAllocatedBytes();
		task.run();
		return THREADS.getCurrentThreadAllocatedBytes() - before;
	}

	/** What each event contains. */
	enum Content {

		TEXT(part("{'text':'word %d '}")),

		THOUGHT(part("{'text':'word %d ','thought':true}")),

		CALL(part("{'functionCall':{'name':'f','args':{},'id':'%d'}}")),

		PARTIAL_ARGS(part("{'functionCall':{'willContinue':true,'partialArgs':"
				+ "[{'jsonPath':'$.text','stringValue':'word %d ','willContinue':true}]}}")),

		ARGS_TEXT(part("{'functionCall':{'args':'word %d '}}")),

		DETAIL_LIST("{'candidates':[{'logprobsResult':{'chosenCandidates':[{'token':'%d'}]}}]}"),

		DETAIL_OBJECT("{'candidates':[{'urlContextMetadata':{'u%d':1}}]}"),

		EXTRA_FIELD("{'candidates':[],'field%d':1}");

		private final String template;

		Content(String template) {
			this.template = template.replace('\'', '"');
		}

		GenerateContentResponse event(int number) {
			byte[] json = this.template.formatted(number).getBytes(StandardCharsets.UTF_8);
			return WireJson.readResponse(json, 0, json.length);
		}

		private static String part(String part) {
			return "{'candidates':[{'content':{'parts':[" + part + "]}}]}";
		}

	}

}
