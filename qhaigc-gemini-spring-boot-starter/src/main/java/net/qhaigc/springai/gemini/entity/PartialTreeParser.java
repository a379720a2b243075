package net.qhaigc.springai.gemini.entity;

import tools.jackson.core.ObjectReadContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.TreeTraversingParser;

/**
 * Reads a tree that can contain a {@link PartialArray}: {@link #skipArray()} returns an
 * array as a node, without reading its elements.
 */
final class PartialTreeParser extends TreeTraversingParser {

	PartialTreeParser(JsonNode tree, ObjectReadContext context) {
		super(tree, context);
	}

	/** Skip the array whose start is the current token, and return it. */
	ArrayNode skipArray() {
		skipChildren();
		return (ArrayNode) currentNode();
	}

}
