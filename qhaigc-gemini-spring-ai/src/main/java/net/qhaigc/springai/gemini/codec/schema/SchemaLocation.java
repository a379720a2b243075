package net.qhaigc.springai.gemini.codec.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A location in a JSON Schema.
 *
 * @param path the path from the root, for log messages
 * @param propertyNames the names of the properties on the path from the root, with null
 * for the elements of an array
 * @param isAlternative whether the schema is one of several alternatives for the value
 * @param entered the root and the schemas to which references were followed on the way to
 * this location. The schemas are compared by identity, since equal schemas at two
 * locations are not a recursion
 */
record SchemaLocation(String path, List<@Nullable String> propertyNames, boolean isAlternative,
		Set<Map<String, Object>> entered) {

	static SchemaLocation ofRoot(Map<String, Object> root) {
		return new SchemaLocation("$", List.of(), false, Set.of()).enter(root);
	}

	/** Return the location of the schema of a property. */
	SchemaLocation property(String name) {
		return child("." + name, name);
	}

	/** Return the location of the schema of the elements of an array. */
	SchemaLocation element() {
		return child("[]", null);
	}

	private SchemaLocation child(String step, @Nullable String name) {
		List<@Nullable String> names = new ArrayList<>(this.propertyNames);
		names.add(name);
		return new SchemaLocation(this.path + step, names, false, this.entered);
	}

	/** Return the location of an alternative for the same value. */
	SchemaLocation asAlternative() {
		return new SchemaLocation(this.path, this.propertyNames, true, this.entered);
	}

	/**
	 * Return the number of objects and arrays that contain a value of the schema at this
	 * location.
	 */
	int depth() {
		return this.propertyNames.size();
	}

	/** Return the same location after a reference to a schema was followed. */
	SchemaLocation enter(Map<String, Object> target) {
		Set<Map<String, Object>> extended = Collections.newSetFromMap(new IdentityHashMap<>());
		extended.addAll(this.entered);
		extended.add(target);
		return new SchemaLocation(this.path, this.propertyNames, this.isAlternative, extended);
	}

	/**
	 * Return this location with the schemas that were entered on the way to either of the
	 * two locations.
	 */
	SchemaLocation and(SchemaLocation other) {
		SchemaLocation both = this;
		for (Map<String, Object> target : other.entered) {
			both = both.isInside(target) ? both : both.enter(target);
		}
		return both;
	}

	/** Whether the schema was entered on the way to this location. */
	boolean isInside(Map<String, Object> target) {
		return this.entered.contains(target);
	}

}
