package net.qhaigc.springai.gemini.client;

import net.qhaigc.springai.gemini.client.error.ResponseHead;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * A response of the gateway, or one event of a stream: a {@code GenerateContentResponse}
 * in JSON, and the head of the HTTP response.
 */
public final class GatewayResponse {

	private final ResponseHead head;

	private final Object body;

	private GatewayResponse(ResponseHead head, Object body) {
		this.head = head;
		this.body = body;
	}

	/**
	 * Create a response, for use by a custom {@link QhaigcClient}.
	 * @param head the head of the HTTP response; {@link ResponseHead#NONE} if there is
	 * none
	 * @param body a value that Jackson serializes to a {@code GenerateContentResponse} in
	 * JSON, such as a map
	 * @return the response
	 */
	public static GatewayResponse of(ResponseHead head, Object body) {
		return new GatewayResponse(head, body);
	}

	/**
	 * Create a response without a head, for use by a custom {@link QhaigcClient}.
	 * @param json a {@code GenerateContentResponse} in JSON
	 * @return the response
	 * @throws IllegalArgumentException if the text is not a JSON object
	 */
	public static GatewayResponse of(String json) {
		return of(ResponseHead.NONE, GatewayRequest.readObject(json));
	}

	/**
	 * Return the head of the HTTP response, which is the same for all events of a stream.
	 * @return the status and the headers
	 */
	public ResponseHead head() {
		return this.head;
	}

	/**
	 * Return the body as an object of the given type.
	 * @param type a type that Jackson can read from a JSON object, such as {@code Map} or
	 * {@code JsonNode}
	 * @param <T> the type
	 * @return the body
	 */
	public <T> T body(Class<T> type) {
		return type.isInstance(this.body) ? type.cast(this.body) : WireJson.convert(this.body, type);
	}

	/**
	 * Return the body in JSON.
	 * @return the JSON object; fields that this library does not know are included
	 */
	public String json() {
		return WireJson.write(this.body);
	}

	/** Omits the body, which may contain user data. */
	@Override
	public String toString() {
		return "GatewayResponse[status=" + this.head.status() + ", requestId=" + this.head.requestId() + "]";
	}

}
