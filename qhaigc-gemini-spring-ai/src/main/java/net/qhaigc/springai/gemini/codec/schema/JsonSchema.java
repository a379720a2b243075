package net.qhaigc.springai.gemini.codec.schema;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import org.springframework.util.StringUtils;

import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * A JSON Schema as the application provides it, in which the targets of references can be
 * found.
 *
 * @param root the schema
 */
record JsonSchema(Map<String, Object> root) {

	/**
	 * Keywords that specify a type. A type is not added to a schema that has one of them.
	 */
	private static final Set<String> TYPE_KEYWORDS = Set.of("type", "$ref", "allOf", "anyOf", "oneOf", "enum", "const");

	/**
	 * Parse a schema.
	 * @throws IllegalArgumentException if the text is not a JSON object
	 */
	static JsonSchema parse(String text) {
		try {
			Object value = WireJson.readValue(text);
			if (isObject(value)) {
				return new JsonSchema(schema(value));
			}
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("it is not valid JSON: " + ex.getOriginalMessage());
		}
		throw new IllegalArgumentException("it is not a JSON object");
	}

	/**
	 * Return this schema for the parameters of a tool: with the type {@code object} added
	 * if the schema specifies no type.
	 */
	JsonSchema asParameters() {
		if (!Collections.disjoint(this.root.keySet(), TYPE_KEYWORDS)) {
			return this;
		}
		Map<String, Object> object = new LinkedHashMap<>(Map.of("type", "object"));
		object.putAll(this.root);
		return new JsonSchema(object);
	}

	/**
	 * Whether a value is a JSON object. The schemas {@code true} and {@code false} are
	 * not.
	 */
	static boolean isObject(@Nullable Object value) {
		return value instanceof Map<?, ?>;
	}

	/** Return a value as a schema; an empty schema if the value is not an object. */
	@SuppressWarnings("unchecked")
	static Map<String, Object> schema(@Nullable Object value) {
		return (value instanceof Map<?, ?> map) ? (Map<String, Object>) map : Map.of();
	}

	/** Return a value as a list; an empty list if it is not a list. */
	@SuppressWarnings("unchecked")
	static List<Object> list(@Nullable Object value) {
		return (value instanceof List<?> list) ? (List<Object>) list : List.of();
	}

	/** Return the target of a reference; null if this schema does not contain it. */
	@Nullable Map<String, Object> target(String reference) {
		String id = (this.root.get("$id") instanceof String text) ? text : "";
		String local = (!id.isEmpty() && reference.startsWith(id)) ? reference.substring(id.length()) : reference;
		if (local.isEmpty() || local.equals("#")) {
			return this.root;
		}
		if (local.startsWith("#/")) {
			return evaluatePointer(local.substring(2));
		}
		String anchor = local.startsWith("#") ? local.substring(1) : "";
		return find(this.root, (schema) -> anchor.equals(schema.get("$anchor")) || local.equals(schema.get("$id"))
				|| local.equals(schema.get("id")));
	}

	/** Evaluate a JSON Pointer (RFC 6901) in the form of a URI fragment. */
	private @Nullable Map<String, Object> evaluatePointer(String pointer) {
		Object value = this.root;
		for (String token : pointer.split("/", -1)) {
			String name = unescape(token).replace("~1", "/").replace("~0", "~");
			value = isObject(value) ? schema(value).get(name) : element(list(value), name);
		}
		return isObject(value) ? schema(value) : null;
	}

	private static @Nullable Object element(List<Object> list, String index) {
		boolean exists = index.matches("\\d{1,6}") && Integer.parseInt(index) < list.size();
		return exists ? list.get(Integer.parseInt(index)) : null;
	}

	private static String unescape(String token) {
		try {
			return StringUtils.uriDecode(token, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return token;
		}
	}

	private static @Nullable Map<String, Object> find(@Nullable Object value,
			Predicate<Map<String, Object>> condition) {
		if (isObject(value) && condition.test(schema(value))) {
			return schema(value);
		}
		Collection<Object> children = isObject(value) ? schema(value).values() : list(value);
		for (Object child : children) {
			Map<String, Object> found = find(child, condition);
			if (found != null) {
				return found;
			}
		}
		return null;
	}

}
