package net.qhaigc.springai.gemini.test;

import java.util.ArrayList;
import java.util.List;

import net.qhaigc.springai.gemini.test.ReceivedRequest.Endpoint;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns a reply into the answer of the format that a request asks for.
 */
final class ReplyEncoder {

	private final GeminiEncoder gemini;

	private final OpenAiEncoder openAi = new OpenAiEncoder();

	ReplyEncoder(SignatureRules signatureRules) {
		this.gemini = new GeminiEncoder(signatureRules);
	}

	/**
	 * Encodes a reply.
	 * @param reply the reply
	 * @param request the request it answers
	 * @return the answer
	 * @throws IllegalStateException if the reply does not suit the request
	 */
	EncodedResponse encode(Reply reply, ReceivedRequest request) {
		return encode(reply.body(), reply.delivery(), request);
	}

	private EncodedResponse encode(ReplyBody body, Transmission delivery, ReceivedRequest request) {
		if (body instanceof Rejection rejection) {
			return EncodedResponse.of(rejection, delivery);
		}
		if (body instanceof ReplyBody.Raw raw) {
			return EncodedResponse.raw(raw, delivery);
		}
		if (body instanceof ReplyBody.Computed computed) {
			return encode(ModelTurn.EMPTY.with(WireParts.text(computed.text().apply(request))), delivery, request);
		}
		return request.isStream() ? stream(body, delivery, request) : unary(body, delivery, request);
	}

	private EncodedResponse unary(ReplyBody body, Transmission delivery, ReceivedRequest request) {
		ObjectNode response;
		if (body instanceof ReplyBody.Responses responses) {
			if (responses.streamOnly()) {
				throw new IllegalStateException(
						"replyEvents(..) was scripted, but the request does not stream: use replyJson(..) or reply(..)");
			}
			response = responses.events().get(0);
		}
		else {
			response = this.gemini.response((ModelTurn) body, request);
		}
		return EncodedResponse.json(200, inOpenAiFormat(request) ? this.openAi.completion(response, request) : response,
				delivery);
	}

	private EncodedResponse stream(ReplyBody body, Transmission delivery, ReceivedRequest request) {
		boolean ended = !delivery.end().equals(Transmission.End.OPEN);
		List<ObjectNode> responses = (body instanceof ReplyBody.Responses given) ? given.events()
				: this.gemini.events((ModelTurn) body, request, ended);
		if (inOpenAiFormat(request)) {
			return EncodedResponse.stream("text/event-stream", this.openAi.chunks(responses, request, ended), delivery);
		}
		if (request.endpoint() == Endpoint.NATIVE && !request.hasQuery("alt=sse")) {
			return EncodedResponse.stream("application/json; charset=UTF-8", array(responses, ended), delivery);
		}
		List<String> events = responses.stream().map((response) -> "data: " + response + "\r\n\r\n").toList();
		return EncodedResponse.stream("text/event-stream", events, delivery);
	}

	/**
	 * Without {@code alt=sse} a stream is one array, an element at a time.
	 */
	private static List<String> array(List<ObjectNode> responses, boolean ended) {
		List<String> pieces = new ArrayList<>();
		for (ObjectNode response : responses) {
			pieces.add((pieces.isEmpty() ? "[" : "\n,\r\n") + Json.pretty(response));
		}
		if (ended) {
			int last = pieces.size() - 1;
			pieces.set(last, pieces.get(last) + "\n]\n");
		}
		return pieces;
	}

	private static boolean inOpenAiFormat(ReceivedRequest request) {
		return request.endpoint() == Endpoint.UNIFIED && !"gemini".equals(request.json().path("style").asString(""));
	}

	/**
	 * The answer to {@code GET /v1/models}.
	 */
	static EncodedResponse models(List<String> models) {
		ObjectNode json = Json.object().put("object", "list");
		ArrayNode data = json.putArray("data");
		models.forEach((model) -> data.addObject().put("id", model).put("object", "model").put("owned_by", "qhaigc"));
		return EncodedResponse.json(200, json, Transmission.PERFECT);
	}

}
