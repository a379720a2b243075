package net.qhaigc.springai.gemini.codec;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import net.qhaigc.springai.gemini.wire.WireJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import org.springframework.util.StringUtils;

/**
 * A JSON Schema as it was given, and what its references point to.
 *
 * @param root the schema
 */
record JsonSchema(Map<String, Object> root) {

	private static final Set<String> SHAPES = Set.of("type", "$ref", "allOf", "anyOf", "oneOf", "enum", "const");

	/**
	 * Reads a schema.
	 * @throws IllegalArgumentException if the text is no JSON object
	 */
	static JsonSchema parse(String text) {
		try {
			Object value = WireJson.readValue(text);
			if (isSchema(value)) {
				return new JsonSchema(schema(value));
			}
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("it is no JSON: " + ex.getOriginalMessage());
		}
		throw new IllegalArgumentException("it is no JSON object");
	}

	/**
	 * The same as the schema of a tool's parameters, which are an object if nothing else.
	 */
	JsonSchema ofParameters() {
		if (!Collections.disjoint(this.root.keySet(), SHAPES)) {
			return this;
		}
		Map<String, Object> object = new LinkedHashMap<>(Map.of("type", "object"));
		object.putAll(this.root);
		return new JsonSchema(object);
	}

	/** Whether a value is a schema that says something: {@code true} and such are not. */
	static boolean isSchema(@Nullable Object value) {
		return value instanceof Map<?, ?>;
	}

	/** The value as a schema; one that allows everything if it is none. */
	@SuppressWarnings("unchecked")
	static Map<String, Object> schema(@Nullable Object value) {
		return (value instanceof Map<?, ?> map) ? (Map<String, Object>) map : Map.of();
	}

	/** The value as a list; empty if it is none. */
	@SuppressWarnings("unchecked")
	static List<Object> list(@Nullable Object value) {
		return (value instanceof List<?> list) ? (List<Object>) list : List.of();
	}

	/** What a reference points to; null if that is not in here. */
	@Nullable Map<String, Object> target(String reference) {
		String id = (this.root.get("$id") instanceof String text) ? text : "";
		String local = (!id.isEmpty() && reference.startsWith(id)) ? reference.substring(id.length()) : reference;
		if (local.isEmpty() || local.equals("#")) {
			return this.root;
		}
		if (local.startsWith("#/")) {
			return at(local.substring(2));
		}
		String anchor = local.startsWith("#") ? local.substring(1) : "";
		return find(this.root, (schema) -> anchor.equals(schema.get("$anchor")) || local.equals(schema.get("$id"))
				|| local.equals(schema.get("id")));
	}

	/** Follows a JSON Pointer (RFC 6901) in the form of a URI fragment. */
	private @Nullable Map<String, Object> at(String pointer) {
		Object value = this.root;
		for (String token : pointer.split("/", -1)) {
			String name = unescape(token).replace("~1", "/").replace("~0", "~");
			value = isSchema(value) ? schema(value).get(name) : element(list(value), name);
		}
		return isSchema(value) ? schema(value) : null;
	}

	private static @Nullable Object element(List<Object> list, String index) {
		boolean inside = index.matches("\\d{1,6}") && Integer.parseInt(index) < list.size();
		return inside ? list.get(Integer.parseInt(index)) : null;
	}

	private static String unescape(String token) {
		try {
			return StringUtils.uriDecode(token, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return token;
		}
	}

	private static @Nullable Map<String, Object> find(@Nullable Object value, Predicate<Map<String, Object>> wanted) {
		if (isSchema(value) && wanted.test(schema(value))) {
			return schema(value);
		}
		Collection<Object> children = isSchema(value) ? schema(value).values() : list(value);
		for (Object child : children) {
			Map<String, Object> found = find(child, wanted);
			if (found != null) {
				return found;
			}
		}
		return null;
	}

}
