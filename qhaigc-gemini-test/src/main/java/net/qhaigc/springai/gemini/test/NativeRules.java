package net.qhaigc.springai.gemini.test;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rules of {@code generateContent} and {@code streamGenerateContent}, with Google's
 * error messages where they are known.
 */
final class NativeRules implements RequestRules {

	private static final int MAX_UTF8_BYTES_PER_CHAR = 3;

	private final int maxRequestBytes;

	private final boolean lenient;

	private final List<NativeRule> rules;

	NativeRules(boolean lenient, SignatureRules signatureRules, int maxRequestBytes) {
		this.maxRequestBytes = maxRequestBytes;
		this.lenient = lenient;
		this.rules = List.of(new ContentRules(lenient), new ToolRules(), new ConfigRules(),
				new TurnRules(signatureRules));
	}

	@Override
	public @Nullable ErrorResponse check(ReceivedRequest request) {
		if (isTooLarge(request.body())) {
			return ErrorResponse
				.invalidArgument("Request payload size exceeds the limit: " + this.maxRequestBytes + " bytes.");
		}
		if (!(request.json() instanceof ObjectNode body)) {
			return ErrorResponse.invalidArgument("Invalid JSON payload received. A JSON object is expected.");
		}
		Violations violations = new Violations();
		ObjectNode canonical = new WireReader(this.lenient, violations).read(body);
		ErrorResponse rejection = violations.rejection();
		if (rejection != null) {
			return rejection;
		}
		request.setCanonicalJson(canonical);
		this.rules.forEach((rule) -> rule.check(canonical, request.model(), violations));
		return violations.rejection();
	}

	private boolean isTooLarge(String body) {
		return body.length() > this.maxRequestBytes / MAX_UTF8_BYTES_PER_CHAR
				&& body.getBytes(StandardCharsets.UTF_8).length > this.maxRequestBytes;
	}

}
