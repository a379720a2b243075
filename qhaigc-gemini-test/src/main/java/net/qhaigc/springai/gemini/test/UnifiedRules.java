package net.qhaigc.springai.gemini.test;

import org.jspecify.annotations.Nullable;

/**
 * The rules of {@code /v1/chat/completions}.
 */
final class UnifiedRules implements RequestRules {

	@Override
	public @Nullable Refusal check(ReceivedRequest request) {
		if (request.json().isMissingNode()) {
			return Refusal.gateway(400, null, "We could not parse the JSON body of your request.");
		}
		return null;
	}

}
