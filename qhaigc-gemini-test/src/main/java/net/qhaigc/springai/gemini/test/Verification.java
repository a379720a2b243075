package net.qhaigc.springai.gemini.test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The result of verifying a gateway.
 *
 * @param findings the rejected requests, problems and unused replies; empty if the
 * verification succeeded
 */
record Verification(List<String> findings) {

	/**
	 * Verify a gateway.
	 * @param activity what the gateway has observed
	 * @param script the scripted replies, and whether rejected requests are allowed
	 */
	static Verification of(GatewayActivity activity, Script script) {
		List<String> findings = new ArrayList<>();
		if (!script.rejectedRequestsAllowed()) {
			for (ReceivedRequest request : activity.received()) {
				String message = request.rejectionMessage();
				if (message != null) {
					findings.add(request + " was rejected:\n" + message.strip() + describeBody(request));
				}
			}
			if (activity.droppedRejections() > 0) {
				findings.add("Rejected requests that are no longer in the journal: " + activity.droppedRejections()
						+ ". See QhaigcGatewayBuilder.journal(..)");
			}
		}
		for (GatewayActivity.Problem problem : activity.problems()) {
			findings.add(problem.message() + describeBody(problem.request()));
		}
		for (Reply reply : script.unused()) {
			findings.add("No request used the reply " + reply);
		}
		return new Verification(findings);
	}

	/**
	 * Throw an error with the findings, if there are any. If the test has failed, add the
	 * error to the failure of the test instead, unless that failure already contains the
	 * findings.
	 */
	void report(@Nullable Throwable failure) {
		if (this.findings.isEmpty()) {
			return;
		}
		String message = message();
		if (failure == null) {
			throw new AssertionError(message);
		}
		if (!contains(failure, message)) {
			failure.addSuppressed(new AssertionError(message));
		}
	}

	private String message() {
		StringBuilder message = new StringBuilder("Verification of the stand-in gateway failed:");
		for (int i = 0; i < this.findings.size(); i++) {
			message.append("\n\n").append(i + 1).append(". ").append(this.findings.get(i).replace("\n", "\n   "));
		}
		return message.toString();
	}

	private static boolean contains(Throwable failure, String message) {
		return String.valueOf(failure.getMessage()).contains(message)
				|| Arrays.stream(failure.getSuppressed()).anyMatch((suppressed) -> contains(suppressed, message))
				|| (failure.getCause() != null && contains(failure.getCause(), message));
	}

	private static String describeBody(@Nullable ReceivedRequest request) {
		if (request == null) {
			return "\nThe request is no longer in the journal";
		}
		JsonNode json = request.json();
		return "\nThe request body was " + (json.isMissingNode() ? "\"" + request.body() + "\"" : Json.readable(json));
	}

}
