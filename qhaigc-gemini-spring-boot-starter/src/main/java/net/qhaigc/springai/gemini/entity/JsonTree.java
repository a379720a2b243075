package net.qhaigc.springai.gemini.entity;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON object or array that is built from its tokens and can be read before it is
 * complete.
 */
final class JsonTree {

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	/** The objects and arrays that are incomplete, innermost first. */
	private final Deque<JsonNode> open = new ArrayDeque<>();

	private @Nullable JsonNode root;

	private String property = "";

	/** Return the object or array; null until its first token has been added. */
	@Nullable JsonNode root() {
		return this.root;
	}

	boolean isComplete() {
		return this.root != null && this.open.isEmpty();
	}

	/** Return the innermost object or array that is incomplete, or null. */
	@Nullable JsonNode innermost() {
		return this.open.peek();
	}

	/** Return how many objects and arrays are incomplete. */
	int depth() {
		return this.open.size();
	}

	/**
	 * Add the current token of a parser.
	 * @return the value that the token completes, or null
	 */
	@Nullable JsonNode add(JsonToken token, JsonParser parser) {
		switch (token) {
			case PROPERTY_NAME -> this.property = parser.currentName();
			case START_OBJECT -> open(NODES.objectNode());
			case START_ARRAY -> open(new PartialArray(NODES));
			case END_OBJECT, END_ARRAY -> {
				JsonNode closed = this.open.pop();
				setLastElementIsOpen(false);
				return closed;
			}
			default -> {
				JsonNode scalar = scalar(token, parser);
				attach(scalar);
				return scalar;
			}
		}
		return null;
	}

	private void open(JsonNode node) {
		attach(node);
		setLastElementIsOpen(true);
		this.open.push(node);
	}

	private void setLastElementIsOpen(boolean isOpen) {
		if (this.open.peek() instanceof PartialArray array) {
			array.setLastElementIsOpen(isOpen);
		}
	}

	private void attach(JsonNode value) {
		JsonNode parent = this.open.peek();
		if (parent == null) {
			this.root = value;
		}
		else if (parent instanceof ArrayNode array) {
			array.add(value);
		}
		else {
			((ObjectNode) parent).set(this.property, value);
		}
	}

	private static JsonNode scalar(JsonToken token, JsonParser parser) {
		return switch (token) {
			case VALUE_STRING -> NODES.stringNode(parser.getString());
			case VALUE_NUMBER_INT -> integer(parser);
			case VALUE_NUMBER_FLOAT -> decimal(parser.getDecimalValue());
			case VALUE_TRUE -> NODES.booleanNode(true);
			case VALUE_FALSE -> NODES.booleanNode(false);
			default -> NODES.nullNode();
		};
	}

	private static JsonNode integer(JsonParser parser) {
		return switch (Objects.requireNonNull(parser.getNumberType())) {
			case INT -> NODES.numberNode(parser.getIntValue());
			case LONG -> NODES.numberNode(parser.getLongValue());
			default -> NODES.numberNode(parser.getBigIntegerValue());
		};
	}

	/**
	 * Return the number as a double, as Jackson does for an untyped target, unless a
	 * double would round the number.
	 */
	private static JsonNode decimal(BigDecimal value) {
		double number = value.doubleValue();
		boolean exact = !Double.isInfinite(number) && BigDecimal.valueOf(number).compareTo(value) == 0;
		return exact ? NODES.numberNode(number) : NODES.numberNode(value);
	}

}
