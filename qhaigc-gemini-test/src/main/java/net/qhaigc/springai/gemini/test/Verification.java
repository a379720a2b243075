package net.qhaigc.springai.gemini.test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Tells in one text all that did not go as the test had scripted it.
 */
final class Verification {

	private Verification() {
	}

	/**
	 * Looks for what went wrong.
	 * @param journal what the gateway saw
	 * @param script what is still scripted
	 * @param refusalsExpected whether refused requests are fine
	 * @return the text, or null if all went well
	 */
	static @Nullable String of(GatewayActivity journal, Script script, boolean rejectionsAllowed) {
		List<String> findings = new ArrayList<>();
		for (ReceivedRequest request : journal.received()) {
			if (request.rejectionMessage() != null && !rejectionsAllowed) {
				findings.add(request + " was refused:\n" + String.valueOf(request.rejectionMessage()).strip()
						+ shown(request));
			}
		}
		for (GatewayActivity.Problem problem : journal.problems()) {
			findings.add(problem.text() + shown(problem.request()));
		}
		for (Reply reply : script.unused()) {
			findings.add("No request has got the reply " + reply);
		}
		if (findings.isEmpty()) {
			return null;
		}
		StringBuilder text = new StringBuilder("The Qhaigc gateway has something to tell:");
		for (int i = 0; i < findings.size(); i++) {
			text.append("\n\n").append(i + 1).append(". ").append(findings.get(i).replace("\n", "\n   "));
		}
		return text.toString();
	}

	/**
	 * Whether a failure tells these findings already.
	 */
	static boolean isTold(String findings, Throwable failure) {
		return String.valueOf(failure.getMessage()).contains(findings)
				|| Arrays.stream(failure.getSuppressed()).anyMatch((suppressed) -> isTold(findings, suppressed))
				|| (failure.getCause() != null && isTold(findings, failure.getCause()));
	}

	private static String shown(ReceivedRequest request) {
		JsonNode json = request.json();
		return "\nThe request was " + (json.isMissingNode() ? "\"" + request.body() + "\"" : Json.readable(json));
	}

}
