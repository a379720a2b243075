package net.qhaigc.springai.gemini.codec.schema;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A location in a JSON Schema.
 *
 * @param path the path from the root, for messages
 * @param depth the number of schemas around this one
 * @param entered the schemas whose references were followed to get here, by identity:
 * equal schemas at two locations are not a recursion
 */
record SchemaLocation(String path, int depth, Set<Map<String, Object>> entered) {

	static SchemaLocation ofRoot(Map<String, Object> root) {
		return new SchemaLocation("$", 0, Set.of()).enter(root);
	}

	/** Return the location of a subschema. */
	SchemaLocation child(String name) {
		return new SchemaLocation(this.path + name, this.depth + 1, this.entered);
	}

	/** Return the same location after a reference to a schema was followed. */
	SchemaLocation enter(Map<String, Object> target) {
		Set<Map<String, Object>> all = Collections.newSetFromMap(new IdentityHashMap<>());
		all.addAll(this.entered);
		all.add(target);
		return new SchemaLocation(this.path, this.depth, all);
	}

	/** Return the same location with the references of both. */
	SchemaLocation and(SchemaLocation other) {
		SchemaLocation both = this;
		for (Map<String, Object> target : other.entered) {
			both = both.isInside(target) ? both : both.enter(target);
		}
		return both;
	}

	/** Whether a reference to the schema was followed to get here. */
	boolean isInside(Map<String, Object> target) {
		return this.entered.contains(target);
	}

}
