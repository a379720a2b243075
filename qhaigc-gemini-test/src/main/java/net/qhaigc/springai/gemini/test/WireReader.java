package net.qhaigc.springai.gemini.test;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import net.qhaigc.springai.gemini.test.WireField.Kind;

/**
 * Reads a request as Google's JSON parser does: validates names, types and enum
 * constants, and converts names, enum constants and lists to their canonical forms.
 * <p>
 * Google also accepts names in snake case, enum constants in lower case or as numbers,
 * numbers in strings, null values, and an object in place of a list with one element.
 * Only a lenient reader accepts such JSON. A 64-bit integer in a string, by contrast, is
 * canonical.
 */
final class WireReader {

	private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]*={0,2}");

	private static final Pattern INTEGER = Pattern.compile("-?\\d{1,19}");

	private static final Pattern DURATION = Pattern.compile("-?\\d+(\\.\\d{1,9})?s");

	private static final Pattern TIMESTAMP = Pattern
		.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)");

	private static final String HINT = " Google accepts this, but it is not canonical."
			+ " QhaigcGateway.builder().lenient() accepts it too.";

	private static final int MAX_VALUE_CHARS = 200;

	private final boolean lenient;

	private final Violations violations;

	WireReader(boolean lenient, Violations violations) {
		this.lenient = lenient;
		this.violations = violations;
	}

	/**
	 * Read a request.
	 * @param body the body
	 * @return the request with canonical names, enum constants and lists
	 */
	ObjectNode read(ObjectNode body) {
		return readMessage("GenerateContentRequest", body, "");
	}

	private ObjectNode readMessage(String type, ObjectNode node, String path) {
		ObjectNode canonical = Json.object();
		for (Map.Entry<String, JsonNode> property : node.properties()) {
			WireField field = findField(type, property.getKey(), path);
			if (field == null) {
				continue;
			}
			String fieldPath = path.isEmpty() ? field.snakeName() : path + "." + field.snakeName();
			if (property.getValue().isNull() && field.kind() != Kind.ANY) {
				reportNotCanonical(fieldPath, "\"" + property.getKey() + "\" is null.");
				continue;
			}
			canonical.set(field.name(), field.repeated() ? readList(field, property.getValue(), fieldPath)
					: readSingle(field, property.getValue(), fieldPath));
		}
		requireFields(type, canonical, path);
		return canonical;
	}

	private @Nullable WireField findField(String type, String name, String path) {
		WireField field = WireFields.REQUEST.find(type, name);
		if (field != null) {
			return field;
		}
		field = WireFields.REQUEST.findBySnakeName(type, name);
		if (field == null) {
			reportUnknownName(name, path, "Cannot find field.");
		}
		else {
			reportNotCanonical(path, "\"" + name + "\" must be \"" + field.name() + "\".");
		}
		return field;
	}

	private void requireFields(String type, ObjectNode message, String path) {
		for (WireField field : WireFields.REQUEST.of(type)) {
			JsonNode value = message.path(field.name());
			boolean empty = value.isMissingNode() || (field.repeated() && value.isEmpty())
					|| (value.isString() && value.stringValue().isEmpty() && !field.name().equals("code"));
			if (field.required() && empty) {
				this.violations.addFieldError(path.isEmpty() ? field.snakeName() : path + "." + field.snakeName(),
						switch (field.name()) {
							case "contents" -> "contents is not specified";
							case "parts" -> "contents.parts must not be empty.";
							case "name" -> "Name cannot be empty.";
							default -> "missing field.";
						});
			}
		}
	}

	private JsonNode readList(WireField field, JsonNode value, String path) {
		ArrayNode canonical = Json.array();
		if (value.isArray()) {
			for (int i = 0; i < value.size(); i++) {
				canonical.add(readSingle(field, value.get(i), path + "[" + i + "]"));
			}
		}
		else if (value.isObject()) {
			reportNotCanonical(path, "\"" + field.name() + "\" is not a list.");
			canonical.add(readSingle(field, value, path));
		}
		else {
			reportInvalid(field, value, path);
		}
		return canonical;
	}

	private JsonNode readSingle(WireField field, JsonNode value, String path) {
		if (value.isArray() && field.kind() != Kind.ANY) {
			String parent = path.contains(".") ? path.substring(0, path.lastIndexOf('.')) : "";
			reportUnknownName(field.name(), parent, "Proto field is not repeating, cannot start list.");
			return value;
		}
		return switch (field.kind()) {
			case ANY -> value;
			case MESSAGE -> (value instanceof ObjectNode object) ? readMessage(field.type(), object, path)
					: reportInvalid(field, value, path);
			case MAP -> readMap(field, value, path);
			case ENUM -> readConstant(field, value, path);
			case STRUCT -> value.isObject() ? value : reportInvalid(field, value, path);
			case STRING -> value.isString() ? value : reportInvalid(field, value, path);
			case BOOL -> value.isBoolean() ? value : reportInvalid(field, value, path);
			case BYTES -> readText(field, value, path, BASE64);
			case DURATION -> readText(field, value, path, DURATION);
			case TIMESTAMP -> readText(field, value, path, TIMESTAMP);
			case INT32, INT64, NUMBER -> readNumber(field, value, path);
		};
	}

	private JsonNode readMap(WireField field, JsonNode value, String path) {
		if (!value.isObject()) {
			return reportInvalid(field, value, path);
		}
		ObjectNode canonical = Json.object();
		int index = 0;
		for (Map.Entry<String, JsonNode> entry : value.properties()) {
			String entryPath = path + "[" + index++ + "].value";
			if (!field.type().equals("string") && entry.getValue() instanceof ObjectNode object) {
				canonical.set(entry.getKey(), readMessage(field.type(), object, entryPath));
			}
			else if (field.type().equals("string") && entry.getValue().isString()) {
				canonical.set(entry.getKey(), entry.getValue());
			}
			else {
				reportInvalid(field, entry.getValue(), entryPath);
			}
		}
		return canonical;
	}

	private JsonNode readConstant(WireField field, JsonNode value, String path) {
		if (value.isInt() && value.intValue() >= 0 && value.intValue() < field.constants().size()) {
			reportNotCanonical(path, "\"" + field.name() + "\" is a number instead of an enum constant.");
			return Json.text(field.constants().get(value.intValue()));
		}
		if (!value.isString()) {
			return reportInvalid(field, value, path);
		}
		if (field.constants().contains(value.stringValue())) {
			return value;
		}
		for (String constant : field.constants()) {
			if (constant.toLowerCase(Locale.ROOT).equals(value.stringValue().toLowerCase(Locale.ROOT))) {
				reportNotCanonical(path, "\"" + value.stringValue() + "\" must be \"" + constant + "\".");
				return Json.text(constant);
			}
		}
		return reportInvalid(field, value, path);
	}

	private JsonNode readText(WireField field, JsonNode value, String path, Pattern pattern) {
		if (value.isString() && pattern.matcher(value.stringValue()).matches()) {
			return value;
		}
		return reportInvalid(field, value, path);
	}

	private JsonNode readNumber(WireField field, JsonNode value, String path) {
		if (value.isString() && INTEGER.matcher(value.stringValue()).matches()) {
			if (field.kind() != Kind.INT64) {
				reportNotCanonical(path, "\"" + field.name() + "\" is a number in a string.");
			}
			return value;
		}
		boolean fits = switch (field.kind()) {
			case INT32 ->
				value.isNumber() && value.canConvertToInt() && value.asDouble() == Math.rint(value.asDouble());
			case INT64 -> value.isIntegralNumber() && value.canConvertToLong();
			default -> value.isNumber();
		};
		return fits ? value : reportInvalid(field, value, path);
	}

	private JsonNode reportInvalid(WireField field, JsonNode value, String path) {
		String decoding = (field.kind() == Kind.BYTES && value.isString()) ? "Base64 decoding failed for " : "";
		this.violations.addParseError(path,
				"Invalid value at '" + path + "' (" + field.typeName() + "), " + decoding + truncate(value.toString()));
		return value;
	}

	private static String truncate(String value) {
		return (value.length() <= MAX_VALUE_CHARS) ? value : value.substring(0, MAX_VALUE_CHARS) + "...";
	}

	private void reportUnknownName(String name, String path, String reason) {
		this.violations.addParseError(path, "Invalid JSON payload received. Unknown name \"" + name + "\""
				+ (path.isEmpty() ? "" : " at '" + path + "'") + ": " + reason);
	}

	private void reportNotCanonical(String path, String difference) {
		if (!this.lenient) {
			this.violations.addParseError(path, (path.isEmpty() ? "" : "At '" + path + "': ") + difference + HINT);
		}
	}

}
