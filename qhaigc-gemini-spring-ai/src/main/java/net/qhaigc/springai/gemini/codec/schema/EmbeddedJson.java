package net.qhaigc.springai.gemini.codec.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * The locations in a JSON value at which there is a string that contains a JSON object.
 * Such a string replaces an object whose properties are not known, since Google's
 * {@code Schema} cannot declare an object without properties. The locations form a tree
 * of instances of this class: one for the root, one for each property, and one for the
 * elements of each array.
 */
public final class EmbeddedJson {

	/** No locations. */
	public static final EmbeddedJson NONE = new EmbeddedJson();

	private final Map<String, EmbeddedJson> properties = new LinkedHashMap<>();

	private @Nullable EmbeddedJson elements;

	/** Whether the value itself, if it is a string, contains an object. */
	private boolean containsObject;

	/**
	 * Add a location: the names of the properties from the root, with null for the
	 * elements of an array.
	 */
	void add(List<@Nullable String> propertyNames) {
		EmbeddedJson current = this;
		for (String name : propertyNames) {
			current = (name != null) ? current.properties.computeIfAbsent(name, (key) -> new EmbeddedJson())
					: current.getOrCreateElements();
		}
		current.containsObject = true;
	}

	private EmbeddedJson getOrCreateElements() {
		EmbeddedJson elements = (this.elements != null) ? this.elements : new EmbeddedJson();
		this.elements = elements;
		return elements;
	}

	/**
	 * Return whether there are no locations.
	 * @return true if {@link #parse(Object)} returns every value unchanged
	 */
	public boolean isEmpty() {
		return !this.containsObject && this.properties.isEmpty() && this.elements == null;
	}

	/**
	 * Replace the strings at these locations with the objects that they contain.
	 * @param value a JSON value
	 * @return the value with the objects; the same instance if no string was replaced
	 */
	public @Nullable Object parse(@Nullable Object value) {
		if (this.containsObject && value instanceof String text) {
			return parseObject(text);
		}
		if (value instanceof Map<?, ?> map && !this.properties.isEmpty()) {
			return parseProperties(map);
		}
		if (value instanceof List<?> list && this.elements != null) {
			return parseElements(list, this.elements);
		}
		return value;
	}

	private Map<?, ?> parseProperties(Map<?, ?> map) {
		Map<Object, @Nullable Object> parsed = new LinkedHashMap<>(map);
		boolean changed = false;
		for (Map.Entry<String, EmbeddedJson> property : this.properties.entrySet()) {
			Object value = map.get(property.getKey());
			Object object = property.getValue().parse(value);
			if (object != value) {
				parsed.put(property.getKey(), object);
				changed = true;
			}
		}
		return changed ? parsed : map;
	}

	private static List<?> parseElements(List<?> list, EmbeddedJson elements) {
		List<@Nullable Object> parsed = new ArrayList<>(list.size());
		boolean changed = false;
		for (Object value : list) {
			Object object = elements.parse(value);
			changed |= object != value;
			parsed.add(object);
		}
		return changed ? parsed : list;
	}

	/**
	 * Replace the strings at these locations in JSON text.
	 * @param json the text
	 * @return the text with the objects; the same text if no string was replaced, for
	 * example because the text is not JSON
	 */
	public String parseText(String json) {
		try {
			Object value = WireJson.readValue(json);
			Object parsed = parse(value);
			return (parsed != value) ? WireJson.write(parsed) : json;
		}
		catch (JacksonException ex) {
			return json;
		}
	}

	/** Return the object that a text contains, or the text if it does not contain one. */
	private static Object parseObject(String text) {
		try {
			return (WireJson.readValue(text) instanceof Map<?, ?> object) ? object : text;
		}
		catch (JacksonException ex) {
			return text;
		}
	}

}
