package net.qhaigc.springai.gemini.test;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a reply says.
 */
sealed interface ReplyBody permits ModelTurn, ReplyBody.Computed, ReplyBody.Responses, ReplyBody.Raw, Rejection {

	/**
	 * The reply in a few words.
	 */
	String describe();

	/**
	 * Text made from the request.
	 *
	 * @param text makes the text
	 */
	record Computed(Function<ReceivedRequest, String> text) implements ReplyBody {

		@Override
		public String describe() {
			return "made from the request";
		}

	}

	/**
	 * Whole responses in the gateway's format.
	 *
	 * @param events the responses, one for each event
	 * @param streamOnly whether only a streaming request can be answered so
	 */
	record Responses(List<ObjectNode> events, boolean streamOnly) implements ReplyBody {

		static Responses read(String json) {
			String trimmed = json.strip();
			if (!trimmed.startsWith("[")) {
				return parse(List.of(trimmed), false);
			}
			return parse(Json.read(trimmed).valueStream().map(JsonNode::toString).toList(), true);
		}

		static Responses parse(List<String> events, boolean streamOnly) {
			return new Responses(events.stream().map(Json::object).toList(), streamOnly);
		}

		@Override
		public String describe() {
			return Json.brief(this.events.get(0));
		}

	}

	/**
	 * Exact bytes.
	 *
	 * @param status the HTTP status
	 * @param headers the headers
	 * @param pieces the body; if it comes in several pieces, each is an event
	 */
	record Raw(int status, Map<String, String> headers, List<byte[]> pieces) implements ReplyBody {

		@Override
		public String describe() {
			return "of " + this.pieces.stream().mapToInt((piece) -> piece.length).sum() + " bytes with status "
					+ this.status;
		}

	}

}
