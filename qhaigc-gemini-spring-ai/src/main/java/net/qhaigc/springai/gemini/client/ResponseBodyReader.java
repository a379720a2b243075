package net.qhaigc.springai.gemini.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import net.qhaigc.springai.gemini.wire.ErrorEnvelope;
import net.qhaigc.springai.gemini.wire.GatewayResponse;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * Reads a whole body of an answer with a status of success, which need not be one.
 */
final class ResponseBodyReader {

	private static final int MAX_LOGGED_CHARS = 4 * 1024;

	private final GatewayErrors errors;

	private final ResponseHead head;

	ResponseBodyReader(GatewayErrors errors, ResponseHead head) {
		this.errors = errors;
		this.head = head;
	}

	GatewayResponse answer(byte[] body) {
		if (isBlank(body)) {
			throw empty("without a body", body);
		}
		GenerateContentResponse answer = parsed(body);
		ErrorEnvelope error = (answer != null) ? ErrorReader.read(answer) : ErrorReader.read(body);
		if (error != null) {
			throw this.errors.ofEvent(this.head, error, text(body));
		}
		if (answer == null) {
			throw this.errors.ofBrokenAnswer(this.head, "malformed_response", "The gateway's answer is no JSON object",
					text(body));
		}
		if (answer.candidates().isEmpty() && answer.promptFeedback().get("blockReason") == null) {
			throw empty("with neither a candidate nor a reason for there being none", body);
		}
		return new GatewayResponse(answer, this.head.map());
	}

	/** The ids in a list of models, in OpenAI's form or in Google's. */
	List<String> models(byte[] body) {
		if (!(listOfModels(value(body)) instanceof List<?> models)) {
			ErrorEnvelope error = ErrorReader.read(body);
			throw (error != null) ? this.errors.ofEvent(this.head, error, text(body)) : this.errors.ofBrokenAnswer(
					this.head, "malformed_response", "The gateway's answer is no list of models", text(body));
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

	private static @Nullable Object listOfModels(@Nullable Object json) {
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

	private RuntimeException empty(String how, byte[] body) {
		return this.errors.ofBrokenAnswer(this.head, "empty_answer", "The gateway sent an empty answer, " + how,
				text(body));
	}

	private static @Nullable GenerateContentResponse parsed(byte[] body) {
		try {
			return WireJson.readResponse(body, 0, body.length);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private static @Nullable Object value(byte[] body) {
		try {
			return WireJson.readValue(body);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private static boolean isBlank(byte[] body) {
		return ByteSlice.of(body).stripLeading().isEmpty();
	}

	private static String text(byte[] body) {
		return ByteSlice.of(body).text(MAX_LOGGED_CHARS);
	}

}
