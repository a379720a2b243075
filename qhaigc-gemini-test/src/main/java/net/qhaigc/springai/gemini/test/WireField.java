package net.qhaigc.springai.gemini.test;

import java.util.List;
import java.util.Locale;

/**
 * A field of a message of Google's API.
 *
 * @param message the message it belongs to
 * @param name the canonical name, in camel case
 * @param kind the kind of its values
 * @param type the message that values are of, or the words of an enum separated by bars,
 * else empty
 * @param repeated whether it holds a list
 * @param required whether the message is refused without it
 */
record WireField(String message, String name, Kind kind, String type, boolean repeated, boolean required) {

	/**
	 * The name in Google's own messages.
	 */
	String snakeName() {
		return this.name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
	}

	List<String> words() {
		return List.of(this.type.split("\\|"));
	}

	/**
	 * What a value of this field is called when it is refused.
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
			case ENUM -> messageType(enumName());
			case MESSAGE -> messageType(this.type);
			case MAP -> "map";
			case ANY -> "any";
		};
	}

	private static String messageType(String name) {
		return "type.googleapis.com/google.ai.generativelanguage.v1beta." + name;
	}

	private String enumName() {
		String word = Character.toUpperCase(this.name.charAt(0)) + this.name.substring(1);
		return switch (word) {
			case "Type" -> word;
			case "Category" -> "HarmCategory";
			case "Threshold" -> "SafetySetting.HarmBlockThreshold";
			default -> this.message + "." + word;
		};
	}

	/**
	 * Kinds of values.
	 */
	enum Kind {

		/** Text. */
		STRING,

		/** Base64, in either alphabet. */
		BYTES,

		/** A 32-bit integer. */
		INT32,

		/** A 64-bit integer, as digits in a string or as a number. */
		INT64,

		/** A number. */
		NUMBER,

		/** True or false. */
		BOOL,

		/** A free JSON object. */
		STRUCT,

		/** Free JSON. */
		ANY,

		/** Seconds, such as {@code 3.5s}. */
		DURATION,

		/** A point in time as of RFC 3339. */
		TIMESTAMP,

		/** One of some words. */
		ENUM,

		/** Another message. */
		MESSAGE,

		/** Names to strings or messages. */
		MAP

	}

}
