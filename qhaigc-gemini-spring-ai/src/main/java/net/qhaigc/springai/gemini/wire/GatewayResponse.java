package net.qhaigc.springai.gemini.wire;

import java.util.List;
import java.util.Map;

/**
 * What the gateway answered: a whole answer, or one event of a stream.
 *
 * @param body the answer or event
 * @param headers the HTTP headers of the answer, looked up without regard to case
 */
public record GatewayResponse(GenerateContentResponse body, Map<String, List<String>> headers) {

	/** Headers by which gateways and Google name a request; the first that is there. */
	public static final List<String> REQUEST_ID_HEADERS = List.of("x-request-id", "request-id", "x-goog-request-id",
			"x-oneapi-request-id", "cf-ray");

}
