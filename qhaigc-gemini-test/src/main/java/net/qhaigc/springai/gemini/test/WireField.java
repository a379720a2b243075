package net.qhaigc.springai.gemini.test;

import java.util.List;
import java.util.Locale;

/**
 * A field of a message type of Google's API.
 *
 * @param message the name of the message type that has the field
 * @param name the canonical name, in camel case
 * @param kind the kind of the values
 * @param type the message type of the values, {@code string} for a map from strings to
 * strings, or the constants of an enum separated by vertical bars; otherwise empty
 * @param repeated whether the field is a list
 * @param required whether the field is required
 */
record WireField(String message, String name, Kind kind, String type, boolean repeated, boolean required) {

	/**
	 * Return the name as it appears in Google's error messages.
	 */
	String snakeName() {
		return this.name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
	}

	List<String> constants() {
		return List.of(this.type.split("\\|"));
	}

	/**
	 * Return the name of the type as it appears in Google's error messages.
	 */
	String typeName() {
		return switch (this.kind) {
			case STRING -> "TYPE_STRING";
			case BYTES -> "TYPE_BYTES";
			case INT32 -> "TYPE_INT32";
			case INT64 -> "TYPE_INT64";
			case NUMBER -> "TYPE_FLOAT";
			case BOOL -> "TYPE_BOOL";
			case STRUCT -> "type.googleapis.com/google.protobuf.Struct";
			case DURATION -> "type.googleapis.com/google.protobuf.Duration";
			case TIMESTAMP -> "type.googleapis.com/google.protobuf.Timestamp";
			case ENUM -> typeUrl(enumName());
			case MESSAGE -> typeUrl(this.type);
			case MAP -> "map";
			case ANY -> "any";
		};
	}

	private static String typeUrl(String name) {
		return "type.googleapis.com/google.ai.generativelanguage.v1beta." + name;
	}

	private String enumName() {
		String name = Character.toUpperCase(this.name.charAt(0)) + this.name.substring(1);
		return switch (name) {
			case "Type" -> name;
			case "Category" -> "HarmCategory";
			case "Threshold" -> "SafetySetting.HarmBlockThreshold";
			default -> this.message + "." + name;
		};
	}

	/**
	 * The kinds of values.
	 */
	enum Kind {

		/** Text. */
		STRING,

		/** Base64, in the standard or the URL-safe alphabet. */
		BYTES,

		/** A 32-bit integer. */
		INT32,

		/** A 64-bit integer, as a string or a number. */
		INT64,

		/** A number. */
		NUMBER,

		/** True or false. */
		BOOL,

		/** Any JSON object. */
		STRUCT,

		/** Any JSON value. */
		ANY,

		/** A duration in seconds, such as {@code 3.5s}. */
		DURATION,

		/** A timestamp as defined by RFC 3339. */
		TIMESTAMP,

		/** An enum constant. */
		ENUM,

		/** A message with fields of its own. */
		MESSAGE,

		/** A map from strings to strings or messages. */
		MAP

	}

}
