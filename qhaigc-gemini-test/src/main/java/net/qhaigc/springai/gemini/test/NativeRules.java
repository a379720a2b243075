package net.qhaigc.springai.gemini.test;

import org.jspecify.annotations.Nullable;

/**
 * The rules of {@code generateContent} and {@code streamGenerateContent}.
 */
final class NativeRules implements RequestRules {

	NativeRules(Settings settings) {
	}

	@Override
	public @Nullable Refusal check(ReceivedRequest request) {
		if (!request.json().isObject()) {
			return Refusal.invalidArgument("Invalid JSON payload received. Expected an object.");
		}
		return null;
	}

}
