package net.qhaigc.springai.gemini.wire;

import java.util.Map;

/**
 * What is asked of the gateway.
 *
 * @param model the model's id, as the user wrote it
 * @param body the body; its kind picks the endpoint
 * @param headers further headers of this request alone
 * @param extraBody a JSON Merge Patch (RFC 7396) that is laid over the body last
 */
public record GatewayRequest(String model, RequestBody body, Map<String, String> headers,
		Map<String, Object> extraBody) {

	public GatewayRequest {
		headers = Map.copyOf(headers);
	}

	public GatewayRequest(String model, RequestBody body) {
		this(model, body, Map.of(), Map.of());
	}

}
