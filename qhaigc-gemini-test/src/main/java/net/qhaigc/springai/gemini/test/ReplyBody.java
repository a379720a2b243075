package net.qhaigc.springai.gemini.test;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The content of a reply.
 */
sealed interface ReplyBody permits ModelTurn, ReplyBody.Computed, ReplyBody.Responses, ReplyBody.Raw, Rejection {

	/**
	 * Return a short description for messages.
	 */
	String describe();

	/**
	 * Text that depends on the request.
	 *
	 * @param text returns the text
	 */
	record Computed(Function<ReceivedRequest, String> text) implements ReplyBody {

		@Override
		public String describe() {
			return "computed from the request";
		}

	}

	/**
	 * Complete responses in Google's format.
	 *
	 * @param events the responses, one for each event
	 * @param streamOnly whether they fit streaming requests only
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
	 * Bytes that are sent unchanged.
	 *
	 * @param status the HTTP status
	 * @param headers the headers
	 * @param events the body; if there are several elements, each is an event
	 */
	record Raw(int status, Map<String, String> headers, List<byte[]> events) implements ReplyBody {

		@Override
		public String describe() {
			return "of " + this.events.stream().mapToInt((event) -> event.length).sum() + " bytes with status "
					+ this.status;
		}

	}

}
