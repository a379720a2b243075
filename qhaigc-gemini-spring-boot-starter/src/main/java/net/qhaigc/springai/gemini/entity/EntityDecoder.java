package net.qhaigc.springai.gemini.entity;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.chat.model.ChatResponse;

/**
 * Converts the chunks of one response to objects.
 *
 * @param <T> the type of the objects
 */
abstract class EntityDecoder<T> {

	private final StreamedJsonReader json;

	private final ReceivedResponse response = new ReceivedResponse();

	/** The failure to throw on the next call to decode or end, or null. */
	private @Nullable EntityResponseException failure;

	EntityDecoder(JsonShape shape) {
		this.json = new StreamedJsonReader(shape, this::tokenAdded);
	}

	/** Return the objects to emit after a chunk. */
	final List<T> decode(ChatResponse chunk) {
		throwIfFailed();
		String text = this.response.add(chunk);
		if (text.isEmpty()) {
			return List.of();
		}
		try {
			this.json.append(text);
		}
		catch (JacksonException ex) {
			return failAfterCompletedObjects(this.response
				.failure("The response contains invalid JSON: %s.".formatted(ex.getOriginalMessage()), ex));
		}
		catch (EntityResponseException ex) {
			return failAfterCompletedObjects(ex);
		}
		return take(this.json.tree());
	}

	/**
	 * Return the objects of the current chunk that precede the failure, and throw the
	 * failure on the next call to decode or end. If there are no such objects, throw the
	 * failure immediately. If it were always thrown immediately, the objects that a
	 * stream emits would depend on how the text is divided into chunks.
	 */
	private List<T> failAfterCompletedObjects(EntityResponseException failure) {
		List<T> completed = takeCompleted();
		this.failure = failure;
		if (completed.isEmpty()) {
			throw failure;
		}
		return completed;
	}

	private void throwIfFailed() {
		if (this.failure != null) {
			throw this.failure;
		}
	}

	/** Return the objects to emit at the end of the response. */
	final List<T> end() {
		throwIfFailed();
		JsonTree tree = this.json.tree();
		JsonNode root = tree.root();
		if (root == null || !tree.isComplete()) {
			throw this.response.incomplete(this.json.isBeginningConfirmed());
		}
		return end(root);
	}

	final ReceivedResponse response() {
		return this.response;
	}

	/**
	 * Called for each token; {@code completed} is the value that it completes, or null.
	 */
	abstract void tokenAdded(JsonTree tree, JsonToken token, @Nullable JsonNode completed);

	/** Return the objects, complete or partial, to emit after a valid chunk. */
	abstract List<T> take(JsonTree tree);

	/** Return the objects to emit after an invalid chunk: those before the failure. */
	List<T> takeCompleted() {
		return List.of();
	}

	/** Return the remaining objects when the whole JSON has been read. */
	abstract List<T> end(JsonNode root);

}
