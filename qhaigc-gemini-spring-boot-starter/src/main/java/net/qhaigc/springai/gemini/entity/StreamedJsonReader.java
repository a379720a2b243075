package net.qhaigc.springai.gemini.entity;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.async.ByteArrayFeeder;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;

/**
 * Reads the first JSON object or array of a text that arrives in chunks, with Jackson's
 * non-blocking parser. Text before and after the JSON is ignored. Each character is
 * parsed once, unless it follows a bracket that turns out not to begin the JSON.
 */
final class StreamedJsonReader {

	private static final JsonFactory FACTORY = new JsonFactory();

	private final JsonStart start = new JsonStart();

	private final JsonShape shape;

	private final Listener listener;

	private @Nullable JsonParser parser;

	private JsonTree tree = new JsonTree();

	private @Nullable JsonToken first;

	/**
	 * The text from the bracket that was found last; null before a bracket is found, and
	 * after the tokens of this text have confirmed that the bracket begins the JSON.
	 */
	private @Nullable StringBuilder unconfirmed;

	/** The first half of a surrogate pair at the end of the last chunk, or empty. */
	private String carry = "";

	StreamedJsonReader(JsonShape shape, Listener listener) {
		this.shape = shape;
		this.listener = listener;
	}

	/**
	 * Return the tree of the JSON. Until the beginning of the JSON is confirmed, the tree
	 * contains at most opening brackets and braces.
	 */
	JsonTree tree() {
		return this.tree;
	}

	boolean isBeginningConfirmed() {
		return this.parser != null && this.unconfirmed == null;
	}

	/**
	 * Read the next chunk of the text.
	 * @throws JacksonException if the JSON has a syntax error
	 */
	void append(String chunk) {
		String text = this.carry + chunk;
		boolean endsInsidePair = !text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1));
		this.carry = endsInsidePair ? text.substring(text.length() - 1) : "";
		read(endsInsidePair ? text.substring(0, text.length() - 1) : text);
	}

	private void read(String text) {
		String rest = text;
		while (!rest.isEmpty() && !this.tree.isComplete()) {
			if (this.parser == null) {
				int index = this.start.find(rest);
				if (index < 0) {
					return;
				}
				rest = rest.substring(index);
				begin();
			}
			if (this.unconfirmed != null) {
				this.unconfirmed.append(rest);
			}
			if (parse(Objects.requireNonNull(this.parser), rest)) {
				return;
			}
			rest = Objects.requireNonNull(this.unconfirmed).substring(1);
			this.parser = null;
			this.tree = new JsonTree();
		}
	}

	private void begin() {
		this.parser = FACTORY.createNonBlockingByteArrayParser(ObjectReadContext.empty());
		this.tree = new JsonTree();
		this.first = null;
		this.unconfirmed = new StringBuilder();
	}

	/**
	 * Parse the text. Return false if the JSON does not begin with the bracket that was
	 * found last.
	 */
	private boolean parse(JsonParser parser, String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		((ByteArrayFeeder) parser.nonBlockingInputFeeder()).feedInput(bytes, 0, bytes.length);
		while (!this.tree.isComplete()) {
			JsonToken token;
			try {
				token = parser.nextToken();
			}
			catch (JacksonException ex) {
				if (this.unconfirmed != null) {
					return false;
				}
				throw ex;
			}
			if (token == JsonToken.NOT_AVAILABLE) {
				return true;
			}
			if (this.unconfirmed != null && !acceptAtBeginning(token)) {
				return false;
			}
			JsonNode completed = this.tree.add(token, parser);
			if (this.unconfirmed == null) {
				this.listener.tokenAdded(this.tree, token, completed);
			}
		}
		return true;
	}

	/**
	 * Return false if the token shows that the JSON does not begin with the bracket that
	 * was found last. An accepted token other than an opening bracket or brace confirms
	 * that the JSON begins there.
	 */
	private boolean acceptAtBeginning(JsonToken token) {
		boolean accepted = (this.first == null) ? this.shape.acceptsFirst(token)
				: this.shape.acceptsNext(this.first, token);
		boolean opening = token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY;
		if (accepted && !opening) {
			this.unconfirmed = null;
		}
		this.first = (this.first == null) ? token : this.first;
		return accepted;
	}

	/**
	 * Receives the tokens of the JSON, except for the opening brackets and braces at its
	 * beginning.
	 */
	interface Listener {

		/**
		 * A token was added.
		 * @param tree the tree to which it was added
		 * @param token the token
		 * @param completed the value that the token completed, or null
		 */
		void tokenAdded(JsonTree tree, JsonToken token, @Nullable JsonNode completed);

	}

}
