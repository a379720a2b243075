package net.qhaigc.springai.gemini.test;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * How a gateway was started.
 *
 * @param apiKey the key that requests need
 * @param pathPrefix what every path starts with, may be empty
 * @param port the port, 0 for a free one
 * @param models the models that exist, empty for all
 * @param lenient whether other spellings that Google reads are accepted
 * @param signatureRules whether the models that demand thought signatures get them
 * @param checking whether requests are checked at all
 * @param autoRespond gives the replies that are not scripted, or null
 */
record GatewaySettings(String apiKey, String pathPrefix, int port, List<String> models, boolean lenient,
		boolean signatureRules, boolean checking, @Nullable Function<ReceivedRequest, Reply> autoRespond) {

	private static final List<String> USUAL_MODELS = List.of("gemini-2.5-flash", "gemini-3.5-flash", "gpt-5-mini");

	boolean serves(String model) {
		return this.models.isEmpty() || this.models.contains(model);
	}

	List<String> listedModels() {
		return this.models.isEmpty() ? USUAL_MODELS : this.models;
	}

}
