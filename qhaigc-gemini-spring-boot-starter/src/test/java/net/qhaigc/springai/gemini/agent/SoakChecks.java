package net.qhaigc.springai.gemini.agent;

import java.util.Base64;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import net.qhaigc.springai.gemini.test.ReceivedRequest;

/**
 * Checks of each request that the gateway receives in {@link AgentSoakTests}.
 */
final class SoakChecks {

	private static final String IMAGE = Base64.getEncoder().encodeToString(SoakScript.IMAGE);

	private final AtomicInteger requests = new AtomicInteger();

	private final Queue<String> problems = new ConcurrentLinkedQueue<>();

	void received(ReceivedRequest request) {
		this.requests.incrementAndGet();
		String body = request.body();
		if (count(body, "\"functionCall\"") != count(body, "\"functionResponse\"")) {
			this.problems.add("The number of tool results is not that of the tool calls");
		}
		if (body.contains("Bye.")) {
			verify(count(body, IMAGE) == 1, "The image is not sent once", body);
			verify(count(body, "Done.") == 1 && count(body, "You are welcome.") == 1, "The answers are not sent once",
					body);
			verify(body.contains("c2ln"), "The signature of the image is missing", body);
		}
	}

	private void verify(boolean valid, String problem, String body) {
		if (!valid && this.problems.size() < 10) {
			this.problems.add(problem + ": " + body.substring(0, Math.min(2_000, body.length())));
		}
	}

	static int count(String text, String part) {
		int count = 0;
		for (int i = text.indexOf(part); i >= 0; i = text.indexOf(part, i + 1)) {
			count++;
		}
		return count;
	}

	int requests() {
		return this.requests.get();
	}

	Queue<String> problems() {
		return this.problems;
	}

}
