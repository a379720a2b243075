package net.qhaigc.springai.gemini.client.body;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

import org.springframework.core.io.buffer.DataBuffer;

import net.qhaigc.springai.gemini.client.error.GatewayErrors;
import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.ResponseHead;
import net.qhaigc.springai.gemini.wire.EventParser;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;
import net.qhaigc.springai.gemini.wire.ResponseMerger;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * Reads the complete body of a response with a successful status. Despite this status,
 * the body can be an error, or something other than a response of the gateway.
 */
public final class ResponseBodyReader {

	private static final int MAX_TEXT_BYTES = 4 * 1024;

	private final GatewayErrors errors;

	private final ResponseHead head;

	/**
	 * Create a reader for one body.
	 * @param errors creates the exceptions that the reader throws
	 * @param head the status and the headers of the response
	 */
	public ResponseBodyReader(GatewayErrors errors, ResponseHead head) {
		this.errors = errors;
		this.head = head;
	}

	/**
	 * Return the status and the headers of the response.
	 * @return the head that this reader was created with
	 */
	public ResponseHead head() {
		return this.head;
	}

	/**
	 * Collect the buffers of a body. Each buffer is copied and released immediately.
	 * @param body the buffers
	 * @param contentLength the length of the body; -1 if it is not known
	 * @param maxSize the maximum size of the body, in bytes
	 * @param parser parses the bytes of the body
	 * @param <T> the type of the result
	 * @return the result of the parser, or a {@link QhaigcNonTransientException} if there
	 * are too many bytes
	 */
	public static <T> Mono<T> collect(Flux<DataBuffer> body, long contentLength, long maxSize,
			Function<byte[], T> parser) {
		return BodyBytes.collect(body, contentLength, maxSize, parser);
	}

	/**
	 * Read a model's response.
	 * @param received the bytes of the body
	 * @return the response, which has a candidate or a block reason
	 */
	public GenerateContentResponse readResponse(byte[] received) {
		byte[] body = this.head.utf8(received);
		if (ByteSlice.of(body).stripLeading().isEmpty()) {
			throw emptyResponse("it has no body", body);
		}
		GenerateContentResponse response = parse(body);
		if (response == null) {
			response = ResponseMerger
				.merge(new EventReader(this.errors, Long.MAX_VALUE, null).readAll(this.head, body));
		}
		if (response == null) {
			throw this.errors.forUnreadableBody(this.head, body, "The gateway's response is not a JSON object");
		}
		if (GatewayErrors.isError(response)) {
			throw this.errors.forError(this.head, response, text(body));
		}
		if (response.candidates().isEmpty() && response.promptFeedback().get("blockReason") == null) {
			throw emptyResponse("it has neither a candidate nor a block reason", body);
		}
		return response;
	}

	/**
	 * Read a list of models in OpenAI's or Google's format.
	 * @param body the bytes of the body
	 * @return the IDs of the models
	 */
	public List<String> readModels(byte[] body) {
		if (!(models(parseValue(body)) instanceof List<?> models)) {
			throw this.errors.forUnreadableBody(this.head, body, "The gateway's response is not a list of models");
		}
		List<String> ids = new ArrayList<>();
		for (Object model : models) {
			String id = id(model);
			if (id != null) {
				ids.add(id);
			}
		}
		return ids;
	}

	/**
	 * Read a JSON object that is not an error.
	 * @param body the bytes of the body
	 * @return the fields of the object
	 */
	public Map<?, ?> readObject(byte[] body) {
		if (parseValue(body) instanceof Map<?, ?> object && !object.containsKey("error")) {
			return object;
		}
		throw this.errors.forUnreadableBody(this.head, body, "The gateway's response is not a JSON object");
	}

	private static @Nullable Object models(@Nullable Object json) {
		if (!(json instanceof Map<?, ?> map)) {
			return json;
		}
		return map.containsKey("data") ? map.get("data") : map.get("models");
	}

	private static @Nullable String id(@Nullable Object model) {
		if (model instanceof String id) {
			return id;
		}
		if (model instanceof Map<?, ?> map) {
			if (map.get("id") instanceof String id) {
				return id;
			}
			if (map.get("name") instanceof String name) {
				return name.startsWith("models/") ? name.substring("models/".length()) : name;
			}
		}
		return null;
	}

	private RuntimeException emptyResponse(String reason, byte[] body) {
		return this.errors.forInvalidResponse(this.head, "empty_response",
				"The gateway returned an empty response: " + reason, text(body));
	}

	/** Return the response; null if the body is not a single JSON object. */
	private static @Nullable GenerateContentResponse parse(byte[] body) {
		try {
			EventParser parser = new EventParser();
			GenerateContentResponse response = parser.read(body, 0, body.length);
			return ByteSlice.of(body, body.length - parser.unread(), body.length).stripLeading().isEmpty() ? response
					: null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private static @Nullable Object parseValue(byte[] body) {
		try {
			return WireJson.readValue(body);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private static String text(byte[] body) {
		return ByteSlice.of(body).text(MAX_TEXT_BYTES);
	}

}
