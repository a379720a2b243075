package net.qhaigc.springai.gemini.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;
import net.qhaigc.springai.gemini.test.Reply;

/**
 * The replies of the models in {@link AgentSoakTests}. A reply depends only on the
 * provider, the texts and the tool calls in the request.
 */
final class SoakScript {

	/**
	 * The image that the model returns at the end of the first turn. The request of the
	 * last turn contains this image.
	 */
	static final byte[] IMAGE = new byte[20_000];

	/**
	 * The tool calls of the 15 rounds of the first turn, in order. Each element consists
	 * of the name of the tool, or {@code last}, and the number of tool calls in the
	 * preceding rounds. The element is also the argument {@code city} of the call.
	 */
	static final List<String> CALLS = List.of("weather0", "slow0", "count0", "fail3", "note3", "pay5", "image6",
			"weather7", "count7", "weather9", "count9", "weather11", "count11", "weather13", "count13", "weather15",
			"count15", "weather17", "count17", "weather19", "count19", "weather21", "count21", "weather23", "count23",
			"weather25", "count25", "last27");

	/**
	 * The native endpoint is unavailable for requests with these numbers of tool calls.
	 */
	private static final List<Integer> NATIVE_UNAVAILABLE = List.of(5, 11, 13, 19, 21);

	/**
	 * The provider {@code other} is unavailable for requests with these numbers of tool
	 * calls.
	 */
	private static final List<Integer> OTHER_UNAVAILABLE = List.of(13, 21);

	static {
		new Random(1).nextBytes(IMAGE);
	}

	private SoakScript() {
	}

	static void addTo(QhaigcGateway gateway) {
		gateway.when((request) -> request.body().contains("Bye.")).replyStream("Good", "bye.");
		gateway.when((request) -> request.body().contains("Thanks.") && countCalls(request) == 0)
			.callTool("note", Map.of("city", "a"))
			.callTool("count", Map.of("city", "four"));
		gateway.when((request) -> request.body().contains("Thanks.")).replyStream("You are ", "welcome.");
		gateway.when(SoakScript::isUnavailable).googleError(503);
		for (List<String> round : rounds()) {
			String first = round.get(0);
			if (first.equals("last27")) {
				gateway
					.when((request) -> countCalls(request) == callsBefore(first)
							&& request.body().contains("with a large result"))
					.callTool("large", Map.of("city", first));
			}
			Reply reply = gateway.when((request) -> countCalls(request) == callsBefore(first))
				.callTool(tool(first), Map.of("city", first));
			round.subList(1, round.size()).forEach((call) -> reply.callTool(tool(call), Map.of("city", call)));
		}
		gateway.when((request) -> countCalls(request) == CALLS.size())
			.replyStream("Do", "ne.")
			.image(IMAGE)
			.signature("c2ln");
	}

	/** Whether the provider that receives a request is unavailable for this request. */
	private static boolean isUnavailable(ReceivedRequest request) {
		return switch (provider(request)) {
			case "native" -> NATIVE_UNAVAILABLE.contains(countCalls(request));
			case "other" -> OTHER_UNAVAILABLE.contains(countCalls(request));
			default -> false;
		};
	}

	/** Return which provider receives a request. */
	static String provider(ReceivedRequest request) {
		if (request.endpoint() == ReceivedRequest.Endpoint.NATIVE) {
			return "native";
		}
		return request.model().equals(SoakApplication.OTHER_MODEL) ? "other" : "unified";
	}

	/** Return the provider that replies to a request with this number of tool calls. */
	static String replyingProvider(int calls) {
		if (!NATIVE_UNAVAILABLE.contains(calls)) {
			return "native";
		}
		return OTHER_UNAVAILABLE.contains(calls) ? "unified" : "other";
	}

	private static List<List<String>> rounds() {
		List<List<String>> rounds = new ArrayList<>();
		for (String call : CALLS) {
			if (rounds.isEmpty() || callsBefore(rounds.get(rounds.size() - 1).get(0)) != callsBefore(call)) {
				rounds.add(new ArrayList<>());
			}
			rounds.get(rounds.size() - 1).add(call);
		}
		return rounds;
	}

	/** Return the number of tool calls before the round of a call. */
	static int callsBefore(String call) {
		return Integer.parseInt(call.replaceAll("\\D", ""));
	}

	/**
	 * Return the tool of a call. In the last round, the model can call {@code large}
	 * instead of this tool.
	 */
	static String tool(String call) {
		String name = call.replaceAll("\\d", "");
		return name.equals("last") ? "note" : name;
	}

	private static int countCalls(ReceivedRequest request) {
		return SoakChecks.cities(request).size();
	}

}
