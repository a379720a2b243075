package net.qhaigc.springai.gemini.test;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The content of a reply.
 */
sealed interface ReplyBody permits ModelTurn, ReplyBody.Computed, ReplyBody.Generated, ReplyBody.Responses,
		ReplyBody.Raw, ReplyBody.LocalizedRelayError, ReplyBody.Vectors, ReplyBody.Ranking, ErrorResponse {

	/**
	 * Return a short description to append to the words "the reply" in a message.
	 */
	String describe();

	/**
	 * Text that a function of the test returns for the request.
	 *
	 * @param text the function
	 */
	record Computed(Function<ReceivedRequest, String> text) implements ReplyBody {

		@Override
		public String describe() {
			return "computed from the request";
		}

	}

	/**
	 * Content that the stand-in gateway generates from the request, instead of content
	 * that the test specifies.
	 */
	record Generated() implements ReplyBody {

		@Override
		public String describe() {
			return "generated from the request";
		}

	}

	/**
	 * Complete responses as JSON. Responses to chat requests are in Google's format.
	 *
	 * @param events the responses, one for each event
	 * @param streamOnly whether the responses fit only streaming requests
	 */
	record Responses(List<ObjectNode> events, boolean streamOnly) implements ReplyBody {

		/**
		 * Parse one response (a JSON object), or the events of a stream (a JSON array).
		 */
		static Responses parse(String json) {
			String trimmed = json.strip();
			if (!trimmed.startsWith("[")) {
				return parse(List.of(trimmed), false);
			}
			return parse(Json.readExact(trimmed).valueStream().map(JsonNode::toString).toList(), true);
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
	 * @param events the parts of the body, which are sent one after another, such as the
	 * events of a stream
	 */
	record Raw(int status, Map<String, String> headers, List<byte[]> events) implements ReplyBody {

		private static final Pattern CHARSET = Pattern.compile("(?i)charset=\"?([^;\"\\s]+)");

		/**
		 * Encode a text in the charset that the content type names, or in UTF-8 if it
		 * names none.
		 */
		static Raw of(int status, Map<String, String> headers, String body) {
			Matcher matcher = CHARSET.matcher(headers.getOrDefault("Content-Type", ""));
			Charset charset = matcher.find() ? Charset.forName(matcher.group(1)) : StandardCharsets.UTF_8;
			return new Raw(status, headers, List.of(body.getBytes(charset)));
		}

		static Raw json(JsonNode body) {
			return of(200, Map.of("Content-Type", "application/json; charset=UTF-8"), body.toString());
		}

		@Override
		public String describe() {
			return "of " + this.events.stream().mapToInt((event) -> event.length).sum() + " bytes with status "
					+ this.status;
		}

	}

	/**
	 * The embeddings of the inputs of a request.
	 *
	 * @param vectors one vector for each input
	 */
	record Vectors(List<float[]> vectors) implements ReplyBody {

		@Override
		public String describe() {
			return "with " + this.vectors.size() + " embeddings";
		}

	}

	/**
	 * The order of the documents of a request.
	 *
	 * @param entries the documents, the most relevant one first
	 */
	record Ranking(List<Entry> entries) implements ReplyBody {

		@Override
		public String describe() {
			return "with the ranking " + this.entries.stream().map(Entry::index).toList();
		}

		/**
		 * A document of the request.
		 *
		 * @param index the index of the document in the request
		 * @param score the relevance of the document, from 0 to 1
		 */
		record Entry(int index, double score) {
		}

	}

	/**
	 * An error of a relay such as one-api, in English or in Chinese.
	 *
	 * @param error the error
	 * @param inChinese whether the error message is in Chinese
	 */
	record LocalizedRelayError(RelayError error, boolean inChinese) implements ReplyBody {

		@Override
		public String describe() {
			return "with the error " + this.error + " of a relay";
		}

	}

}
