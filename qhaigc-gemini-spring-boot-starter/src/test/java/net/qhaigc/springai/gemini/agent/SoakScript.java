package net.qhaigc.springai.gemini.agent;

import java.awt.image.BufferedImage;
import java.util.Map;
import java.util.Random;

import org.springframework.ai.tool.annotation.Tool;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;
import net.qhaigc.springai.gemini.test.Reply;

/**
 * What the model replies in {@link AgentSoakTests}, which depends only on the number of
 * tool calls in the request, and its tools.
 */
final class SoakScript {

	/** Number of tool calls of a turn of 15 rounds. */
	static final int CALLS = 3 + 2 + 1 + 1 + 10 * 2 + 1;

	/** What the model generates at the end of the turn, and receives in the last turn. */
	static final byte[] IMAGE = new byte[20_000];

	static {
		new Random(1).nextBytes(IMAGE);
	}

	private SoakScript() {
	}

	static void addTo(QhaigcGateway gateway) {
		gateway.when((request) -> request.body().contains("Bye.")).replyStream("Good", "bye.");
		gateway.when((request) -> request.body().contains("Thanks.") && !request.body().contains("tool_call_id"))
			.callTool("note", Map.of("city", "a"))
			.callTool("count", Map.of("city", "four"));
		gateway.when((request) -> request.body().contains("Thanks.")).replyStream("You are ", "welcome.");
		call(gateway, 0, "weather", "slow", "count");
		call(gateway, 3, "fail", "note");
		call(gateway, 5, "pay");
		call(gateway, 6, "image");
		for (int round = 0; round < 10; round++) {
			call(gateway, 7 + 2 * round, "weather", "count");
		}
		Map<String, String> args = Map.of("city", "last");
		gateway.when((request) -> calls(request) == CALLS - 1 && request.body().contains("large result"))
			.callTool("large", args);
		call(gateway, CALLS - 1, "note");
		gateway.when((request) -> calls(request) == CALLS).replyStream("Do", "ne.").image(IMAGE).signature("c2ln");
	}

	private static void call(QhaigcGateway gateway, int callsBefore, String... tools) {
		Reply reply = gateway.when((request) -> calls(request) == callsBefore)
			.callTool(tools[0], Map.of("city", tools[0] + callsBefore));
		for (int i = 1; i < tools.length; i++) {
			reply.callTool(tools[i], Map.of("city", tools[i] + callsBefore));
		}
	}

	private static int calls(ReceivedRequest request) {
		return SoakChecks.count(request.body(), "\"functionCall\"");
	}

	static final class Tools {

		private static final String LARGE = "x".repeat(2_000_000);

		@Tool
		String weather(String city) {
			return "rain in " + city;
		}

		@Tool
		String slow(String city) throws InterruptedException {
			Thread.sleep(20);
			return "slow " + city;
		}

		@Tool
		String fail(String city) {
			throw new IllegalArgumentException("no such city");
		}

		@Tool
		BufferedImage image(String city) {
			return new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
		}

		@Tool
		String large(String city) {
			return LARGE;
		}

		@Tool
		int count(String city) {
			return city.length();
		}

		@Tool
		void note(String city) {
		}

		@Tool
		String pay(String city) {
			return "paid " + city;
		}

	}

}
