package net.qhaigc.springai.gemini.test;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import net.qhaigc.springai.gemini.test.ReceivedRequest.Endpoint;

/**
 * Encodes a reply in the format that the request expects.
 */
final class ReplyEncoder {

	private final GeminiEncoder gemini;

	private final OpenAiEncoder openAi = new OpenAiEncoder();

	private final boolean relay;

	ReplyEncoder(SignatureRules signatureRules, boolean relay) {
		this.relay = relay;
		this.gemini = new GeminiEncoder(signatureRules);
	}

	/**
	 * Encode a reply.
	 * @param reply the reply
	 * @param request the request that gets the reply
	 * @return the response
	 * @throws IllegalStateException if the reply does not fit the request
	 */
	EncodedResponse encode(Reply reply, ReceivedRequest request) {
		ReplyBody body = reply.body();
		return encode((this.relay && body instanceof ModelTurn turn) ? RelayFormat.relayedTurn(turn) : body,
				reply.transmission(), request);
	}

	private EncodedResponse encode(ReplyBody body, Transmission transmission, ReceivedRequest request) {
		if (body instanceof ErrorResponse error) {
			return EncodedResponse.of(error, transmission);
		}
		if (body instanceof ReplyBody.Raw raw) {
			return EncodedResponse.raw(raw, transmission);
		}
		if (body instanceof ReplyBody.LocalizedRelayError relayError) {
			return EncodedResponse.raw(relayError.error().body(request, relayError.inChinese()), transmission);
		}
		if (body instanceof ReplyBody.Computed computed) {
			return encode(ModelTurn.ofText(TextEvents.split(computed.text().apply(request))), transmission, request);
		}
		OpenAiEndpoint endpoint = OpenAiEndpoints.of(request);
		if (endpoint != null) {
			return EncodedResponse.raw((body instanceof ReplyBody.Responses responses)
					? ReplyBody.Raw.json(responses.events().get(0)) : endpoint.encode(body, request), transmission);
		}
		if (body instanceof ReplyBody.Generated || body instanceof ReplyBody.Vectors
				|| body instanceof ReplyBody.Ranking) {
			throw new IllegalStateException("The reply " + body.describe() + " does not fit " + request);
		}
		return request.isStream() ? encodeStream(body, transmission, request)
				: encodeSingleResponse(body, transmission, request);
	}

	private EncodedResponse encodeSingleResponse(ReplyBody body, Transmission transmission, ReceivedRequest request) {
		ObjectNode response;
		if (body instanceof ReplyBody.Responses responses) {
			if (responses.streamOnly()) {
				throw new IllegalStateException(
						"Events are scripted with replyEvents(..) or replyFile(..), but the request does not stream."
								+ " Use replyJson(..) or reply(..).");
			}
			response = responses.events().get(0);
		}
		else {
			response = this.gemini.response((ModelTurn) body, request);
		}
		return EncodedResponse.json(200,
				expectsOpenAiFormat(request) ? this.openAi.completion(response, request) : response, transmission);
	}

	private EncodedResponse encodeStream(ReplyBody body, Transmission transmission, ReceivedRequest request) {
		boolean complete = !transmission.end().equals(Transmission.End.HANG_AFTER_ALL_EVENTS);
		List<ObjectNode> responses = (body instanceof ReplyBody.Responses scripted) ? scripted.events()
				: this.gemini.events((ModelTurn) body, request, complete);
		if (expectsOpenAiFormat(request)) {
			return EncodedResponse.stream("text/event-stream", this.openAi.chunks(responses, request, complete),
					transmission);
		}
		if (request.endpoint() == Endpoint.NATIVE && !request.hasQueryParameter("alt=sse")) {
			return EncodedResponse.stream("application/json; charset=UTF-8", encodeArray(responses, complete),
					transmission);
		}
		List<String> events = responses.stream().map((response) -> "data: " + response + "\r\n\r\n").toList();
		return EncodedResponse.stream("text/event-stream", events, transmission);
	}

	/**
	 * Encode a stream that was requested without {@code alt=sse}: one JSON array, with an
	 * element for each event.
	 * @param complete whether the array has a closing bracket
	 */
	private static List<String> encodeArray(List<ObjectNode> responses, boolean complete) {
		List<String> elements = new ArrayList<>();
		for (ObjectNode response : responses) {
			elements.add((elements.isEmpty() ? "[" : "\n,\r\n") + Json.pretty(response));
		}
		if (complete) {
			int last = elements.size() - 1;
			elements.set(last, elements.get(last) + "\n]\n");
		}
		return elements;
	}

	private static boolean expectsOpenAiFormat(ReceivedRequest request) {
		return request.endpoint() == Endpoint.UNIFIED && !"gemini".equals(request.json().path("style").asString(""));
	}

	/**
	 * Return the response to {@code GET /v1/models}.
	 */
	static EncodedResponse models(List<String> models) {
		ObjectNode json = Json.object().put("object", "list");
		ArrayNode data = json.putArray("data");
		models.forEach((model) -> data.addObject().put("id", model).put("object", "model").put("owned_by", "qhaigc"));
		return EncodedResponse.json(200, json, Transmission.DEFAULT);
	}

}
