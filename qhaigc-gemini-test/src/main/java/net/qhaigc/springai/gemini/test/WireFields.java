package net.qhaigc.springai.gemini.test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.test.WireField.Kind;

/**
 * The fields of all message types (Protocol Buffers) of a request, read from
 * {@code request-fields.txt}.
 */
final class WireFields {

	static final WireFields REQUEST = load("request-fields.txt");

	private final Map<String, Map<String, WireField>> messages = new HashMap<>();

	/**
	 * Return the fields of a message type; empty if it has none or is unknown.
	 */
	Collection<WireField> of(String messageType) {
		return fields(messageType).values();
	}

	/**
	 * Return the field with the given canonical name, or null.
	 */
	@Nullable WireField find(String messageType, String name) {
		return fields(messageType).get(name);
	}

	/**
	 * Return the field with the given name in snake case, or null.
	 */
	@Nullable WireField findBySnakeName(String messageType, String name) {
		for (WireField field : of(messageType)) {
			if (field.snakeName().equals(name)) {
				return field;
			}
		}
		return null;
	}

	private Map<String, WireField> fields(String messageType) {
		return this.messages.getOrDefault(messageType, Map.of());
	}

	private static WireFields load(String resource) {
		WireFields fields = new WireFields();
		try (InputStream stream = Objects.requireNonNull(WireFields.class.getResourceAsStream(resource));
				BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
			reader.lines().filter((line) -> !line.startsWith("#")).map(WireFields::parse).forEach(fields::add);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return fields;
	}

	private void add(WireField field) {
		this.messages.computeIfAbsent(field.message(), (message) -> new LinkedHashMap<>()).put(field.name(), field);
	}

	/**
	 * Parse a line such as {@code Content.parts! Part[]}. The comments at the beginning
	 * of the file describe the format.
	 */
	private static WireField parse(String line) {
		String[] words = line.split(" ");
		String[] path = words[0].split("\\.");
		boolean required = path[1].endsWith("!");
		String name = required ? path[1].substring(0, path[1].length() - 1) : path[1];
		boolean repeated = words[1].endsWith("[]");
		String type = repeated ? words[1].substring(0, words[1].length() - 2) : words[1];
		if (Character.isUpperCase(type.charAt(0))) {
			return new WireField(path[0], name, Kind.MESSAGE, type, repeated, required);
		}
		if (type.startsWith("map<")) {
			String values = type.substring("map<".length(), type.length() - 1);
			return new WireField(path[0], name, Kind.MAP, values, repeated, required);
		}
		Kind kind = Kind.valueOf(type.toUpperCase(Locale.ROOT));
		return new WireField(path[0], name, kind, (words.length > 2) ? words[2] : "", repeated, required);
	}

}
